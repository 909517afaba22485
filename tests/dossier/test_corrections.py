"""Corrections: which version stands, and where a person has to choose."""

from __future__ import annotations

import polars as pl
from hypothesis import strategies as st
from tests.dossier import generate

from vestibule.dossier import corrections, merging, versions, withdrawals
from vestibule.dossier.records import Dossier


def key(name: str) -> str:
    return generate.an_id(name)


def person(name: str, seq: int, *supersedes: str, origin: str = "o", **own: object):
    old = " ".join(sorted(map(key, supersedes))) or None
    row = {"id": key(name), "origin": origin, "seq": seq, "pseudonym": name}
    return "people", {**row, "supersedes": old, **own}


def answers(*people: tuple[str, int]) -> list[tuple[str, generate.Row]]:
    return [
        (
            "attendances",
            {
                "id": key(f"at {name}"),
                "origin": "o",
                "seq": seq,
                "gathering": key("g"),
                "person": key(name),
                "n": 1,
                "capacity": "consulted",
            },
        )
        for name, seq in people
    ]


def conflicts(dossier: Dossier) -> list[tuple[str, str, list[str]]]:
    return corrections.conflicts(dossier).rows()


DOUBLE = [person("p1", 1), person("p2", 2, "p1"), person("p3", 1, "p1", origin="b")]


def test_a_double_correction_is_kept_and_named() -> None:
    dossier = generate.dossier_of(DOUBLE)

    assert conflicts(dossier) == [("people", key("p1"), sorted(map(key, ("p2", "p3"))))]
    assert set(dossier.current("people")["pseudonym"]) == {"p2", "p3"}


def test_it_is_named_however_the_copies_are_merged() -> None:
    copies = [generate.dossier_of([record]) for record in DOUBLE]

    merged = merging.merge(copies[2], copies[0], copies[1])

    assert conflicts(merged) == conflicts(generate.dossier_of(DOUBLE))


def test_a_record_that_names_both_settles_it() -> None:
    dossier = generate.dossier_of([*DOUBLE, person("p4", 3, "p2", "p3")])

    assert conflicts(dossier) == []
    assert dossier.current("people")["pseudonym"].to_list() == ["p4"]


def test_a_chain_of_corrections_is_no_conflict() -> None:
    dossier = generate.dossier_of(
        [person("p1", 1), person("p2", 2, "p1"), person("p3", 3, "p2")]
    )

    assert conflicts(dossier) == []


def test_a_conflict_about_a_record_that_is_not_here_is_named_by_it() -> None:
    dossier = generate.dossier_of(DOUBLE[1:])

    assert conflicts(dossier)[0][1] == key("p1")


def test_records_that_name_each_other_in_a_circle_are_told() -> None:
    dossier = generate.dossier_of([person("p1", 1, "p2"), person("p2", 2, "p1")])

    assert conflicts(dossier) == [("people", min(key("p1"), key("p2")), [])]


def test_a_conflict_about_a_withdrawn_record_is_over() -> None:
    gone = withdrawals.withdraw(
        generate.dossier_of(DOUBLE),
        table="people",
        record=key("p2"),
        origin="hub",
        at=None,
        by=None,
    )

    assert gone.table("removals").height == 3
    assert conflicts(gone) == []


def test_no_records_have_no_conflicts() -> None:
    assert corrections.conflicts(generate.dossier_of([])).rows() == []


def test_a_corrected_person_keeps_the_attendances() -> None:
    dossier = generate.dossier_of(
        [
            person("p1", 1),
            person("p2", 2, "p1"),
            person("q", 3),
            *answers(("p1", 4), ("q", 5)),
        ]
    )

    found = dossier.current("attendances").sort("seq")

    assert found["person"].to_list() == [key("p2"), key("q")]
    assert found.columns == dossier.table("attendances").columns


def test_after_a_double_correction_the_last_by_time_is_pointed_to() -> None:
    noon = generate.datetime(2030, 1, 1, 12, tzinfo=generate.UTC)
    dossier = generate.dossier_of(
        [
            person("p1", 1),
            person("p2", 2, "p1", at=noon),
            person("p3", 9, "p1", origin="z"),
            *answers(("p1", 4)),
        ]
    )

    assert dossier.current("attendances")["person"].to_list() == [key("p2")]


def every_conflict_is_found(world: generate.World) -> None:
    dossier = world.copy(lambda *_: True)

    found = {(row[0], key) for row in conflicts(dossier) for key in row[2]}

    # By hand: two records that stand, reached from one another over versions.
    expected = set()
    for name, rows in dossier.tables.items():
        if name in ("withdrawals", "removals"):
            continue
        groups: list[set[str]] = []
        for row in rows.iter_rows(named=True):
            group = {row["id"], *(row["supersedes"] or "").split()}
            groups = [g for g in groups if not g & group] + [
                group.union(*(g for g in groups if g & group))
            ]
        named = {old for ids in rows["supersedes"].drop_nulls() for old in ids.split()}
        for group in groups:
            leaves = group & set(rows["id"]) - named
            if len(leaves) > 1:
                expected |= {(name, leaf) for leaf in leaves}
    assert found == expected


test_every_conflict_is_found = generate.law(generate.worlds())(every_conflict_is_found)
test_conflicts_are_proven = generate.proof(generate.worlds())(every_conflict_is_found)


def both_sides_survive_merging(data: st.DataObject) -> None:
    world = data.draw(generate.worlds(withdrawals=False))
    parts = data.draw(generate.parts_of(world, 2))

    merged = merging.merge(*(dossier for _, dossier in parts))

    for _, dossier in parts:
        for name, rows in dossier.tables.items():
            assert rows.join(merged.table(name), on="id", how="anti").is_empty()
    again = generate.dossier_of(
        {r["id"]: (t, r) for p, _ in parts for t, r in p}.values()
    )
    assert conflicts(merged) == conflicts(again)


test_no_side_of_a_correction_is_lost = generate.law(st.data())(
    both_sides_survive_merging
)
test_keeping_both_sides_is_proven = generate.proof(st.data())(
    both_sides_survive_merging
)


def test_rows_without_corrections_stand_as_they_are() -> None:
    rows = generate.dossier_of([person("p1", 1)]).table("people")

    assert versions.standing_rows(rows) is rows
    assert versions.links(rows).schema == {"id": pl.String, "prior": pl.String}
