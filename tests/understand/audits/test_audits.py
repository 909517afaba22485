"""All audits together: what they tell, and what thin input gives."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
import pytest
from tests import by_hand
from tests.understand.audits import invented
from tests.understand.ground import voices

from vestibule.dossier import partitions
from vestibule.dossier.records import Dossier
from vestibule.dossier.votebook import CODED, VoteBook
from vestibule.errors import DataError
from vestibule.understand import audits, ground
from vestibule.understand.audits import (
    AuditSettings,
    ChainSettings,
    copies,
    flips,
    influence,
)
from vestibule.understand.groups import GroupSettings
from vestibule.understand.polis import Votes

QUICK = AuditSettings(permutations=5, draws=19)
CHAIN = ChainSettings(groups=GroupSettings(replicates=5, most=2), audits=QUICK)


def polled(matrix: np.ndarray, **more: Any) -> Dossier:
    """Return people who answered in gatherings of ten, in a dossier."""
    votes = invented.votes_of(matrix)
    rows = [
        {"person": f"p{p}", "statement": f"s{s}", "gathering": f"g{p // 10}", "vote": v}
        for p, s, v in zip(
            votes.person.tolist(),
            votes.statement.tolist(),
            votes.vote.tolist(),
            strict=True,
        )
    ]
    people, statements = matrix.shape
    return by_hand.dossier(
        people=[{"id": f"p{n}", "pseudonym": f"Who-{n}-x"} for n in range(people)],
        gatherings=[
            {"id": f"g{n}", "code": f"G{n}", "present": 10, "by": "book"}
            for n in range((people + 9) // 10)
        ],
        statements=[{"id": f"s{n}", "key": f"s{n}"} for n in range(statements)],
        votes=rows,
        **more,
    )


@pytest.fixture(scope="module")
def camps() -> audits.AuditResult:
    """Two camps of forty well apart, with four copied sheets."""
    draw = np.random.default_rng(3)
    camp = np.arange(80) % 2
    odds = np.where(camp, 2.0, -2.0)[:, None] * draw.choice([1, -1], 20)
    vote = np.where(draw.random((80, 20)) < 1 / (1 + np.exp(-odds)), 1, -1)
    odd = draw.choice([1, -1], 20)
    vote[[5, 25, 45, 65]] = odd
    dossier = polled(vote)
    derived = audits.derive(dossier, settings=CHAIN)
    assert derived.grouped is not None
    assert derived.grouped.k == 2
    return audits.audit(dossier, derived=derived, settings=QUICK, version="1")


def test_each_audit_tells_its_part(camps: audits.AuditResult) -> None:
    told = camps.explain()

    assert "our rule would call" in told
    assert "pairs representative of the groups that were found" in told
    assert "4 people gave the same 20 answers, in 4 gatherings" in told
    assert "Gatherings in which people answered one by one: 8" in told
    assert "receipt" in told
    assert camps.flagged
    ours = camps.nulls.filter(rule="ours", drawn="people").row(0, named=True)
    assert ours["groups_of"] == "ours"
    assert ours["found"] > 10
    assert "spectrum" not in camps.limits
    assert camps.limits == ("no-positions", "no-ground", "no-moments", "not-published")


def test_no_person_and_no_id_leaves(camps: audits.AuditResult) -> None:
    told = json.dumps(camps.to_dict()) + repr(camps) + camps.explain()

    assert "Who-" not in told
    assert by_hand.called("p1") not in told
    assert by_hand.called("g1") not in json.dumps(camps.to_dict())


def test_the_same_again_gives_the_same_digits(camps: audits.AuditResult) -> None:
    draw = np.random.default_rng(3)
    dossier = polled(np.where(draw.random((40, 12)) < 0.5, 1, -1))
    derived = audits.derive(dossier, settings=CHAIN)

    one, two = (
        audits.audit(dossier, derived=derived, settings=QUICK, version="1").to_dict()
        for _ in range(2)
    )

    assert json.dumps(one) == json.dumps(two)
    assert one["receipt"] != camps.to_dict()["receipt"]


@pytest.mark.parametrize(
    ("matrix", "limits"),
    [
        (np.zeros((0, 0)), {"no-votes", "no-groups", "short-rows"}),
        (np.ones((1, 4)), {"no-groups", "no-positions"}),
        (np.ones((30, 12)), {"no-groups", "no-positions"}),
        (np.zeros((30, 12)), {"no-groups", "no-positions"}),
        (np.tile([1, 9], (30, 1)), {"no-groups", "no-positions", "short-rows"}),
    ],
    ids=["no votes", "one participant", "everyone agrees", "all pass", "never seen"],
)
def test_thin_input_gives_sentences_and_no_number(
    matrix: np.ndarray, limits: set[str]
) -> None:
    dossier = polled(matrix)

    found = audits.audit(dossier, settings=QUICK, version="1")

    assert limits <= set(found.limits)
    assert not found.flagged
    assert found.nulls.is_empty()
    assert found.activity.is_empty()
    assert found.receipt is not None
    for code in found.limits:
        assert audits.LIMITS[code] in found.explain()
    json.dumps(found.to_dict())


def test_an_empty_dossier_is_audited_in_sentences() -> None:
    found = audits.audit(by_hand.dossier(), settings=QUICK)

    assert set(found.limits) == {
        "no-votes",
        "no-groups",
        "no-positions",
        "no-ground",
        "short-rows",
        "no-moments",
        "not-published",
    }
    assert found.receipt is None


def test_one_segment_gives_a_sentence() -> None:
    given = voices.dossier(voices.all_of("h", "s1", 19, 1))

    found = audits.audit(given, settings=QUICK)

    assert "no-ground" in found.limits
    assert found.steadiness.is_empty()


def test_claims_are_told_with_what_they_hang_on() -> None:
    given = voices.dossier(voices.usual())
    common = ground.common_ground(given, settings=ground.GroundSettings(draws=50))

    found = audits.audit(
        given, derived=audits.Derived(ground=common), settings=QUICK, version="1"
    )

    told = found.explain()
    assert "undoes 0 of 1 claims in the comparison “side”" in told
    assert "further answers against “s1” in the group" in told
    assert found.worst["key"].unique().to_list() == ["s1"]
    assert "no-claims" not in found.limits


def test_nothing_claimed_is_said() -> None:
    rows = [
        *voices.all_of("h", "s2", 18, 2),
        *voices.all_of("f", "s2", 4, 16),
        *voices.all_of("h", "s3", 3, 17),
        *voices.all_of("f", "s3", 4, 16),
    ]
    given = voices.dossier(rows)
    common = ground.common_ground(given, settings=ground.GroundSettings(draws=50))

    found = audits.audit(given, derived=audits.Derived(ground=common), settings=QUICK)

    assert "no-claims" in found.limits
    assert "Leaving out" not in found.explain()


def test_each_kind_of_change_has_its_sentence() -> None:
    row = {
        "comparison": "side",
        "kind": "gathering",
        "statement": "x",
        "claimed": True,
        "sure": 0.95,
        "lowest": 0.7,
        "unit": "x",
        "name": "market",
        "lowest_without": 0.5,
    }
    rows = [
        row | {"key": "s1", "sure_without": 0.3, "changes": "lost"},
        row | {"key": "s2", "sure_without": None, "changes": "thin"},
        row | {"key": "s3", "sure_without": 0.93, "changes": "won", "sure": 0.2},
    ]
    held = {"comparison": "side", "key": "s9", "sure": 1.0, "extra": None}
    empty = audits.audit(by_hand.dossier(), settings=QUICK)
    copy = {"kind": "mixed", "answers": 12, "people": 3, "expected": 0.001, "p": 0.0}
    copy |= {"gatherings": 1, "recorders": 1, "flagged": True}
    told = replace(
        empty,
        influence=pl.DataFrame(rows, schema=influence.INFLUENCE),
        flips=pl.DataFrame([held], schema=flips.FLIPS),
        copies=pl.DataFrame(
            [
                copy | {"where": where}
                for where in ("alone", "both", "one_gathering", "gatherings")
            ],
            schema=copies.COPIES,
        ),
        limits=(),
    ).explain()

    assert "“s1” would no longer be claimed in “side”: 95% sure becomes 30%" in told
    assert "too few would have been heard on “s2”" in told
    assert "“s3” would be claimed in “side”: 20% sure becomes 93%" in told
    assert "The claim on “s9” in “side” is not undone" in told
    for words in ("each alone", "alone and in 1", "all in one", "in 1 gatherings"):
        assert words in told


def test_votes_in_bulk_are_audited_without_records() -> None:
    given = invented.field(1)[0]
    votes = given.votes
    frame = pl.DataFrame(
        {"person": votes.person, "statement": votes.statement, "vote": votes.vote},
        schema=CODED,
    )
    book = VoteBook(
        people=pl.Series([f"p{n}" for n in range(votes.n_people)]),
        statements=pl.Series([f"s{n}" for n in range(votes.n_statements)]),
        partitions=partitions.divided(frame, size=1000),
    )
    out = np.zeros(votes.n_statements, dtype=bool)
    out[0] = True
    met = given.unit

    one = audits.audit(book, moderated_out=out, gatherings=met, settings=QUICK)
    two = audits.audit(votes, moderated_out=out, gatherings=met, settings=QUICK)

    assert one.copies.equals(two.copies)
    assert one.sittings.height == 40
    assert {"no-groups", "no-positions", "no-ground"} <= set(one.limits)


def test_votes_in_any_order_are_sorted_first() -> None:
    votes = invented.votes_of(np.ones((4, 3)))
    turned = Votes(
        person=votes.person[::-1],
        statement=votes.statement[::-1],
        vote=votes.vote[::-1],
        n_people=4,
        n_statements=3,
    )

    found = audits.audit(turned, settings=AuditSettings(length=2, permutations=2))

    assert found.copies["people"].to_list() == [4]


def test_moderated_statements_and_missing_recorders() -> None:
    rows = polled(np.ones((20, 12)))
    out = rows.table("statements").with_columns(
        moderation=pl.when(pl.col("key") == "s0")
        .then(pl.lit("out"))
        .otherwise("moderation")
    )

    found = audits.audit(rows.with_tables(statements=out), settings=QUICK)

    assert found.copies["answers"].to_list() == [11]
    assert found.copies["recorders"].to_list() == [1]


@pytest.mark.parametrize("wrong", [{"permutations": 0}, {"alarm": 1.0}, {"rate": 0.0}])
def test_settings_that_cannot_be_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(DataError, match=next(iter(wrong))):
        AuditSettings(**wrong)


def test_activity_and_one_part_of_many_are_told() -> None:
    empty = audits.audit(by_hand.dossier(), settings=QUICK)
    row = {"people": 50, "effective": 50.0, "low": 0.2, "high": 0.6, "rho": 0.41}
    rows = [
        row | {"direction": "1", "strong": True},
        row | {"direction": "distance", "strong": False},
    ]

    told = replace(
        empty, activity=pl.DataFrame(rows, schema=empty.activity.schema)
    ).explain()

    assert "goes with direction 1 by +0.41 (+0.20 to +0.60" in told
    assert "partly who answered much" in told
    assert "the distance from the middle by +0.41" in told
