"""What a process remembers of tables is what they hold, whatever comes and goes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.web import cast
from tests.web.records.samples import forgotten

from vestibule.dossier.process import Process
from vestibule.web.records import remembered
from vestibule.web.records.frames import table_frame

pytestmark = pytest.mark.django_db

PROCESS = Process(key="try", titles={}, question={})
TABLES = ("places", "gatherings")


@pytest.fixture
def committed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let what a test writes count as written for good: it remembers as a page does."""
    monkeypatch.setattr(remembered, "is_unsettled", lambda: False)
    remembered.forget()
    yield
    remembered.forget()


def test_what_was_read_is_given_again_as_long_as_nothing_came(committed: None) -> None:
    cast.place("land", 0)
    first = remembered.dossier_of(PROCESS, TABLES)

    assert remembered.dossier_of(PROCESS, TABLES) is first
    assert first.table("places").equals(table_frame("places"))


def test_what_came_is_read_and_the_other_tables_are_not(committed: None) -> None:
    where = cast.place("land", 0)
    first = remembered.dossier_of(PROCESS, TABLES)
    met = cast.gathering(where)

    then = remembered.dossier_of(PROCESS, TABLES)

    assert then.table("gatherings")["id"].to_list() == [met]
    assert then.table("places") is first.table("places")


def test_another_record_in_the_place_of_one_that_was_undone_is_seen(
    committed: None,
) -> None:
    """As many rows as before, and another one: its id tells."""
    with forgotten():
        cast.place("land", 0)
        before = remembered.dossier_of(PROCESS, TABLES)
    other = cast.place("land", 0)

    after = remembered.dossier_of(PROCESS, TABLES)

    assert before.table("places")["id"].to_list() != [other]
    assert after.table("places")["id"].to_list() == [other]


def test_another_process_is_another_dossier(committed: None) -> None:
    first = remembered.dossier_of(PROCESS, TABLES)
    other = Process(key="other", titles={}, question={})

    assert remembered.dossier_of(other, TABLES).process.key == "other"
    assert first.process.key == "try"


def test_words_of_excerpts_are_not_kept(committed: None) -> None:
    met = cast.gathering(cast.place("land", 0))
    cast.excerpt(met, words="Our well is dry.", consent=4)

    kept = remembered.dossier_of(PROCESS, ("excerpts",)).table("excerpts")

    assert kept["words"].to_list() == [None]
    assert kept["consent"].to_list() == [4]


def test_within_a_transaction_nothing_is_remembered() -> None:
    first = remembered.dossier_of(PROCESS, TABLES)

    assert remembered.dossier_of(PROCESS, TABLES) is not first


def counted(made: list[int]) -> Any:
    def make() -> int:
        made.append(1)
        return len(made)

    return make


def test_what_is_made_of_tables_is_made_again_when_something_came(
    committed: None,
) -> None:
    make = counted([])

    assert remembered.known("n", TABLES, make) == 1
    assert remembered.known("n", TABLES, make) == 1
    cast.place("land", 0)
    assert remembered.known("n", TABLES, make) == 2
    assert remembered.known("n", TABLES, make, "another day") == 3


def test_within_a_transaction_everything_is_made_anew() -> None:
    make = counted([])

    assert remembered.known("n", TABLES, make) == 1
    assert remembered.known("n", TABLES, make) == 2
