"""The chain, walked in both directions, with a name for each place where it is broken."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.act.promising import TODAY, called, promising
from tests.act.test_harm import ALL

from vestibule.act import chain
from vestibule.act.chain import Trace, gaps, links, walking
from vestibule.dossier import withdrawals
from vestibule.dossier.records import Dossier
from vestibule.dossier.tables import TABLES
from vestibule.errors import DataError

PAST = dt.date(2030, 4, 1)

WHOLE: dict[str, list[dict[str, Any]]] = {
    "places": [{"id": "p", "key": "p"}],
    "gatherings": [
        {"id": "g", "place": "p", "present": 9},
        {"id": "checked", "place": "p"},
    ],
    "voices": [{"id": "v", "gathering": "g"}],
    "excerpts": [{"id": "e", "gathering": "g", "voice": "v", "words": "SECRET WORDS"}],
    "codings": [{"id": "x", "excerpt": "e", "code": "c"}],
    "codes": [{"id": "c", "key": "c"}],
    "supports": [{"id": "s", "finding": "f", "code": "c"}],
    "findings": [{"id": "f", "key": "f"}],
    "validations": [{"id": "w", "finding": "f", "gathering": "checked"}],
    "questions": [{"id": "q"}],
    "priorities": [{"id": "o", "question": "q", "finding": "f"}],
    "recommendations": [{"id": "r", "finding": "f"}],
    "responses": [{"id": "a", "recommendation": "r"}],
    "commitments": [{"id": "k", "response": "a"}],
    "verifications": [{"id": "y", "commitment": "k", "evidence": "SECRET EVIDENCE"}],
    "obligations": [{"id": "d", "gathering": "g", "due_on": PAST}],
    "restitutions": [
        {"id": "t", "obligation": "d", "told_on": PAST, "reply": "SECRET REPLY"}
    ],
}
"""One record at each step: the chain is whole. Only the last must not be withdrawn."""

NAMES = {called(row["id"]): row["id"] for rows in WHOLE.values() for row in rows}


def whole(**changed: list[dict[str, Any]]) -> Dossier:
    """Return the chain with some tables changed."""
    return promising(None, **{**WHOLE, **changed})


def walk(made: Dossier, table: str, name: str) -> Trace:
    return chain.trace(made, table, called(name), today=TODAY)


def names(nodes: pl.DataFrame) -> str:
    """Return the short names of records, in order, without those unknown to `WHOLE`."""
    return " ".join(NAMES.get(one, one) for one in nodes["id"])


def broken(made: Dossier, table: str, name: str) -> list[tuple[str, str]]:
    return [(gap.kind, gap.table) for gap in walk(made, table, name).gaps]


def test_from_a_voice_to_every_commitment_it_led_to() -> None:
    found = walk(whole(), "voices", "v")

    assert names(found.upstream) == "g"
    assert names(found.downstream) == "e x c s f w o r a k y"
    assert found.gaps == ()
    assert found.count("downstream", "commitments") == 1
    assert found.told.select("standing").to_series().to_list() == ["answered"]


def test_from_a_commitment_back_to_the_gatherings() -> None:
    found = walk(whole(), "commitments", "k")

    assert sorted(names(found.upstream).split()) == sorted([*"gvexcsfwora", "checked"])
    assert found.upstream["table"].unique(maintain_order=True).to_list()[:3] == [
        "gatherings", "voices", "excerpts",
    ]  # fmt: skip
    assert names(found.downstream) == "y"
    assert (found.people, found.places) == (9, 1)
    assert found.count("upstream", "voices") == 1


def test_from_a_restitution_back_to_the_gathering_it_answers() -> None:
    assert names(walk(whole(), "restitutions", "t").upstream) == "g d"
    assert names(walk(whole(), "gatherings", "g").downstream).endswith("d t")


def test_a_claim_leads_on_by_its_factor_by_a_support_or_by_an_action() -> None:
    made = whole(
        factors=[{"id": "n1", "finding": "f"}, {"id": "n2"}],
        claims=[
            {"id": "by-factor", "cause": "n1", "effect": "n2", "gathering": "g"},
            {"id": "by-action", "cause": "n2", "effect": "n2", "voice": "v"},
            {"id": "loose", "cause": "n2", "effect": "n2", "excerpt": "e"},
        ],
        actions=[{"id": "act", "claim": "by-action", "state": "approved", "harm": ALL}],
    )

    assert names(walk(made, "claims", "by-factor").downstream).split()[2:4] == [
        "f",
        "w",
    ]
    assert walk(made, "claims", "by-action").downstream["table"].to_list() == [
        "factors", "actions",
    ]  # fmt: skip
    assert broken(made, "claims", "loose") == [("in-no-finding", "claims")]
    assert ("in-no-finding", "claims") not in broken(made, "claims", "by-action")


@pytest.mark.parametrize(
    ("changed", "start", "gap"),
    [
        ({"excerpts": []}, ("voices", "v"), ("not-excerpted", "voices")),
        ({"codings": []}, ("voices", "v"), ("not-read", "excerpts")),
        ({"supports": []}, ("excerpts", "e"), ("in-no-finding", "codes")),
        ({"supports": []}, ("commitments", "k"), ("nothing-behind", "findings")),
        ({"validations": []}, ("voices", "v"), ("never-validated", "findings")),
        ({"priorities": []}, ("voices", "v"), ("not-ranked", "findings")),
        ({"recommendations": []}, ("voices", "v"), ("nothing-asked", "findings")),
        ({"recommendations": [{"id": "r"}]}, ("commitments", "k"), ("asked-of-nothing", "recommendations")),
        ({"responses": []}, ("voices", "v"), ("never-answered", "recommendations")),
        ({"responses": [{"id": "a", "recommendation": "r", "answer": "refused"}]}, ("findings", "f"), ("refused", "recommendations")),
        ({"commitments": []}, ("voices", "v"), ("nothing-promised", "recommendations")),
        ({"verifications": []}, ("voices", "v"), ("never-verified", "commitments")),
        ({"responses": [{"id": "a", "recommendation": "r", "answer": "refused"}]}, ("commitments", "k"), ("no-promise", "commitments")),
        ({"restitutions": []}, ("commitments", "k"), ("never-told", "gatherings")),
        ({"restitutions": []}, ("gatherings", "g"), ("never-told", "gatherings")),
        ({"obligations": []}, ("voices", "v"), ("not-noted", "gatherings")),
        ({"obligations": [{"id": "d", "gathering": "g", "deferred_to": dt.date(2031, 1, 1), "deferred_reason": "armed men nearby"}], "restitutions": []}, ("voices", "v"), ("deferred", "gatherings")),
        ({"actions": [{"finding": "f"}]}, ("voices", "v"), ("not-approved", "actions")),
        ({"findings": []}, ("recommendations", "r"), ("absent", "recommendations")),
    ],
)  # fmt: skip
def test_each_place_where_the_chain_is_broken_has_a_name(
    changed: dict[str, Any], start: tuple[str, str], gap: tuple[str, str]
) -> None:
    assert gap in broken(whole(**changed), *start)
    assert gap not in broken(whole(), *start)
    assert gap[0] in gaps.KINDS


def test_what_is_not_yet_due_is_no_silence() -> None:
    waiting = whole(
        recommendations=[{"id": "r", "finding": "f", "answer_by": TODAY}], responses=[]
    )
    due = whole(
        obligations=[{"id": "d", "gathering": "g", "due_on": TODAY}], restitutions=[]
    )

    assert ("waiting", "recommendations") in broken(waiting, "findings", "f")
    assert walk(due, "voices", "v").told["standing"].to_list() == ["due"]
    assert broken(due, "voices", "v") == []


def test_an_assembly_that_was_told_does_not_hide_its_womens_group() -> None:
    made = whole(
        profiles=[{"id": "women", "key": "women", "name": "Women"}],
        obligations=[
            {"id": "d", "gathering": "g", "due_on": PAST},
            {"id": "d2", "gathering": "g", "profile": "women", "due_on": PAST},
        ],
    )
    found = walk(made, "voices", "v")

    assert sorted(found.told["standing"]) == ["answered", "overdue"]
    assert [(gap.kind, gap.ids) for gap in found.gaps] == [
        ("never-told", (called("g"),))
    ]


def test_told_without_a_reply_is_told_and_told_later_is_not_yet() -> None:
    told = whole(restitutions=[{"id": "t", "obligation": "d", "told_on": PAST}])
    later = whole(
        restitutions=[{"id": "t", "obligation": "d", "told_on": dt.date(2030, 7, 1)}]
    )

    assert walk(told, "voices", "v").told["standing"].to_list() == ["told"]
    assert walk(later, "voices", "v").told["standing"].to_list() == ["overdue"]


def test_what_an_obstacle_asked_may_have_been_what_its_proposal_says() -> None:
    made = whole(
        findings=[
            {"id": "f", "key": "f"},
            {"id": "f2", "key": "f2", "parent": "f", "kind": "proposal"},
        ],
        validations=[
            {"id": "w", "finding": "f", "gathering": "g"},
            {"finding": "f2", "gathering": "g"},
        ],
    )

    assert broken(made, "voices", "v") == []


def test_a_part_of_a_theme_leads_where_the_whole_leads() -> None:
    made = whole(
        codes=[{"id": "c", "key": "c"}, {"id": "c2", "key": "c2", "parent": "c"}],
        codings=[{"id": "x", "excerpt": "e", "code": "c2"}],
    )

    assert walk(made, "voices", "v").count("downstream", "commitments") == 1
    assert broken(made, "voices", "v") == []


def test_a_record_that_was_taken_back_leaves_a_named_gap() -> None:
    left = withdrawals.withdraw(
        whole(), table="findings", record=called("f"), origin="hand", at=None, by="k"
    )

    found = walk(left, "recommendations", "r")

    assert ("withdrawn", "recommendations") in [
        (gap.kind, gap.table) for gap in found.gaps
    ]
    assert found.upstream.is_empty()


def test_an_older_version_of_a_record_is_the_same_record() -> None:
    made = whole(
        findings=[
            {"id": "f", "key": "f"},
            {"id": "f9", "key": "f", "words": "New", "supersedes": "f"},
        ]
    )

    old, new = walk(made, "findings", "f"), walk(made, "findings", "f9")

    assert old.record["words"].to_list() == ["New"]
    assert old.id == new.id
    assert old.downstream.equals(new.downstream)


def test_what_is_not_in_the_chain_is_a_sentence() -> None:
    for table, name in (("findings", "nobody"), ("votes", "v"), ("places", "p")):
        with pytest.raises(DataError, match="No record of"):
            walk(whole(), table, name)


def test_only_public_columns_are_told() -> None:
    assert set(links.SHOWN) == set(links.STAGES)
    for table, (words, marks) in links.SHOWN.items():
        for column in (*marks, *((words,) if words else ())):
            assert TABLES[table][column].mark == "public", (table, column)


def test_no_secret_word_and_no_vote_is_in_a_trace() -> None:
    for table in links.STAGES:
        if table in WHOLE:
            said = repr(walk(whole(), table, WHOLE[table][0]["id"]))
            assert "SECRET" not in said
    walked = {link.up for link in links.LINKS} | {link.down for link in links.LINKS}
    assert walked.isdisjoint(
        {"votes", "tallies", "showings", "people", "attendances", "answers"}
    )


def test_every_link_is_a_declared_reference() -> None:
    for link in links.LINKS:
        up, down = TABLES[link.up], TABLES[link.down]
        if link.key == "id":
            assert down[link.to].ref == link.up
        elif link.to == "id":
            assert up[link.key].ref == link.down
        else:
            assert up[link.key].ref == down[link.to].ref == "findings"


IDS = st.integers(0, 2)


def rows(table: str, draw: st.DrawFn) -> list[dict[str, Any]]:
    """Return three records of a table that refer to any, or to none."""
    made = []
    for number in range(3):
        row: dict[str, Any] = {"id": f"{table}{number}"}
        if "key" in TABLES[table].names:
            row["key"] = f"{table}{number}"
        for column in TABLES[table].references:
            if column.ref in links.STAGES and (not column.null or draw(st.booleans())):
                row[column.name] = f"{column.ref}{draw(IDS)}"
        made.append(row)
    return made


@st.composite
def tangled(draw: st.DrawFn) -> Dossier:
    """Return a dossier in which anything refers to anything."""
    made = {table: rows(table, draw) for table in links.STAGES}
    for row in made["priorities"]:
        row["question"] = "q"
    return promising(None, questions=[{"id": "q"}], **made)


def reached(made: Dossier, direction: walking.Direction) -> set[tuple[str, str]]:
    """Return which record reaches which."""
    pairs = set()
    for table in links.STAGES:
        for id_ in made.table(table)["id"]:
            found = walking.reached(made, {table: pl.Series([id_])}, direction)
            pairs |= {(id_, other) for ids in found.values() for other in ids}
    return pairs


@settings(max_examples=3)
@given(tangled())
def test_forward_and_backward_walks_are_inverse(made: Dossier) -> None:
    down, up = reached(made, "down"), reached(made, "up")

    assert down
    assert up == {(other, one) for one, other in down}


@settings(max_examples=5)
@given(tangled(), st.sampled_from(links.STAGES), st.integers(0, 10_000))
def test_a_trace_does_not_depend_on_the_order_of_rows(
    made: Dossier, table: str, seed: int
) -> None:
    mixed = made.with_tables(
        **{
            name: frame.sample(fraction=1.0, shuffle=True, seed=seed)
            for name, frame in made.tables.items()
        }
    )

    one, other = walk(made, table, f"{table}0"), walk(mixed, table, f"{table}0")

    assert one.gaps == other.gaps
    assert one.upstream.equals(other.upstream)
    assert one.downstream.equals(other.downstream)
    assert one.told.equals(other.told)
