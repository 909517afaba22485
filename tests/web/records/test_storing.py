"""A dossier is stored as a merge: nothing twice, nothing lost, the same hash again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from hypothesis import strategies as st
from tests.dossier.generate import PROCESS, World, copies, law, proof, worlds
from tests.web.records.samples import AT, an_id, forgotten, row

from vestibule.dossier import cuts, hashing, merging, withdrawals
from vestibule.dossier.records import Dossier
from vestibule.dossier.tables import TABLES
from vestibule.errors import CellError, DataError, ProcessError
from vestibule.rehearsal import SHAPES, rehearse
from vestibule.web.records import frames, storing
from vestibule.web.records.models import Declaration, Origin, Vote
from vestibule.web.records.tables import MODELS

pytestmark = pytest.mark.django_db


def dossier(**tables: list[dict[str, object]]) -> Dossier:
    """Return a dossier of rows."""
    return Dossier(
        process=PROCESS,
        tables={
            name: pl.DataFrame(
                [{"at": None, "by": None, "supersedes": None, **r} for r in rows],
                schema=TABLES[name].polars_schema,
            )
            for name, rows in tables.items()
        },
    )


@pytest.fixture(scope="module")
def invented() -> Dossier:
    """Return the records of a small invented country."""
    return rehearse(seed=3, shape=SHAPES["small"]).dossier


def store(given: Dossier) -> storing.Stored:
    """Store a dossier."""
    return storing.store(given, at=AT, by="import")


def same(one: Dossier, other: Dossier) -> bool:
    """Return whether two dossiers hold the same records."""
    return hashing.content_hash(one) == hashing.content_hash(other)


def comes_back(world: World) -> None:
    """Check that what is stored is what is read."""
    given = world.copy(lambda _table, _row: True)
    with forgotten():
        store(given)
        assert same(frames.dossier_of(), given)
        assert cuts.cut(frames.dossier_of()) == cuts.cut(given)
        assert store(given) == storing.Stored(added={}, left={})
        assert same(frames.dossier_of(), given)


def merges(parts: tuple[Dossier, ...]) -> None:
    """Check that storing copies one after the other is merging them."""
    with forgotten():
        for part in parts:
            store(part)
        assert same(frames.dossier_of(), merging.merge(*parts))


test_a_stored_dossier_comes_back_with_the_same_hash = law(worlds())(comes_back)
test_storing_copies_in_any_order_is_merging_them = pytest.mark.alike(
    law(copies())(merges)
)
test_a_thousand_stored_dossiers_come_back = proof(worlds(size=30))(comes_back)
test_a_thousand_sets_of_copies_are_merged = proof(copies(size=30))(merges)


@pytest.mark.alike
@law(
    worlds(), st.dictionaries(st.sampled_from(["phone-a", "site-c"]), st.integers(1, 9))
)
def test_a_cut_of_the_database_is_the_cut_of_the_dossier(
    world: World, cut: dict[str, int]
) -> None:
    given = world.copy(lambda _table, _row: True)
    with forgotten():
        store(given)

        assert same(frames.dossier_of(cut), cuts.as_of(given, cut))
        day = date(2030, 1, 4)
        assert same(frames.dossier_of(day), cuts.as_of(given, day))


def test_what_comes_in_and_what_leaves_is_counted() -> None:
    first = dossier(
        people=[row("people", 1)],
        votes=[row("votes", 2, person=an_id(1)), row("votes", 3)],
    )
    taken = dossier(
        withdrawals=[row("withdrawals", 4, table="people", record=an_id(1))]
    )

    assert store(first).added == {"people": 1, "votes": 2}
    # the vote of the person leaves with them, by its cascade
    assert store(taken) == storing.Stored(
        added={"withdrawals": 1}, left={"people": 1, "votes": 1}
    )
    assert Vote.objects.get().id == an_id(3)
    assert frames.table_frame("removals").select("id", "table").rows() == [
        (an_id(1), "people"),
        (an_id(2), "votes"),
    ]


def test_an_old_copy_does_not_bring_back_what_was_withdrawn() -> None:
    old = dossier(people=[row("people", 1)], votes=[row("votes", 2, person=an_id(1))])
    store(old)
    store(dossier(withdrawals=[row("withdrawals", 4, table="people", record=an_id(1))]))

    assert store(old) == storing.Stored(added={}, left={})
    assert not Vote.objects.exists()


def test_a_late_version_of_what_was_withdrawn_takes_along_what_waits_for_it() -> None:
    store(dossier(people=[row("people", 1)], votes=[row("votes", 2, person=an_id(5))]))
    store(dossier(withdrawals=[row("withdrawals", 4, table="people", record=an_id(1))]))

    left = store(dossier(people=[row("people", 5, supersedes=an_id(1))])).left

    assert left == {"votes": 1}
    assert set(frames.table_frame("removals")["id"]) == {an_id(1), an_id(2), an_id(5)}


def test_one_record_with_two_contents_is_refused_and_nothing_is_written() -> None:
    store(dossier(votes=[row("votes", 1, vote=1)]))

    with pytest.raises(DataError, match=an_id(1)) as refused:
        store(dossier(votes=[row("votes", 1, vote=0), row("votes", 2)]))
    assert refused.value.params["reason"] == "two-copies"
    assert list(Vote.objects.values_list("id", "vote")) == [(an_id(1), 1)]


def test_a_cell_that_does_not_conform_is_named_and_nothing_is_written() -> None:
    with pytest.raises(CellError, match="row 1, column vote"):
        store(dossier(people=[row("people", 2)], votes=[row("votes", 1, vote=7)]))
    assert not MODELS["people"].objects.exists()


def test_a_dossier_of_another_process_is_refused() -> None:
    store(dossier())
    text = PROCESS.text.replace('key = "trial"', 'key = "other"')

    with pytest.raises(DataError, match="open another site") as refused:
        store(replace(dossier(), process=replace(PROCESS, key="other", text=text)))
    assert refused.value.params["reason"] == "two-processes"


def test_a_dossier_that_declares_something_else_is_refused() -> None:
    store(dossier())
    text = PROCESS.text.replace("What to do?", "What now?")

    with pytest.raises(DataError, match="agree on one") as refused:
        store(replace(dossier(), process=replace(PROCESS, text=text)))
    assert refused.value.params["reason"] == "other-declaration"
    assert Declaration.objects.count() == 1


def test_a_process_that_nobody_declared_is_refused_and_the_lacking_line_named() -> None:
    undeclared = replace(dossier(), process=replace(PROCESS, text=""))

    with pytest.raises(ProcessError, match=r"process\.toml") as refused:
        store(undeclared)

    assert "key" in refused.value.message
    assert not Declaration.objects.exists()


def test_a_text_with_the_zero_character_is_refused_on_every_database() -> None:
    with pytest.raises(DataError, match="U\\+0000") as refused:
        store(dossier(people=[row("people", 1, pseudonym="a\0b")]))
    assert refused.value.params["reason"] == "zero-character"


def test_an_origin_too_long_for_an_index_is_refused() -> None:
    with pytest.raises(DataError, match="500 bytes"):
        store(dossier(people=[row("people", 1) | {"origin": "x" * 501}]))


def test_numbers_used_twice_by_a_faulty_device_are_kept_and_named() -> None:
    # two records of one number are both facts: neither may be dropped
    store(dossier(people=[row("people", 1), row("people", 2) | {"seq": 1}]))

    (gap,) = cuts.gaps(frames.dossier_of())
    assert gap.doubled == (1,)


def test_removals_without_their_withdrawal_are_refused() -> None:
    store(dossier(people=[row("people", 1)]))
    bare = withdrawals.bare(frames.table_frame("people"), "people")

    with pytest.raises(DataError, match="lacks the withdrawals"):
        store(Dossier(process=PROCESS, tables={"removals": bare}))
    assert MODELS["people"].objects.count() == 1


def test_the_highest_number_of_each_origin_is_known() -> None:
    store(dossier(people=[row("people", 3), row("people", 9) | {"origin": "laptop"}]))
    store(dossier(people=[row("people", 5)]))

    assert dict(Origin.objects.values_list("name", "last")) == {"phone": 5, "laptop": 9}


def test_an_empty_table_becomes_an_empty_frame_of_the_right_types() -> None:
    assert frames.table_frame("votes").schema == TABLES["votes"].polars_schema


def test_a_filtered_query_becomes_a_frame_of_some_columns() -> None:
    store(dossier(votes=[row("votes", 1, vote=1), row("votes", 2, vote=-1)]))

    chosen = frames.to_frame(
        Vote.objects.filter(vote=1), TABLES["votes"], ["id", "person", "at"]
    )

    assert chosen.rows() == [(an_id(1), an_id(999), None)]


def test_more_rows_than_one_statement_takes_are_stored_and_found_again() -> None:
    many = dossier(votes=[row("votes", n) for n in range(1, 10_051)])

    assert store(many).added == {"votes": 10_050}
    assert store(many).added == {}
    assert same(frames.dossier_of(), many)


def test_a_site_without_a_process_says_so() -> None:
    with pytest.raises(DataError, match="bring in a dossier first"):
        frames.dossier_of()


@pytest.mark.alike
def test_the_rehearsed_country_comes_back_with_the_same_hash(
    invented: Dossier,
) -> None:
    assert store(invented).left == {}
    assert same(frames.dossier_of(), invented)
