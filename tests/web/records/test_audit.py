"""What was done is written down, and tampering shows."""

from __future__ import annotations

import datetime as dt
import hashlib
import json

import pytest
from django.db import IntegrityError, transaction
from tests.web import cast
from tests.web.cast import AT

from vestibule.web.records import audit, chain
from vestibule.web.records.access import Person
from vestibule.web.records.models import AuditEntry
from vestibule.web.records.site_rules import BEGINNING

pytestmark = pytest.mark.django_db

AMINA = Person(account=1, pseudonym="amina", partner="well")
KEPT_BY_TRIGGERS = (IntegrityError,)


def four() -> list[chain.Cells]:
    """Write four entries; return them as the chain reads them."""
    for n in range(3):
        audit.record("write", by=AMINA, at=AT, table="gatherings", record=f"{n:032x}")
    audit.reading("excerpts", ["b" * 32], by=AMINA, at=AT + dt.timedelta(days=1))
    return [*chain.entries()]


def broken(rows: list[chain.Cells], **heads: str) -> tuple[int, str] | None:
    kept = {int(name[1:]): hash_ for name, hash_ in heads.items()}
    found = chain.judge(rows, kept).broken
    return (found.number, found.reason) if found else None


def rehashed(cells: chain.Cells) -> chain.Cells:
    return (*cells[:-1], audit.entry_hash(cells[:-1]))


def test_an_entry_hashes_what_it_says_and_the_entry_before() -> None:
    audit.record("write", by=AMINA, at=AT, table="gatherings", record="a" * 32)

    entry = AuditEntry.objects.get()
    moment = 1935480600000  # 2031-05-02T09:30Z
    said = [1, moment, "amina", "well", "write", "gatherings", "a" * 32, None]
    text = json.dumps([*said, "0" * 64], separators=(",", ":"))
    assert entry.hash == hashlib.sha256(text.encode()).hexdigest()


def test_a_chain_that_nobody_touched_holds() -> None:
    rows = four()

    verdict = chain.verify({2: rows[1][-1]})

    assert verdict.holds
    assert (verdict.entries, verdict.head) == (4, rows[-1][-1])


def test_an_empty_chain_holds() -> None:
    verdict = chain.verify()

    assert verdict.holds
    assert (verdict.entries, verdict.head) == (0, BEGINNING)


@pytest.mark.parametrize("cell", range(len(audit.HASHED) + 1))
def test_an_edit_of_any_cell_shows(cell: int) -> None:
    rows = four()
    edited = [*rows[1]]
    edited[cell] = "x" if isinstance(edited[cell], str | None) else edited[cell] + 5

    found = broken([rows[0], tuple(edited), *rows[2:]])

    assert found is not None
    assert found[0] == 2


def test_an_edit_with_a_new_hash_shows_at_the_next_entry() -> None:
    rows = four()
    edited = rehashed((*rows[1][:2], "bako", *rows[1][3:]))

    assert broken([rows[0], edited, *rows[2:]]) == (3, "before")


def test_a_deletion_shows() -> None:
    rows = four()

    assert broken([rows[0], *rows[2:]]) == (2, "number")


def test_a_deletion_with_new_numbers_shows() -> None:
    rows = four()
    moved = [(cells[0] - 1, *cells[1:]) for cells in rows[2:]]

    assert broken([rows[0], *moved]) == (2, "before")


def test_an_insertion_shows() -> None:
    rows = four()
    new = rehashed((3, *rows[1][1:-2], rows[1][-1], ""))
    later = [(cells[0] + 1, *cells[1:]) for cells in rows[2:]]

    assert broken([*rows[:2], new, *later]) == (4, "before")


def test_two_entries_that_changed_places_show() -> None:
    one, two, three, four_ = four()

    assert broken([one, three, two, four_]) == (2, "number")
    swapped = [one, (2, *three[1:]), (3, *two[1:]), four_]
    assert broken(swapped) == (2, "before")


def test_a_tail_that_was_cut_shows_against_a_head_kept_elsewhere() -> None:
    rows = four()

    assert broken(rows[:3]) is None
    assert broken(rows[:3], n4=rows[3][-1]) == (4, "cut")


def test_a_chain_written_anew_shows_against_a_head_kept_elsewhere() -> None:
    rows = four()
    before = BEGINNING
    anew = []
    for cells in rows:
        changed = rehashed((*cells[:2], "bako", *cells[3:-2], before, ""))
        before = changed[-1]
        anew.append(changed)

    assert broken(anew) is None
    assert broken(anew, n3=rows[2][-1]) == (3, "head")


def test_the_head_of_each_day_is_its_last_entry() -> None:
    rows = four()

    assert [(head.on, head.number, head.hash) for head in chain.daily_heads()] == [
        (dt.date(2031, 5, 3), 4, rows[3][-1]),
        (dt.date(2031, 5, 2), 3, rows[2][-1]),
    ]


def test_the_database_lets_no_entry_be_changed_or_deleted() -> None:
    four()

    for act in (
        lambda: AuditEntry.objects.filter(number=2).update(by="bako"),
        lambda: AuditEntry.objects.filter(number=4).delete(),
    ):
        with pytest.raises(KEPT_BY_TRIGGERS), transaction.atomic():
            act()
    assert chain.verify().holds


@pytest.mark.parametrize(("number", "before"), [(9, None), (5, "1" * 64), (1, None)])
def test_the_database_takes_no_entry_that_does_not_follow(
    number: int, before: str | None
) -> None:
    rows = four()
    cells = (number, 0, "bako", None, "write", None, None, None, before or rows[-1][-1])
    entry = AuditEntry(**dict(zip(audit.HASHED, cells, strict=True)))
    entry.hash = audit.entry_hash(cells)

    with pytest.raises(KEPT_BY_TRIGGERS), transaction.atomic():
        entry.save(force_insert=True)


def told_and_stopped() -> None:
    with transaction.atomic():
        audit.record("write", by=AMINA, at=AT, table="gatherings", record="a" * 32)
        raise InterruptedError("stop")


def test_an_entry_leaves_with_what_it_tells() -> None:
    with pytest.raises(InterruptedError):
        told_and_stopped()

    assert not AuditEntry.objects.exists()


def test_what_was_written_is_kept_as_a_hash_only() -> None:
    row = {"words": "The well is dry.", "lang": "en", "voice": None}

    audit.record(
        "write", by=AMINA, at=AT, table="excerpts", record="a" * 32, written=row
    )

    (cells,) = AuditEntry.objects.values_list()
    assert "well is dry" not in repr(cells)
    assert AuditEntry.objects.get().sha256 == audit.digest(dict(reversed(row.items())))


def test_an_entry_outlives_the_record_it_tells_of() -> None:
    team = cast.gather()
    gone = cast.gathering(team.places["hill"])
    audit.record("write", by=AMINA, at=AT, table="gatherings", record=gone)
    cast.record("withdrawals", table="gatherings", record=gone)

    assert cast.model_of("gatherings").objects.filter(pk=gone).delete()[0] == 1
    assert chain.verify().holds


def test_the_machine_has_no_partner() -> None:
    audit.record("publish", by=None, at=AT)

    entry = AuditEntry.objects.get()
    assert (entry.by, entry.partner) == ("machine", None)


def test_nothing_read_is_nothing_written_down() -> None:
    audit.reading("excerpts", [], by=AMINA, at=AT)

    assert not AuditEntry.objects.exists()


def test_what_is_read_twice_at_once_is_written_down_once() -> None:
    audit.reading("excerpts", ["b" * 32, "a" * 32, "b" * 32], by=AMINA, at=AT)

    assert [*AuditEntry.objects.values_list("record", flat=True)] == [
        "a" * 32,
        "b" * 32,
    ]
