"""Who sends at the same time writes together, and is refused alone."""

from __future__ import annotations

import datetime as dt
import secrets
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.web import cast
from tests.web.cast import Cast
from tests.web.records.writers import TEXT

from vestibule.errors import CellError, DataError
from vestibule.web.records import bulk, chain, declarations, together
from vestibule.web.records.bulk import Written
from vestibule.web.records.models import AuditEntry, Vote
from vestibule.web.records.person import Person
from vestibule.web.records.together import Part

AT = dt.datetime(2031, 5, 2, 9, 30, tzinfo=dt.UTC)

ONE = Written(written=1, known=0, withdrawn=0)
AGAIN = Written(written=0, known=1, withdrawn=0)


@pytest.fixture
def team(db: None) -> Cast:
    declarations.declare(TEXT, at=AT, by="one")
    return cast.gather()


@pytest.fixture
def ballot(team: Cast) -> dict[str, Any]:
    """A vote without its id."""
    who = cast.record("people", "bridge-1", pseudonym="p1")
    words = {"words": "Water comes first.", "lang": "en", "key": "s1"}
    said = cast.record(
        "statements", "bridge-1", source="seed", moderation="in", **words
    )
    return {"person": who, "statement": said, "vote": 1}


def vote(ballot: dict[str, Any], **other: Any) -> dict[str, Any]:
    return {"id": secrets.token_hex(16), **ballot, **other}


def part(by: Person, *rows: dict[str, Any], table: str = "votes") -> Part:
    return Part(table, rows, by, AT)


def answered(parts: Sequence[Part]) -> list[Any]:
    together._write(parts)
    return [one.answer for one in parts]


class TestOnePart:
    """One alone is written as `bulk.append_many` writes it."""

    def test_a_part_is_written_and_counted(
        self, team: Cast, ballot: dict[str, Any]
    ) -> None:
        by, given = team.person("bako"), vote(ballot)

        told = [together.append("votes", [given], by=by, at=AT) for _ in range(2)]

        assert told == [ONE, AGAIN]
        assert Vote.objects.get().pk == given["id"]

    def test_what_is_refused_is_raised_to_whoever_sent_it(
        self, team: Cast, ballot: dict[str, Any]
    ) -> None:
        with pytest.raises(CellError):
            together.append(
                "votes", [vote(ballot, vote=7)], by=team.person("bako"), at=AT
            )

        assert not Vote.objects.exists()


class TestSeveralParts:
    """Several are one transaction, and each has its own answer."""

    def test_parts_take_numbers_without_a_gap_and_an_entry_each(
        self, team: Cast, ballot: dict[str, Any]
    ) -> None:
        by = team.person("bako")
        parts = [part(by, vote(ballot)) for _ in range(5)]

        assert answered(parts) == [ONE] * 5
        numbers = sorted(Vote.objects.values_list("seq", flat=True))
        assert numbers == list(range(numbers[0], numbers[0] + 5))
        assert AuditEntry.objects.filter(table="votes", by="bako").count() == 5
        assert chain.verify().holds

    def test_eight_parts_ask_the_database_no_more_than_one(
        self, team: Cast, ballot: dict[str, Any]
    ) -> None:
        by = team.person("bako")
        together.append("votes", [vote(ballot)], by=by, at=AT)
        asked = []
        for n in (1, 8):
            parts = [part(by, vote(ballot)) for _ in range(n)]
            with CaptureQueriesContext(connection) as queries:
                answered(parts)
            asked.append(len(queries))

        assert asked[0] == asked[1]

    @pytest.mark.parametrize("where", range(5))
    def test_a_wrong_part_keeps_no_other_away(
        self, team: Cast, ballot: dict[str, Any], where: int
    ) -> None:
        by = team.person("bako")
        parts = [part(by, vote(ballot)) for _ in range(5)]
        parts[where] = part(by, vote(ballot, vote=7))

        told = answered(parts)

        assert isinstance(told.pop(where), CellError)
        assert told == [ONE] * 4
        numbers = sorted(Vote.objects.values_list("seq", flat=True))
        assert numbers == list(range(numbers[0], numbers[0] + 4))

    def test_the_same_record_sent_twice_at_once_is_written_once(
        self, team: Cast, ballot: dict[str, Any]
    ) -> None:
        by, given = team.person("bako"), vote(ballot)

        assert answered([part(by, given), part(by, given)]) == [ONE, AGAIN]
        assert AuditEntry.objects.filter(record=given["id"]).count() == 1

    def test_one_id_with_two_contents_at_once_is_refused_the_second_time(
        self, team: Cast, ballot: dict[str, Any]
    ) -> None:
        by, given = team.person("bako"), vote(ballot)

        first, second = answered([part(by, given), part(by, {**given, "vote": -1})])

        assert first == ONE
        assert isinstance(second, DataError)
        assert second.params["reason"] == "other-content"
        assert Vote.objects.get().vote == 1

    def test_each_writes_as_who_sent_it(
        self, team: Cast, ballot: dict[str, Any]
    ) -> None:
        other = cast.account("jeneba", team.partners["bridge"], "researcher")
        parts = [
            part(who, vote(ballot)) for who in (team.person("bako"), Person.of(other))
        ]

        told = answered(parts)

        assert told == [ONE, ONE]
        assert set(Vote.objects.values_list("by", flat=True)) == {"bako", "jeneba"}

    def test_parts_of_several_tables_are_written_in_their_order(
        self, team: Cast, ballot: dict[str, Any]
    ) -> None:
        by = team.person("bako")
        new = {"id": secrets.token_hex(16), "pseudonym": "p2"}
        parts = [
            part(by, new, table="people"),
            part(by, vote(ballot, person=new["id"])),
        ]

        assert answered(parts) == [ONE, ONE]

    def test_a_cell_is_read_as_if_its_part_came_alone(
        self, team: Cast, ballot: dict[str, Any]
    ) -> None:
        by = team.person("bako")
        # in one column with a text, a list or a fraction a number would become another
        parts = [
            part(by, vote(ballot, gathering=["x"])),
            part(by, vote(ballot, vote=0.5)),
            part(by, vote(ballot, vote=True)),
            part(by, vote(ballot)),
        ]
        alone = [_alone(one) for one in parts]

        told = answered([part(by, *one.rows) for one in parts])

        assert [type(one) for one in told] == [type(one) for one in alone]
        assert told[3] == ONE


def _alone(one: Part) -> Any:
    """Return what a part is answered that comes alone; nothing of it stays."""
    with transaction.atomic():
        try:
            return bulk.append_many(one.table, one.rows, by=one.by, at=AT)
        except Exception as error:
            return error
        finally:
            transaction.set_rollback(True)


class TestWhenTheDatabaseFails:
    """Nobody is told that something is kept which is not."""

    def test_a_transaction_that_was_broken_off_is_told_to_all(
        self, team: Cast, ballot: dict[str, Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        by, whole = team.person("bako"), together._answers

        def breaking(parts: Sequence[Part]) -> Any:
            told = whole(parts)
            transaction.set_rollback(True)  # as where a savepoint was lost
            return told

        monkeypatch.setattr(together, "_answers", breaking)
        told = answered([part(by, vote(ballot)), part(by, vote(ballot))])

        assert all(isinstance(one, DatabaseError) for one in told)
        assert not Vote.objects.exists()

    def test_within_a_transaction_that_is_not_its_own_it_writes_nothing(
        self, team: Cast, ballot: dict[str, Any]
    ) -> None:
        # it would say "on disk" of what is not
        with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
            together.append("votes", [vote(ballot)], by=team.person("bako"), at=AT)

        assert not Vote.objects.exists()

    def test_whoever_waits_is_told_too(
        self, team: Cast, ballot: dict[str, Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def away(**_how: Any) -> Any:
            raise DatabaseError("away")

        by = team.person("bako")
        monkeypatch.setattr(together.numbering, "pen", away)

        told = answered([part(by, vote(ballot)), part(by, vote(ballot))])

        assert [str(one) for one in told] == ["away", "away"]


class TestTheLine:
    """Who comes while others write is written by the next, with all who wait."""

    @pytest.fixture
    def batches(self, monkeypatch: pytest.MonkeyPatch) -> list[int]:
        """Write nothing, slowly at first, and remember how many were written at once."""
        sizes: list[int] = []
        self.all_in_line = threading.Event()

        def write(parts: Sequence[Part]) -> None:
            self.all_in_line.wait(10)
            sizes.append(len(parts))
            for one in parts:
                one.answer = ONE

        monkeypatch.setattr(together, "_write", write)
        return sizes

    def _sent(self, sizes: Sequence[int]) -> list[Written]:
        by = Person(account=1, pseudonym="bako", partner="bridge")

        def send(n: int) -> Written:
            rows = [{"id": f"{n}"}] * n
            return together.append("votes", rows, by=by, at=AT)

        with ThreadPoolExecutor(len(sizes)) as pool:
            first = pool.submit(send, sizes[0])
            while together._line:  # until it was taken, and is being written
                pass
            rest = [pool.submit(send, n) for n in sizes[1:]]
            while len(together._line) < len(rest):
                pass
            self.all_in_line.set()
            return [one.result(10) for one in (first, *rest)]

    def test_the_first_writes_alone_and_all_others_together(
        self, batches: list[int]
    ) -> None:
        assert self._sent([1] * 9) == [ONE] * 9
        assert batches == [1, 8]

    def test_several_leave_the_pen_to_others_first_and_one_alone_waits_for_nobody(
        self, batches: list[int], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        pauses: list[float] = []
        monkeypatch.setattr(together.time, "sleep", pauses.append)

        self._sent([1] * 9)

        assert (batches, pauses) == ([1, 8], [together.PAUSE])

    def test_no_transaction_grows_beyond_what_others_can_wait_for(
        self, batches: list[int]
    ) -> None:
        assert self._sent([1, 5_000, 5_000]) == [ONE] * 3
        assert batches == [1, 1, 1]
