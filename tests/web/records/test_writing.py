"""A page writes a record with the next number of its origin, or nothing."""

from __future__ import annotations

import pytest
from django.db import transaction
from tests.dossier.generate import PROCESS
from tests.web.records.samples import AT, add, an_id

from vestibule.dossier import cuts
from vestibule.errors import CellError, DataError
from vestibule.web.records import declarations, frames, numbering, writing
from vestibule.web.records.models import Origin, Person, Removal, Vote, Withdrawal

pytestmark = pytest.mark.django_db

PERSON = {"pseudonym": "p-1"}


def write(table: str, row: dict[str, object]) -> str:
    """Write one record of this site."""
    return writing.append(table, row, origin="site-a", by="f-1", at=AT)


def test_numbers_of_an_origin_follow_each_other_over_all_tables() -> None:
    person = write("people", PERSON)
    statement = write(
        "statements",
        {"key": "s", "words": "said", "source": "seed", "moderation": "in"},
    )
    vote = write("votes", {"person": person, "statement": statement, "vote": 1})

    assert Person.objects.get().seq == 1
    written = Vote.objects.get()
    assert (written.id, written.seq, written.at, written.by) == (vote, 3, AT, "f-1")


def test_what_fails_takes_no_number() -> None:
    write("people", PERSON)
    with pytest.raises(CellError, match="column sex"):
        write("people", {**PERSON, "sex": "unknown"})
    write("people", PERSON)

    assert sorted(Person.objects.values_list("seq", flat=True)) == [1, 2]


def test_several_records_are_written_whole_or_not_at_all() -> None:
    wrong = [("people", PERSON), ("people", {"pseudonym": None})]
    with pytest.raises(CellError):
        writing.append_all(wrong, origin="site-a", by="f-1", at=AT)

    assert not Person.objects.exists()
    assert not Origin.objects.exists()


def test_records_written_together_may_name_each_other() -> None:
    person = numbering.new_id()
    level = {"person": person, "level": 3}
    ids = writing.append_all(
        [("people", {**PERSON, "id": person}), ("consents", level)],
        origin="site-a",
        by="f-1",
        at=AT,
    )

    assert ids[0] == person
    declarations.declare(PROCESS.text, at=AT, by="f-1")
    assert cuts.gaps(frames.dossier_of()) == ()


def test_a_record_cannot_name_one_that_is_not_here() -> None:
    with pytest.raises(DataError, match="that person names is not here") as refused:
        write("consents", {"person": an_id(9), "level": 3})
    assert refused.value.params["reason"] == "no-such-record"


def test_a_correction_names_a_record_of_the_same_table() -> None:
    first = write("people", PERSON)
    second = write("people", {"pseudonym": "p-2", "supersedes": first})

    assert Person.objects.get(id=second).supersedes == first
    with pytest.raises(DataError, match="supersedes names is not here"):
        write("codes", {"key": "k", "name": "n", "kind": "other", "supersedes": first})


def test_what_is_withdrawn_leaves_with_all_that_depends_on_it() -> None:
    person = write("people", PERSON)
    write("consents", {"person": person, "level": 3})

    left = writing.withdraw(
        "people", person, origin="site-a", by="f-1", at=AT, reason="asked"
    ).left

    assert left == {"people": 1, "consents": 1}
    assert Withdrawal.objects.get().seq == 3
    assert sorted(Removal.objects.values_list("seq", flat=True)) == [1, 2]


@pytest.mark.parametrize("table", ["removals", "withdrawals", "nothing"])
def test_nothing_is_withdrawn_from_a_table_that_no_record_leaves(table: str) -> None:
    with pytest.raises(DataError, match="No record can be withdrawn"):
        writing.withdraw(table, an_id(1), origin="site-a", by="f-1", at=AT)


@pytest.mark.parametrize("table", ["removals", "withdrawals"])
def test_no_page_writes_what_the_machine_alone_writes(table: str) -> None:
    with pytest.raises(DataError, match="No page writes"):
        write(table, {"table": "people"})


def test_a_site_writes_under_one_origin_until_it_is_restored() -> None:
    first = numbering.site_origin(at=AT)
    assert numbering.site_origin(at=AT) == first

    second = numbering.renew_origin(at=AT.replace(year=2029))
    assert second != first
    assert first.startswith("site-")
    # a clock that was set back does not bring the old one back
    chosen = {numbering.site_origin(at=AT) for _ in range(3)}
    assert len(chosen) == 1


def test_the_first_renewal_opens_an_origin_too() -> None:
    assert numbering.renew_origin(at=AT) == numbering.site_origin(at=AT)


def test_numbers_begin_after_what_came_in_of_the_same_origin() -> None:
    with numbering.pen():
        numbering.note({"site-a": 7, "phone": 2})
        numbering.note({"site-a": 5, "phone": 3})

    write("people", PERSON)

    assert Person.objects.get().seq == 8
    assert Origin.objects.get(name="phone").last == 3


def test_a_number_taken_in_a_transaction_that_fails_is_given_again() -> None:
    with transaction.atomic():
        write("people", PERSON)
        transaction.set_rollback(True)
    add("people", 5)

    assert write("people", PERSON)
    assert Person.objects.get(origin="site-a").seq == 1
