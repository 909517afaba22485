"""Can somebody else derive it again?"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests import by_hand
from tests.by_hand import called

from vestibule.dossier import declaration, packages
from vestibule.dossier.records import Dossier
from vestibule.errors import DataError
from vestibule.understand import audits
from vestibule.understand.audits import AuditSettings, ChainSettings, Receipt, receipts
from vestibule.understand.groups import GroupSettings

FAST = ChainSettings(
    groups=GroupSettings(replicates=5, most=2),
    audits=AuditSettings(permutations=3, draws=5),
)


@pytest.fixture(scope="module")
def small() -> Dossier:
    """Thirty people of two minds, twelve statements, three gatherings."""
    draw = np.random.default_rng(1)
    camp = np.where(np.arange(30) % 2, 0.85, 0.2)
    vote = np.where(draw.random((30, 12)) < camp[:, None], 1, -1)
    votes = [
        {
            "person": f"p{person}",
            "statement": f"s{statement}",
            "gathering": f"g{person // 10}",
            "vote": int(vote[person, statement]),
        }
        for person in range(30)
        for statement in range(12)
    ]
    return by_hand.dossier(
        declaration.parse(declaration.to_text(by_hand.process())),
        people=[{"id": f"p{n}", "pseudonym": f"Who{n}"} for n in range(30)],
        gatherings=[{"id": f"g{n}", "code": f"G{n}"} for n in range(3)],
        statements=[{"id": f"s{n}", "key": f"s{n}"} for n in range(12)],
        votes=votes,
    )


@pytest.fixture(scope="module")
def receipt(small: Dossier) -> Receipt:
    derived = audits.derive(small, settings=FAST)
    found = audits.audit(small, derived=derived, settings=FAST.audits, version="1")
    assert found.receipt is not None
    return found.receipt


def test_whoever_has_the_dossier_derives_the_same(
    small: Dossier, receipt: Receipt, tmp_path: Path
) -> None:
    packages.write(small, tmp_path / "d")
    told = json.loads(json.dumps(receipt.to_dict()))

    again = audits.rederive(
        packages.read(tmp_path / "d"), Receipt.from_dict(told), version="1"
    )

    assert again.same
    assert again.differs == ()
    assert again.again.sha256 == receipt.sha256
    assert "Everything came out again" in again.explain()
    assert set(receipt.results) == {"polis", "positions", "groups", "ground", "audits"}


def test_one_vote_more_is_named_as_the_cause(small: Dossier, receipt: Receipt) -> None:
    rows = small.table("votes")
    turned = rows.with_columns(
        vote=pl.when(pl.col("id") == rows["id"][0])
        .then(-pl.col("vote"))
        .otherwise(pl.col("vote"))
    )

    again = audits.rederive(small.with_tables(votes=turned), receipt, version="2")

    assert not again.same
    assert {"data", "version", "polis", "audits"} <= set(again.differs)
    assert "process" not in again.differs
    assert "other records" in again.explain()
    assert "Another version" in again.explain()


def test_a_difference_without_a_cause_is_called_one(
    small: Dossier, receipt: Receipt
) -> None:
    wrong = replace(receipt, results={**receipt.results, "polis": "0" * 64})

    again = receipts.compared(wrong, small, lambda *_: receipt)

    assert again.differs == ("polis",)
    assert "please tell us" in again.explain()


def test_other_settings_and_another_process_are_named(receipt: Receipt) -> None:
    other = replace(receipt, settings={}, process="x")

    again = receipts.compared(other, by_hand.dossier(), lambda *_: receipt)

    assert again.differs == ("process", "settings")
    assert again.same


def test_a_receipt_that_was_changed_or_cut_is_refused(receipt: Receipt) -> None:
    told = receipt.to_dict()

    with pytest.raises(DataError, match="was changed"):
        Receipt.from_dict(told | {"version": "3"})
    with pytest.raises(DataError, match="lacks data, results"):
        Receipt.from_dict({k: told[k] for k in ("process", "version", "settings")})


def test_numbers_are_hashed_by_six_digits_and_frames_by_rows() -> None:
    assert receipts.of_values([0.1234561]) == receipts.of_values((0.1234564,))
    assert receipts.of_values(0.123456) != receipts.of_values(0.123457)
    assert receipts.of_values(-0.0) == receipts.of_values(0.0)
    assert receipts.of_values(float("nan")) == receipts.of_values(None)
    assert receipts.of_values({"a": 1, "b": 2}) == receipts.of_values({"b": 2, "a": 1})
    assert receipts.of_values(pl.DataFrame({"a": [1]})) == receipts.of_values(
        [{"a": 1}]
    )


def test_names_and_order_of_records_change_the_data_and_not_the_results(
    small: Dossier, receipt: Receipt
) -> None:
    renamed = {
        name: frame.with_columns(
            pl.col(column).replace(
                {called(f"p{n}"): called(f"q{n * 7 % 30}") for n in range(30)}
            )
        )
        for name, frame, column in [
            ("people", small.table("people"), "id"),
            ("votes", small.table("votes"), "person"),
        ]
    }

    again = audits.rederive(small.with_tables(**renamed), receipt, version="1")

    # Polis hangs on order by its own rules; ours may not.
    assert set(again.differs) <= {"data", "polis", "audits"}
