from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import polars as pl
from tests import by_hand
from tests.by_hand import called

from vestibule.agree.validation import evidence, report
from vestibule.dossier import withdrawals
from vestibule.dossier.process import Decisions
from vestibule.dossier.records import Dossier

AT = datetime(2024, 1, 1, tzinfo=UTC)

PLACES = [
    {"id": "land", "key": "land", "name": "L", "kind": "country", "level": 0},
    *(
        {"id": key, "key": key, "name": key.title(), "kind": "region", "level": 1}
        | {"parent": "land"}
        for key in ("north", "south", "far")
    ),
    *(
        {"id": f"{key[0]}{n}", "key": f"{key[0]}{n}", "name": f"{key}{n}"}
        | {"kind": "cercle", "level": 2, "parent": key}
        for key in ("north", "south")
        for n in (1, 2)
    ),
]


def told(
    *said: tuple[Any, ...], decisions: Decisions | None = None, **tables: Any
) -> Dossier:
    """Return validations as (gathering, place, outcome, profile or None)."""
    met = {gathering: place for gathering, place, *_ in said}
    given: dict[str, Any] = {
        "places": PLACES,
        "profiles": [
            {"id": one, "key": one, "name": one.title()} for one in ("judge", "farmer")
        ],
        "findings": [{"id": "f", "key": "f"}],
        "gatherings": [
            {"id": one, "place": place, "present": 20, "consent": 4}
            | {"kind": "validation_meeting", "code": one, "composition": "mixed"}
            for one, place in met.items()
        ],
        "validations": [
            {"finding": "f", "gathering": gathering, "outcome": outcome}
            | {"profile": rest[0] if rest else None, "id": f"v{n}"}
            for n, (gathering, _, outcome, *rest) in enumerate(said)
        ],
        **tables,
    }
    process = by_hand.process(decisions=decisions or Decisions())
    return by_hand.dossier(process, **given)


def finding(dossier: Dossier) -> dict[str, Any]:
    return report.report(dossier).standing.findings.to_dicts()[0]


def test_one_region_is_one_region_whatever_is_declared() -> None:
    one = told(
        ("a", "n1", "confirmed"),
        ("b", "n2", "confirmed"),
        decisions=Decisions(national_regions=1),
    )

    row = finding(one)

    assert (row["scope"], row["why_not"]) == ("regional", "few-regions")


def test_a_region_that_rejects_may_keep_it_from_being_national() -> None:
    said = [
        ("a", "n1", "confirmed"),
        ("b", "s1", "confirmed"),
        ("c", "far", "rejected"),
    ]

    assert finding(told(*said))["scope"] == "national"
    strict = finding(told(*said, decisions=Decisions(regions_against=0)))
    assert (strict["scope"], strict["why_not"]) == ("local", "rejected")
    part = finding(told(*said, decisions=Decisions(national_share=0.7)))
    assert (part["scope"], part["why_not"]) == ("local", "small-share")


def test_as_many_for_as_against_is_a_tie_and_holds_nowhere() -> None:
    found = report.report(told(("a", "n1", "confirmed"), ("b", "n2", "rejected")))

    assert found.standing.by_region["verdict"].to_list() == ["tie"]
    row = found.standing.findings.to_dicts()[0]
    assert (row["scope"], row["regions_tied"], row["status"]) == (None, 1, "contested")
    assert found.splits.select("kind", "where").rows() == [("tie", "north")]


def test_a_larger_share_may_be_asked_of_a_region() -> None:
    said = [("a", "n1", "confirmed"), ("b", "n2", "amended"), ("c", "n1", "rejected")]

    assert finding(told(*said))["regions_held"] == 1
    row = finding(told(*said, decisions=Decisions(region_share=0.7)))
    assert (row["regions_held"], row["scope"]) == (0, None)


def test_a_gathering_in_which_profiles_differ_is_divided_and_named() -> None:
    found = report.report(
        told(
            ("a", "n1", "confirmed", "farmer"),
            ("a", "n1", "rejected", "judge"),
            ("b", "n2", "confirmed", "farmer"),
            ("b", "n2", "amended", "judge"),
        )
    )

    row = found.standing.findings.to_dicts()[0]
    assert (row["held"], row["against"], row["divided"], row["gatherings"]) == (
        1,
        0,
        1,
        2,
    )
    assert found.standing.by_region["verdict"].to_list() == ["undecided"]
    assert found.splits.drop("finding", "key").rows() == [
        ("gathering", called("a"), "farmer", "judge")
    ]


def test_profiles_and_regions_that_stand_against_others_are_named() -> None:
    found = report.report(
        told(
            ("a", "n1", "confirmed", "farmer"),
            ("b", "s1", "rejected", "judge"),
        )
    )

    assert found.splits.drop("finding", "key", "where").rows() == [
        ("regions", "north", "south"),
        ("profiles", "farmer", "judge"),
    ]


def test_places_that_said_nothing_are_named_with_why() -> None:
    found = report.report(told(("a", "n1", "confirmed"), ("b", "s1", "rejected")))
    # heard there, and the second finding was not brought back
    more = told(
        ("a", "n1", "confirmed"),
        findings=[{"id": "f", "key": "f"}, {"id": "g", "key": "g"}],
        attendances=[{"gathering": "a", "n": 20}],
    )

    assert found.silent.select("place_key", "why").rows() == [("far", "nobody")]
    rows = report.report(more).silent.select("key", "place_key", "why").rows()
    assert ("g", "north", "not_asked") in rows
    assert ("g", "far", "nobody") in rows
    assert ("f", "north", "not_asked") not in rows


def test_words_of_those_who_contest_stand_only_where_they_are_cleared() -> None:
    cleared = {"consent": 4, "review": "cleared", "reviewed_by": "r1"}
    dossier = told(
        ("a", "n1", "confirmed"),
        ("b", "n2", "rejected"),
        ("c", "s1", "rejected"),
        validations=[
            {
                "id": "v0",
                "finding": "f",
                "gathering": "a",
                "objection": "said so",
                "lang": "en",
            }
            | {"outcome": "confirmed", "second_reviewed_by": "r2", **cleared},
            {"id": "v1", "finding": "f", "gathering": "b", "objection": "kept"}
            | {"outcome": "rejected", **cleared},
            {"id": "v2", "finding": "f", "gathering": "c", "outcome": "rejected"},
        ],
    )

    found = report.report(dossier, on=date(2024, 1, 1)).contested

    assert set(found.select("region_key", "outcome", "words", "kept").rows()) == {
        ("north", "confirmed", "said so", None),
        ("north", "rejected", None, "sealed"),
        ("south", "rejected", None, "none"),
    }


def supported(**more: Any) -> Dossier:
    return told(
        ("a", "n1", "confirmed"),
        ("b", "n2", "confirmed"),
        excerpts=[
            {"id": f"e{n}", "gathering": one, "key": str(n)}
            for n, one in enumerate(("a", "a", "b"))
        ],
        codes=[{"id": "k", "key": "k", "name": "K", "kind": "obstacle"}],
        codings=[
            {"excerpt": "e0", "code": "k", "coder": "x"},
            {"excerpt": "e0", "code": "k", "coder": "y"},
            {"excerpt": "e1", "code": "k", "coder": "x", "stance": "for"},
            {"excerpt": "e2", "code": "k", "coder": "x", "stance": "against"},
        ],
        factors=[{"id": "x", "name": "X"}, {"id": "y", "name": "Y"}],
        claims=[
            {"id": "c1", "cause": "x", "effect": "y", "direction": "more"}
            | {"gathering": "b"},
            {"id": "c2", "cause": "x", "effect": "y", "direction": "more"}
            | {"excerpt": "e0"},
            {"id": "c3", "cause": "x", "effect": "y", "direction": "more"},
        ],
        people=[{"id": one, "pseudonym": one} for one in ("p", "q", "r")],
        statements=[{"id": "s", "key": "s"}],
        votes=[
            {"person": "p", "statement": "s", "gathering": "a", "vote": 1},
            {"person": "q", "statement": "s", "gathering": "a", "vote": -1},
            {"person": "r", "statement": "s", "vote": 0},
        ],
        tallies=[
            {"gathering": "b", "statement": "s", "agree": 7, "disagree": 2},
            {"gathering": "b", "statement": "s", "agree": 8, "disagree": 1, "count": 2},
        ],
        supports=[
            {"finding": "f", "stance": "for", "excerpt": "e0"},
            {"finding": "f", "stance": "against", "excerpt": "e2"},
            {"finding": "f", "stance": "for", "code": "k"},
            {"finding": "f", "stance": "for", "claim": "c1"},
            {"finding": "f", "stance": "for", "claim": "c2"},
            {"finding": "f", "stance": "against", "claim": "c3"},
            {"finding": "f", "stance": "against", "statement": "s"},
            {"finding": "f", "stance": "for"},
            {"finding": "f", "stance": "for", "claim": "c1", "code": "k"},
        ],
        **more,
    )


def test_what_is_cited_is_counted_by_kind_gathering_and_place() -> None:
    found = report.report(supported())

    rows = found.evidence.drop("finding", "key").rows()
    # stance, kind, records, gatherings, places, people
    assert rows == [
        ("for", "claim", 2, 2, 2, 40),
        ("for", "code", 2, 1, 1, 20),
        ("for", "excerpt", 1, 1, 1, 20),
        ("for", "vote", 3, 2, 2, 3),
        ("against", "claim", 1, 0, 0, 0),
        ("against", "code", 1, 1, 1, 20),
        ("against", "excerpt", 1, 1, 1, 20),
        ("against", "statement", 1, 0, 0, 0),
        ("against", "vote", 8, 2, 2, 8),
    ]
    assert found.unclear == 2


def test_a_withdrawn_excerpt_leaves_no_trace_in_the_evidence() -> None:
    whole = supported()
    gone = by_hand.frame("excerpts", [{"id": "e2", "gathering": "b", "key": "2"}])[
        "id"
    ].item()
    never = whole.with_tables(
        excerpts=whole.table("excerpts").filter(pl.col("id") != gone),
        codings=whole.table("codings").filter(pl.col("excerpt") != gone),
        supports=whole.table("supports").filter(pl.col("excerpt").ne_missing(gone)),
    )

    after = withdrawals.withdraw(
        whole, table="excerpts", record=gone, origin="o", at=AT, by="b", reason="asked"
    )

    assert report.report(after).evidence.equals(report.report(never).evidence)


def test_a_dossier_without_findings_gives_empty_frames() -> None:
    empty = report.report(told(findings=[], validations=[], gatherings=[]))

    assert empty.standing.findings.is_empty()
    assert evidence.cited(told()).is_empty()
    assert empty.silent.is_empty()
    assert empty.contested.is_empty()
    assert empty.splits.is_empty()


def test_the_order_of_rows_does_not_matter() -> None:
    whole = supported()
    turned = whole.with_tables(
        **{name: rows.reverse() for name, rows in whole.tables.items()}
    )

    one, other = report.report(whole), report.report(turned)

    for name in ("evidence", "cited", "contested", "splits", "silent"):
        assert getattr(one, name).equals(getattr(other, name))
    assert one.standing.findings.equals(other.standing.findings)
