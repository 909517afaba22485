"""Withdrawals: what is taken back leaves with all versions and all that depends on it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.dossier import generate

from vestibule.dossier import hashing, merging, withdrawals, writing
from vestibule.dossier.records import Dossier
from vestibule.errors import CellError, DataError

NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)


def key(name: str) -> str:
    return generate.an_id(name)


def record(
    table: str, name: str, seq: int, supersedes: str | None = None, /, **own: str
):
    row = {"id": key(name), "origin": "o", "seq": seq, "by": "Amina", **own}
    return table, row | {"supersedes": key(supersedes) if supersedes else None}


def gathering(name: str, seq: int, supersedes: str | None = None):
    return record("gatherings", name, seq, supersedes, code=name, kind="interview")


def excerpt(name: str, seq: int, of: str, supersedes: str | None = None):
    own = {"gathering": key(of), "words": "secret words", "review": "unreviewed"}
    return record("excerpts", name, seq, supersedes, **own)


def code(name: str, seq: int, parent: str | None = None):
    own = {"parent": key(parent)} if parent else {}
    return record("codes", name, seq, key=name, name=name, kind="need", **own)


def coding(name: str, seq: int, excerpt: str, code: str):
    own = {"excerpt": key(excerpt), "code": key(code), "coder": "Bako"}
    return record("codings", name, seq, **own)


def withdrawn(dossier: Dossier, table: str, name: str) -> Dossier:
    return withdrawals.withdraw(
        dossier,
        table=table,
        record=key(name),
        origin="hub",
        at=NOON,
        by="Chana",
        reason="asked",
    )


def ids(dossier: Dossier, table: str) -> set[str]:
    return set(dossier.table(table)["id"])


def keys(*names: str) -> set[str]:
    return {key(name) for name in names}


CHAIN = [
    gathering("g", 1),
    gathering("h", 2),
    excerpt("e", 3, "g"),
    excerpt("f", 4, "h"),
    code("c", 5),
    code("d", 6, parent="c"),
    coding("ec", 7, "e", "c"),
    coding("fd", 8, "f", "d"),
]


def test_what_depends_on_it_leaves_too() -> None:
    found = withdrawn(generate.dossier_of(CHAIN), "gatherings", "g")

    assert ids(found, "gatherings") == keys("h")
    assert ids(found, "excerpts") == keys("f")
    assert ids(found, "codings") == keys("fd")
    assert ids(found, "codes") == keys("c", "d")


def test_only_bare_numbers_of_what_left_are_kept() -> None:
    found = withdrawn(generate.dossier_of(CHAIN), "excerpts", "e")

    rows = found.table("removals").sort("seq").rows()
    assert rows == [
        (key("e"), "o", 3, None, None, None, "excerpts"),
        (key("ec"), "o", 7, None, None, None, "codings"),
    ]


def test_the_withdrawal_tells_what_when_and_by_whom() -> None:
    found = withdrawn(generate.dossier_of(CHAIN), "excerpts", "e")

    row = found.table("withdrawals").row(0, named=True)
    assert (row["table"], row["record"], row["reason"]) == (
        "excerpts",
        key("e"),
        "asked",
    )
    assert (row["origin"], row["seq"], row["at"], row["by"]) == (
        "hub",
        1,
        NOON,
        "Chana",
    )


def test_references_that_do_not_cascade_stay_as_written() -> None:
    found = withdrawn(generate.dossier_of(CHAIN), "codes", "c")

    assert found.table("codes")["parent"].to_list() == [key("c")]
    assert ids(found, "codings") == keys("fd")


def test_all_versions_leave_whichever_is_named() -> None:
    records = [
        gathering("g1", 1),
        gathering("g2", 2, "g1"),
        gathering("g3", 3, "g1"),
        excerpt("e", 4, "g3"),
    ]
    for named in ("g1", "g2", "g3"):
        found = withdrawn(generate.dossier_of(records), "gatherings", named)

        assert ids(found, "gatherings") == ids(found, "excerpts") == set()


def test_a_first_version_that_arrives_late_leaves_through_its_correction() -> None:
    late = generate.dossier_of([gathering("g1", 1), excerpt("e", 2, "g1")])
    here = generate.dossier_of([gathering("g2", 3, "g1")])

    found = merging.merge(late, withdrawn(here, "gatherings", "g2"))

    assert ids(found, "gatherings") == ids(found, "excerpts") == set()


def test_what_depends_on_a_record_never_seen_leaves() -> None:
    here = withdrawn(generate.dossier_of([]), "gatherings", "g")

    found = writing.append(
        here, generate.dossier_of([excerpt("e", 1, "g"), excerpt("f", 2, "h")]).tables
    )

    assert ids(found, "excerpts") == keys("f")


def test_a_corrected_reference_does_not_save_a_record() -> None:
    records = [
        gathering("g", 1),
        gathering("h", 2),
        excerpt("e1", 3, "g"),
        excerpt("e2", 4, "h", "e1"),
    ]

    found = withdrawn(generate.dossier_of(records), "gatherings", "g")

    assert ids(found, "excerpts") == set()


def test_withdrawals_are_numbered_one_after_the_other() -> None:
    once = withdrawn(generate.dossier_of(CHAIN), "excerpts", "e")

    twice = withdrawn(once, "excerpts", "f")

    assert twice.table("withdrawals")["seq"].sort().to_list() == [1, 2]
    assert ids(twice, "excerpts") == set()


@pytest.mark.parametrize("table", ["withdrawals", "removals", "persons"])
def test_nothing_is_withdrawn_from_tables_that_last(table: str) -> None:
    with pytest.raises(DataError, match=f"from {table}"):
        withdrawn(generate.dossier_of([]), table, "x")


def test_a_withdrawal_that_names_a_lasting_table_changes_nothing() -> None:
    dossier = withdrawn(generate.dossier_of(CHAIN), "excerpts", "e")
    odd = record("withdrawals", "w", 99, table="removals", record=key("e"))

    found = writing.append(dossier, generate.dossier_of([odd]).tables)

    assert ids(found, "removals") == ids(dossier, "removals")
    assert found.table("withdrawals").height == 2


def test_a_reason_outside_its_words_is_refused() -> None:
    with pytest.raises(CellError, match="reason"):
        withdrawals.withdraw(
            generate.dossier_of([]),
            table="people",
            record=key("p"),
            origin="o",
            at=None,
            by=None,
            reason="whim",
        )


def test_without_withdrawals_nothing_is_touched() -> None:
    tables = generate.dossier_of(CHAIN).tables

    assert all(withdrawals.apply(tables)[name] is rows for name, rows in tables.items())


@given(generate.worlds())
def test_applying_again_changes_nothing(world: generate.World) -> None:
    once = world.copy(lambda *_: True)

    again = once.with_tables(**withdrawals.apply(once.tables))

    assert hashing.content_hash(again) == hashing.content_hash(once)


@given(generate.worlds(withdrawals=False), st.data())
def test_no_content_of_what_left_remains(
    world: generate.World, data: st.DataObject
) -> None:
    named = data.draw(
        st.sampled_from([(t, r["id"]) for t, r in world.records] or [None])
    )
    if named is None:
        return
    found = withdrawals.withdraw(
        world.copy(lambda *_: True),
        table=named[0],
        record=named[1],
        origin="hub",
        at=None,
        by=None,
    )

    left = found.table("removals")
    assert named[1] in left["id"]
    assert left["at"].null_count() == left["by"].null_count() == left.height
    assert set(left.columns) == {
        "id",
        "origin",
        "seq",
        "at",
        "by",
        "supersedes",
        "table",
    }
