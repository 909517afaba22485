"""Every analysis of a dossier, side by side, as plain values."""

from __future__ import annotations

import json

import polars as pl
import pytest
from tests.inform import camps

from vestibule import api
from vestibule.api import opinions, plain
from vestibule.dossier import writing
from vestibule.dossier.records import Dossier


def test_the_same_dossier_and_seed_give_the_same_digits(work: api.Work) -> None:
    again = api.analyse(work.dossier, seed=work.seed).to_dict()

    assert json.dumps(again) == json.dumps(work.analysis.to_dict())


def test_nothing_in_it_is_about_one_person(work: api.Work) -> None:
    text = json.dumps(work.analysis.to_dict(), ensure_ascii=False)

    people = work.dossier.table("people")
    told = work.dossier.table("excerpts")["words"]
    assert not [one for one in people["id"] if one in text]
    assert not [one for one in people["pseudonym"] if f'"{one}"' in text]
    assert not [words for words in told if words in text]


def test_a_dossier_without_votes_has_no_participants(work: api.Work) -> None:
    found = api.analyse(Dossier(process=work.process, tables={})).to_dict()

    assert (found["participants"], found["votes"], found["polis"]) == (0, 0, None)
    for part in ("positions", "groups"):
        assert [limit["code"] for limit in found[part]["limits"]] == ["no-votes"]
        assert found[part]["limits"][0]["message"].startswith("Nobody voted")


def test_a_corrected_record_is_counted_once_and_as_corrected(work: api.Work) -> None:
    dossier = work.dossier
    first = dossier.current("tallies").sort("id").head(1)
    own = [name for name in first.columns if name not in ("origin", "seq", "at", "by")]
    turned = (
        first.select(own)
        .drop("id", "supersedes")
        .with_columns(
            agree=pl.col("disagree"),
            disagree=pl.col("agree"),
            supersedes=pl.lit(first["id"][0]),
        )
    )
    fresh = writing.as_records(
        turned, "tallies", ids=["c" * 32], origin="device-c", first_seq=1
    )

    corrected = api.analyse(writing.append(dossier, {"tallies": fresh}))

    def counted(found: api.Analysis) -> tuple[int, int]:
        rows = found.agreement.overall.filter(
            statement=first["statement"][0], method=first["method"][0]
        )
        return int(rows["agree"][0]), int(rows["disagree"][0])

    before, after = counted(work.analysis), counted(corrected)
    shift = first["agree"][0] - first["disagree"][0]
    assert after == (before[0] - shift, before[1] + shift)


def test_a_corrected_theme_keeps_its_gatherings(work: api.Work) -> None:
    dossier = work.dossier
    code = (
        dossier.current("codes").filter(key="f_fear")
        if ("f_fear" in dossier.current("codes")["key"])
        else dossier.current("codes").filter(kind="obstacle").sort("key").head(1)
    )
    renamed = code.drop("id", "origin", "seq", "at", "by", "supersedes").with_columns(
        name=pl.lit("Another name"), supersedes=pl.lit(code["id"][0])
    )
    fresh = writing.as_records(
        renamed, "codes", ids=["d" * 32], origin="device-d", first_seq=1
    )

    after = api.analyse(writing.append(dossier, {"codes": fresh})).themes.counts

    before = work.analysis.themes.counts.filter(key=code["key"][0])
    assert before["gatherings_named"][0] > 0
    assert after.filter(key=code["key"][0])["gatherings_named"].to_list() == (
        before["gatherings_named"].to_list()
    )


def test_numbers_that_leave_are_rounded() -> None:
    frame = pl.DataFrame({"share": [1 / 3], "n": [2]})

    assert plain.rows(frame) == [{"share": 0.333333333, "n": 2}]


def test_a_cut_gives_what_was_known_then(work: api.Work) -> None:
    known = work.analysis.to_dict()["cut"]

    again = api.analyse(work.dossier, as_of=known)

    assert again.sha256 == work.analysis.sha256
    assert again.as_of is None


def test_positions_and_groups_tell_what_holds_and_what_was_tried(
    work: api.Work,
) -> None:
    found = work.analysis.to_dict()

    assert found["positions"]["dimensions"] in {1, 2, 3}
    row = found["positions"]["statement_parameters"][0]
    assert row["intercept_low"] < row["intercept"] < row["intercept_high"]
    assert row["statement"] in set(work.dossier.table("statements")["key"])
    tried = found["groups"]["divisions"]
    assert [one["k"] for one in tried] == sorted({one["k"] for one in tried})
    assert all(0 <= one["support"] <= 1 for one in tried)
    json.dumps(found, allow_nan=False)


def test_families_that_hold_are_told_with_what_they_share() -> None:
    found = api.analyse(camps.dossier(2, 120)).to_dict()["groups"]

    assert (found["k"], found["spectrum"]) == (2, False)
    assert found["units"] is None  # who was heard with whom is not known
    for family in found["families"]:
        assert family["jaccard"] >= 0.75
        assert {one["scale"] for one in family["shares"]} <= {"nearly_all", "most"}
        told = family["differs"][0]
        assert (
            abs(
                told["agree"]["n"] / told["agree"]["of"]
                - told["others_agree"]["n"] / told["others_agree"]["of"]
            )
            >= 0.1
        )


def test_very_many_votes_are_placed_only_when_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(opinions, "MOST_VOTES", 100)
    dossier = camps.dossier(1, 30)

    left = api.analyse(dossier)
    asked = api.analyse(dossier, place=True)

    assert left.to_dict()["groups"]["limits"][0]["code"] == "not-asked"
    assert "positions" not in vars(left)
    assert "people" in asked.to_dict()["positions"]
    assert api.analyse(dossier, place=False).landscape == "not-asked"


def test_asked_for_by_themselves_there_are_none_without_votes(work: api.Work) -> None:
    found = api.analyse(Dossier(process=work.process, tables={}))

    assert (found.positions, found.groups, found.landscape) == (None, None, "no-votes")
