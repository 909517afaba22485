"""What is made of a dossier is made once, and never outlives a change."""

from __future__ import annotations

from tests import by_hand

from vestibule.dossier import lineage
from vestibule.dossier.records import Dossier

MADE: list[tuple[int, str]] = []


def counted(dossier: Dossier, table: str) -> int:
    """Return how many rows a table has, and write down that it was asked."""
    MADE.append((dossier.table(table).height, table))
    return dossier.table(table).height


def test_what_is_made_of_a_dossier_is_made_once_for_each_question() -> None:
    dossier = by_hand.dossier(people=[{}])
    MADE.clear()

    said = [dossier.once(counted, name) for name in ("people", "votes", "people")]

    assert said == [1, 0, 1]
    assert MADE == [(1, "people"), (0, "votes")]


def test_a_dossier_with_other_tables_is_asked_anew() -> None:
    one = by_hand.dossier(people=[{}])
    assert one.current("people").height == 1

    none = one.with_tables(people=one.table("people").clear())

    assert none.current("people").height == 0
    assert lineage.settled(none).table("people").height == 0
    assert one.current("people").height == 1


def test_a_table_that_is_absent_is_empty_and_nobody_elses() -> None:
    one, other = by_hand.dossier(), by_hand.dossier()

    mine = one.table("votes")
    mine.insert_column(0, mine["id"].rename("written"))

    assert "written" not in other.table("votes").columns
    assert other.table("votes").height == 0


def test_what_was_made_is_no_part_of_what_a_dossier_is() -> None:
    one = by_hand.dossier()
    other = Dossier(process=one.process, tables=one.tables)
    one.once(counted, "votes")

    assert one == other
    assert repr(one) == repr(other)
