"""Facts are written once: the database refuses to change them, and to lose them."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from tests.web.records.samples import AT, add, an_id

from vestibule.dossier.tables import TABLES
from vestibule.web.records.append_only import LASTING, SITE_LASTING
from vestibule.web.records.models import AuditEntry, Declaration, Removal
from vestibule.web.records.tables import MODELS, model_of

pytestmark = pytest.mark.django_db

LIVING = [name for name in TABLES if name not in LASTING]


def refused(table: str, n: int) -> bool:
    """Return whether the database refuses to let a row leave."""
    try:
        with transaction.atomic():
            model_of(table).objects.filter(id=an_id(n))._raw_delete("default")
    except IntegrityError:
        return True
    return False


def withdraw(table: str, record: str, n: int = 100) -> None:
    """Say that a record is taken back, and do nothing else."""
    add("withdrawals", n, table=table, record=record)


@pytest.mark.parametrize("table", TABLES)
def test_no_record_is_ever_changed(table: str) -> None:
    add(table, 1)

    with (
        pytest.raises(IntegrityError, match="never changed"),
        transaction.atomic(),
    ):
        model_of(table).objects.filter(id=an_id(1)).update(seq=2)
    assert model_of(table).objects.get().seq == 1


@pytest.mark.parametrize("table", TABLES)
def test_no_record_leaves_by_itself(table: str) -> None:
    add(table, 1)

    assert refused(table, 1)
    assert model_of(table).objects.count() == 1


@pytest.mark.parametrize("table", LIVING)
def test_what_is_withdrawn_may_leave_and_its_bare_numbers_stay(table: str) -> None:
    add(table, 7)
    withdraw(table, an_id(7))

    assert not refused(table, 7)
    kept = Removal.objects.get()
    assert (kept.id, kept.origin, kept.seq, kept.table) == (
        an_id(7),
        "phone",
        7,
        table,
    )
    assert (kept.at, kept.by) == (None, None)


@pytest.mark.parametrize("table", LIVING)
def test_what_left_does_not_come_back(table: str) -> None:
    add(table, 7)
    withdraw(table, an_id(7))
    refused(table, 7)

    with (
        pytest.raises(IntegrityError, match="does not come back"),
        transaction.atomic(),
    ):
        add(table, 7)


def test_a_withdrawal_that_arrives_first_keeps_its_record_out() -> None:
    withdraw("people", an_id(7))

    with pytest.raises(IntegrityError), transaction.atomic():
        add("people", 7)


@pytest.mark.parametrize(
    ("table", "column"),
    [
        (table.name, column.name)
        for table in TABLES.values()
        for column in table.references
        if column.cascade
    ],
)
def test_what_points_to_a_record_leaves_with_it(table: str, column: str) -> None:
    target = str(TABLES[table][column].ref)
    add(target, 1)
    add(table, 2, **{column: an_id(1)})
    withdraw(target, an_id(1))

    assert not refused(target, 1)
    assert not refused(table, 2)


@pytest.mark.parametrize(
    ("table", "column"),
    [
        (table.name, column.name)
        for table in TABLES.values()
        for column in table.references
        if not column.cascade
    ],
)
def test_a_reference_that_is_no_cascade_lets_nothing_leave(
    table: str, column: str
) -> None:
    target = str(TABLES[table][column].ref)
    add(target, 1)
    add(table, 2, **{column: an_id(1)})
    withdraw(target, an_id(1))
    refused(target, 1)

    assert refused(table, 2)


def test_a_record_of_another_table_with_that_id_does_not_leave() -> None:
    add("people", 1)
    add("codes", 1)
    withdraw("people", an_id(1))

    assert refused("codes", 1)


def test_all_versions_of_a_record_leave_one_after_the_other() -> None:
    add("excerpts", 1)
    add("excerpts", 2, supersedes=an_id(1))
    add("excerpts", 3, supersedes=f"{an_id(2)} {an_id(9)}")
    withdraw("excerpts", an_id(2))

    # the first version is named by the second, the third names it
    assert not refused("excerpts", 2)
    assert not refused("excerpts", 1)
    assert not refused("excerpts", 3)


def test_a_version_leaves_with_another_that_corrects_the_same_unseen_record() -> None:
    add("excerpts", 2, supersedes=an_id(1))
    add("excerpts", 3, supersedes=an_id(1))
    add("codings", 4, excerpt=an_id(1))
    withdraw("excerpts", an_id(2))

    assert refused("codings", 4)
    assert not refused("excerpts", 2)
    assert not refused("excerpts", 3)
    assert not refused("codings", 4)


def test_a_cascade_goes_from_table_to_table() -> None:
    add("gatherings", 1)
    add("voices", 2, gathering=an_id(1))
    add("excerpts", 3, voice=an_id(2), gathering=an_id(50))
    add("codings", 4, excerpt=an_id(3))
    withdraw("gatherings", an_id(1))

    assert refused("codings", 4)
    assert [refused(t, n) for t, n in (("gatherings", 1), ("voices", 2))] == [False] * 2
    assert [refused(t, n) for t, n in (("excerpts", 3), ("codings", 4))] == [False] * 2


def test_the_numbers_of_a_record_that_is_here_are_not_taken_for_a_removal() -> None:
    add("people", 1)

    with pytest.raises(IntegrityError, match="when it has left"), transaction.atomic():
        add("removals", 1, table="people")


@pytest.mark.parametrize("table", SITE_LASTING)
def test_the_audit_and_the_declarations_are_only_added_to(table: str) -> None:
    wanted = {f"{table}_changes", f"{table}_leaves"}

    assert wanted <= triggers()


def test_an_entry_of_the_audit_is_neither_changed_nor_taken_out() -> None:
    before, own = "0" * 64, "1" * 64
    AuditEntry.objects.create(
        number=1, at=0, by="a", act="read", before=before, hash=own
    )
    Declaration.objects.create(number=1, key="k", text="t", at=AT, by="a")

    for query in (AuditEntry.objects.filter(number=1), Declaration.objects.all()):
        with pytest.raises(IntegrityError), transaction.atomic():
            query.update(by="b")
        with pytest.raises(IntegrityError), transaction.atomic():
            query._raw_delete("default")


@pytest.mark.parametrize("table", LIVING)
def test_every_table_has_all_its_triggers_after_all_migrations(table: str) -> None:
    # Django makes a table anew to alter it in SQLite, and its triggers go with it
    rules = ("changes", "leaves", "comes_back", "numbers")

    assert {f"{table}_{rule}" for rule in rules} <= triggers()


def triggers() -> set[str]:
    """Return the names of all triggers."""
    asked = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(asked[connection.vendor])
        return {str(name) for (name,) in cursor.fetchall()}


def emptied(table: str) -> None:
    """Try to empty a table with one statement."""
    asked = {"sqlite": f"DELETE FROM {table}", "postgresql": f"TRUNCATE {table}"}  # noqa: S608
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(asked[connection.vendor])


@pytest.mark.parametrize("table", ["votes", "withdrawals", "site_audit"])
def test_a_table_is_not_emptied_at_once(table: str) -> None:
    add("votes", 1)
    add("withdrawals", 2)
    before, own = "0" * 64, "1" * 64
    AuditEntry.objects.create(
        number=1, at=0, by="a", act="read", before=before, hash=own
    )

    with pytest.raises(IntegrityError):
        emptied(table)
    assert MODELS["votes"].objects.count() == 1
