"""Merging: any order, any repetition, the same bytes."""

from __future__ import annotations

import itertools
from dataclasses import replace

import polars as pl
import pytest
from hypothesis import strategies as st
from tests.dossier import generate

from vestibule.dossier import hashing, merging, withdrawals
from vestibule.dossier.records import Dossier
from vestibule.dossier.tables import TABLES
from vestibule.errors import DataError

A, B = generate.an_id("a"), generate.an_id("b")


def csv_bytes(dossier: Dossier) -> dict[str, bytes]:
    return {
        name: b"".join(hashing.canonical_chunks(rows, name))
        for name, rows in dossier.tables.items()
        if not rows.is_empty()
    }


def same(one: Dossier, other: Dossier) -> None:
    assert csv_bytes(one) == csv_bytes(other)
    assert hashing.content_hash(one) == hashing.content_hash(other)


def every_order_is_the_same(copies: tuple[Dossier, ...]) -> None:
    whole = merging.merge(*copies)

    for order in itertools.permutations(copies):
        same(merging.merge(*order), whole)


def grouping_does_not_matter(copies: tuple[Dossier, ...]) -> None:
    one, two, three = copies

    left = merging.merge(merging.merge(one, two), three)
    right = merging.merge(one, merging.merge(two, three))

    same(left, right)
    same(left, merging.merge(one, two, three))


def repetition_does_not_matter(copies: tuple[Dossier, ...]) -> None:
    whole = merging.merge(*copies)

    same(merging.merge(whole, whole), whole)
    for copy in copies:
        same(merging.merge(copy), copy)
        same(merging.merge(copy, copy), copy)
        same(merging.merge(whole, copy), whole)


def live(dossier: Dossier) -> set[tuple[str, str]]:
    return {
        (name, key)
        for name, rows in dossier.tables.items()
        if name != "removals"
        for key in rows["id"]
    }


def gone_by_hand(records: list[tuple[str, generate.Row]]) -> set[tuple[str, str]]:
    """The rule of withdrawal, record by record, until nothing changes."""
    gone = {(r["table"], r["record"]) for t, r in records if t == "withdrawals"}
    while True:
        before = len(gone)
        for table, row in records:
            if table == "withdrawals":
                continue
            versions = {(table, row["id"])}
            versions |= {(table, old) for old in (row.get("supersedes") or "").split()}
            targets = {
                (column.ref, row[column.name])
                for column in TABLES[table].references
                if column.cascade
            }
            if gone & (versions | targets):
                gone |= versions
        if len(gone) == before:
            return gone


def merged_copies_agree_with_the_rule_by_hand(data: st.DataObject) -> None:
    world = data.draw(generate.worlds())
    parts = data.draw(generate.parts_of(world, 3))
    known = {row["id"]: (table, row) for part, _ in parts for table, row in part}
    gone = gone_by_hand(list(known.values()))

    merged = merging.merge(*(dossier for _, dossier in parts))

    everything = {(table, row["id"]) for table, row in known.values()}
    assert live(merged) == everything - gone
    removed = merged.table("removals").select("table", "id").rows()
    assert set(removed) == everything & gone


def what_was_withdrawn_stays_gone(data: st.DataObject) -> None:
    world = data.draw(generate.worlds(withdrawals=False))
    old = world.copy(lambda *_: True)
    candidates = [(t, row["id"]) for t, row in world.records] or [("people", A)]
    table, record = data.draw(st.sampled_from(candidates))
    newest = withdrawals.withdraw(
        old, table=table, record=record, origin="hub", at=None, by=None
    )
    lost = live(old) - live(newest)
    ((_, other),) = data.draw(generate.parts_of(world, 1))

    for order in itertools.permutations((old, newest, other)):
        merged = merging.merge(*order)
        same(merged, newest)
        assert not live(merged) & lost


COPIES = generate.copies(3)

test_every_order_of_merging_is_the_same = generate.law(COPIES)(every_order_is_the_same)
test_grouping_of_merges_does_not_matter = generate.law(COPIES)(grouping_does_not_matter)
test_merging_again_changes_nothing = generate.law(COPIES)(repetition_does_not_matter)
test_merged_copies_hold_what_the_rule_says = generate.law(st.data())(
    merged_copies_agree_with_the_rule_by_hand
)
test_an_old_copy_does_not_bring_back_what_was_withdrawn = generate.law(st.data())(
    what_was_withdrawn_stays_gone
)

test_every_order_is_proven = generate.proof(COPIES)(every_order_is_the_same)
test_grouping_is_proven = generate.proof(COPIES)(grouping_does_not_matter)
test_repetition_is_proven = generate.proof(COPIES)(repetition_does_not_matter)
test_the_rule_is_proven = generate.proof(st.data())(
    merged_copies_agree_with_the_rule_by_hand
)
test_removal_is_proven = generate.proof(st.data())(what_was_withdrawn_stays_gone)


def person(key: str, seq: int, pseudonym: str) -> tuple[str, generate.Row]:
    return "people", {"id": key, "origin": "o", "seq": seq, "pseudonym": pseudonym}


def test_two_copies_hold_together_what_each_holds() -> None:
    one = generate.dossier_of([person(A, 1, "p1")])
    two = generate.dossier_of([person(B, 2, "p2")])

    merged = merging.merge(one, two).table("people")

    assert sorted(merged["pseudonym"]) == ["p1", "p2"]
    assert merged["id"].is_sorted()


def test_one_id_with_two_contents_is_refused_by_name() -> None:
    one = generate.dossier_of([person(A, 1, "p1")])
    two = generate.dossier_of([person(A, 1, "changed")])

    with pytest.raises(DataError, match="people") as caught:
        merging.merge(one, two)
    assert caught.value.params["table"] == "people"
    assert caught.value.params["record"] == A
    assert "changed" not in caught.value.message.replace("was changed by hand", "")


def test_nothing_cannot_be_merged() -> None:
    with pytest.raises(DataError, match="at least one"):
        merging.merge()


def test_two_processes_are_not_merged() -> None:
    one = generate.dossier_of([])
    two = replace(one, process=replace(one.process, key="other"))

    with pytest.raises(DataError, match="trial and other"):
        merging.merge(one, two)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (generate.PROCESS_TEXT.replace("Trial", "Tried"), 4),
        (generate.PROCESS_TEXT + "\n# more\n", 7),
    ],
)
def test_two_rules_for_one_process_are_told_by_line(text: str, line: int) -> None:
    one = generate.dossier_of([])
    two = replace(one, process=replace(one.process, text=text))

    with pytest.raises(DataError) as caught:
        merging.merge(one, two)
    assert caught.value.params["line"] == line


def test_tables_without_rows_are_left_out() -> None:
    one = Dossier(process=generate.PROCESS, tables={"people": TABLES["people"].empty()})

    assert merging.merge(one).tables == {}


def test_a_record_that_left_cannot_come_back_with_other_numbers() -> None:
    one = generate.dossier_of([person(A, 1, "p1")])
    gone = withdrawals.withdraw(
        one, table="people", record=A, origin="hub", at=None, by=None
    )
    renumbered = generate.dossier_of([person(A, 7, "p1")])

    with pytest.raises(DataError, match="removals"):
        merging.merge(gone, renumbered)


def test_frames_with_other_column_order_merge() -> None:
    one = generate.dossier_of([person(A, 1, "p1")])
    rows = one.table("people")
    two = one.with_tables(people=rows.select(sorted(rows.columns)))

    merged = merging.merge(two, one)

    assert isinstance(merged.table("people"), pl.DataFrame)
    same(merged, one)
