"""What was published is written down, read again, and travels with the records."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import by_hand
from tests.protect.editions import generated

from vestibule.dossier import merging, withdrawals, writing
from vestibule.dossier.process import Disclosure
from vestibule.protect import editions
from vestibule.protect.editions import Ledger, ledger, public_id, public_ids
from vestibule.protect.editions.ids import ShortKey

KEY = bytes(range(32))
OTHER = bytes(range(1, 33))


def two_editions() -> Ledger:
    draw = np.random.default_rng(7)
    rows = generated.people(draw)
    first = editions.clear(generated.tables(rows, 1), Disclosure())
    then = generated.later(rows, draw)
    return editions.clear(generated.tables(then, 1), Disclosure(), first.ledger).ledger


@pytest.fixture(name="both", scope="module")
def _both() -> Ledger:
    return two_editions()


def test_a_ledger_is_read_as_it_was_written_in_any_order(both: Ledger) -> None:
    rows = pl.concat([ledger.rows(one) for one in both.editions])

    again = Ledger.read(rows.sample(fraction=1, shuffle=True, seed=1))

    assert [one.cells for one in again.editions] == [one.cells for one in both.editions]
    for old, new in zip(both.editions, again.editions, strict=True):
        assert {(t.total, frozenset(t.parts), t.bases) for t in old.ties} == {
            (t.total, frozenset(t.parts), t.bases) for t in new.ties
        }
    assert again.sha256 == both.sha256


def test_a_ledger_holds_no_number_that_was_not_printed(both: Ledger) -> None:
    rows = pl.concat([ledger.rows(one) for one in both.editions])
    secret = rows.filter(pl.col("state").is_in(["hidden", "unprinted"]))

    assert secret.height > 0
    assert secret["n"].null_count() == secret.height
    assert secret["of"].null_count() == secret.height


def test_it_travels_with_the_dossier_and_no_withdrawal_changes_it(both: Ledger) -> None:
    rows = pl.concat([ledger.rows(one) for one in both.editions])
    made = writing.as_records(
        rows,
        "published",
        ids=[f"{n:032x}" for n in range(rows.height)],
        origin="office",
        first_seq=1,
    )
    dossier = by_hand.dossier(
        gatherings=[{"id": "g", "code": "g"}],
        releases=[{"id": "r", "edition": 1, "cut": "{}", "sha256": "x"}],
    ).with_tables(published=made)

    for table, name in (("gatherings", "g"), ("releases", "r")):
        after = withdrawals.withdraw(
            dossier,
            table=table,
            record=by_hand.called(name),
            origin="office",
            at=dt.datetime(2030, 1, 1, tzinfo=dt.UTC),
            by="k",
            reason="asked",
        )
        assert Ledger.of(merging.merge(dossier, after)).sha256 == both.sha256


@settings(max_examples=50)
@given(st.lists(st.text(max_size=6), min_size=1, max_size=4).map(tuple))
def test_any_key_is_read_as_it_was_written(key: tuple[str, ...]) -> None:
    assert ledger.read_key(ledger.written(key)) == key


def test_ids_are_the_same_within_an_edition_and_unlinked_between() -> None:
    records = ["a", "b", None, "a"]

    first = public_ids(KEY, "gatherings", pl.Series(records, dtype=pl.String))
    second = public_ids(OTHER, "gatherings", pl.Series(records, dtype=pl.String))

    assert first[0] == first[3] != first[1]
    assert first[2] is None
    assert set(first.drop_nulls()).isdisjoint(second.drop_nulls())
    assert first[0] != public_id(KEY, "voices", "a")


def test_an_id_is_the_keyed_fingerprint_that_anyone_can_work_out_with_the_key() -> None:
    # RFC 2104 over SHA-256, by its definition: two passes with padded keys
    import hashlib

    outer, inner = (
        bytes(b ^ 0x5C for b in KEY.ljust(64, b"\0")),
        bytes(b ^ 0x36 for b in KEY.ljust(64, b"\0")),
    )
    message = b"6:voicesx"
    digest = hashlib.sha256(outer + hashlib.sha256(inner + message).digest())

    assert public_id(KEY, "voices", "x") == digest.hexdigest()[:24]


def test_a_table_and_a_record_cannot_be_mistaken_for_others() -> None:
    assert public_id(KEY, "ab", "c") != public_id(KEY, "a", "bc")


def test_a_key_that_can_be_guessed_is_refused() -> None:
    with pytest.raises(ShortKey, match="32 random"):
        public_id(b"short", "voices", "x")
