"""The table of roles and rights says what people agreed on, and so does its page."""

from __future__ import annotations

from pathlib import Path

import pytest

from vestibule.web.records import rights, rights_table
from vestibule.web.records.access import Held, Person, Reach, Right

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "access.md"


def of(*held: tuple[str, str | None]) -> Person:
    return Person(
        account=1,
        pseudonym="p",
        partner="well",
        held=tuple(Held(role=role, region=region) for role, region in held),
    )


def test_the_page_of_the_reference_is_written_from_the_table() -> None:
    page = PAGE.read_text("utf-8")

    assert rights_table.roles_table() in page
    assert rights_table.tables_table() in page


def test_every_right_is_held_by_some_role() -> None:
    assert set(Right) == {right for held in rights.RIGHTS.values() for right in held}


def test_a_reader_reads_no_words_and_writes_nothing() -> None:
    assert {right.split("_")[0] for right in rights.RIGHTS["reader"]} == {"see", "own"}
    assert not rights.RIGHTS["reader"] & {
        Right.SEE_EXCERPTS,
        Right.SEE_GATHERINGS,
        Right.SEE_PEOPLE,
        Right.SEE_ANSWERS,
    }


@pytest.mark.parametrize(
    ("right", "roles"),
    [
        (Right.READ_JOURNAL, {"protection_officer"}),
        (Right.WITHDRAW, {"protection_officer"}),
        (Right.REVIEW, {"protection_officer"}),
        (Right.TAKE_DOWN, {"protection_officer"}),
        (Right.MANAGE_TEAM, {"protection_officer"}),
        (Right.SIGN_EDITIONS, {"editor"}),
        (Right.ENTER_GATHERINGS, {"facilitator"}),
        (Right.CODE, {"researcher"}),
        (Right.SEE_EXCERPTS, {"facilitator", "researcher", "protection_officer"}),
    ],
)
def test_what_is_grave_is_held_by_few(right: Right, roles: set[str]) -> None:
    assert {role for role, held in rights.RIGHTS.items() if right in held} == roles


def test_an_unknown_role_opens_nothing() -> None:
    person = of(("owner", None))

    assert not person.rights
    assert person.reaches(Right.SEE_EXCERPTS) == ()


def test_regions_of_one_role_are_reached_together() -> None:
    person = of(("facilitator", "a"), ("facilitator", "b"))

    assert person.reaches(Right.SEE_EXCERPTS) == (
        Reach(regions=frozenset({"a", "b"}), own_partner=True, words=True),
    )


def test_everywhere_is_wider_than_a_region() -> None:
    person = of(("researcher", "a"), ("protection_officer", None))

    assert person.reaches(Right.SEE_EXCERPTS) == (
        Reach(regions=None, own_partner=False, words=True),
    )


def test_a_role_without_words_does_not_borrow_them_from_another() -> None:
    person = of(("editor", None), ("researcher", "a"))

    assert set(person.reaches(Right.SEE_FINDINGS)) == {
        Reach(regions=None, own_partner=False, words=False),
        Reach(regions=frozenset({"a"}), own_partner=False, words=True),
    }
