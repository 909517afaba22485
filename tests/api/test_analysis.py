"""Every analysis of a dossier, side by side, as plain values."""

from __future__ import annotations

import json

import polars as pl

from vestibule import api
from vestibule.api import analysis
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

    assert (found["participants"], found["votes"], found["groups"]) == (0, 0, None)


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

    assert analysis.rows(frame) == [{"share": 0.333333333, "n": 2}]


def test_a_cut_gives_what_was_known_then(work: api.Work) -> None:
    known = work.analysis.to_dict()["cut"]

    again = api.analyse(work.dossier, as_of=known)

    assert again.sha256 == work.analysis.sha256
    assert again.as_of is None
