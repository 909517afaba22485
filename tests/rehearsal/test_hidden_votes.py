"""The planted statements stand on the short list, though most votes are hidden."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from tests import invented

from vestibule import api, rehearsal
from vestibule.dossier.records import Dossier

HIDDEN = 0.7
"""Share of the votes that are taken away."""


def hidden(dossier: Dossier, seed: int) -> Dossier:
    votes = dossier.table("votes")
    kept = np.random.default_rng(seed).random(votes.height) >= HIDDEN
    return dossier.with_tables(votes=votes.filter(pl.Series(kept)))


def test_what_every_group_shares_is_on_the_list_with_seven_votes_in_ten_hidden() -> (
    None
):
    made = invented.country(1, "small")
    thin = hidden(made.dossier, seed=1)

    found = api.short_list(thin, size=8)

    listed = {line["key"] for line in found.lines("en")}
    assert listed >= set(made.truth.shared_statements)
    assert found.basis.cast < 0.15
    assert found.basis.placed > 0.4
    assert found.audit is not None
    assert found.audit.expected
    people = thin.current("people")["pseudonym"]
    assert not set(people) & set(str(found.to_dict()).split("'"))


def test_the_order_of_records_changes_no_list() -> None:
    made = invented.country(2, "small")
    keys = made.dossier.current("people").head(60)["id"]
    few = made.dossier.table("votes").filter(pl.col("person").is_in(keys.implode()))
    process = made.dossier.process
    sides = replace(process, comparisons=process.comparisons[:1])
    thin = replace(made.dossier, process=sides).with_tables(votes=few)
    turned = {name: frame.reverse() for name, frame in thin.tables.items()}

    first, again = (api.short_list(one) for one in (thin, replace(thin, tables=turned)))

    assert first.to_dict() == again.to_dict()


@pytest.mark.proof
@pytest.mark.parametrize("shape", ["small", "default"])
@pytest.mark.parametrize("seed", range(1, 6))
def test_it_is_so_in_every_invented_country(seed: int, shape: str) -> None:
    made = rehearsal.rehearse(seed=seed, shape=rehearsal.SHAPES[shape])

    for rule in ("pav", "shares"):
        found = api.short_list(hidden(made.dossier, seed), size=8, rule=rule)
        listed = {line["key"] for line in found.lines("en")}
        assert listed >= set(made.truth.shared_statements)
