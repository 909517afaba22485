"""A voice taken back: everything stands as if it had never been said.

The dossier that never had it is made here by hand, from the references that the tables
declare as cascading, without the code that withdraws. Map, findings, themes, what was
promised and the portrait are then those of that dossier, apart from hashes and the
number of withdrawals.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import polars as pl
import pytest
from tests import invented

from vestibule.api import analysis, portraits
from vestibule.dossier import withdrawals
from vestibule.dossier.records import Dossier
from vestibule.dossier.tables import TABLES
from vestibule.inform.material import Material

TODAY = dt.date(2024, 9, 1)


def never(whole: Dossier, table: str, record: str) -> Dossier:
    """Return the dossier without a record and whatever hangs on it."""
    gone = {table: {record}}
    tables = dict(whole.tables)
    while True:
        before = {name: len(ids) for name, ids in gone.items()}
        for name, rows in whole.tables.items():
            lost = pl.lit(value=False)
            for column in TABLES[name].references:
                if column.cascade and column.ref in gone:
                    lost |= pl.col(column.name).is_in(list(gone[str(column.ref)]))
            found = set(rows.filter(lost.fill_null(value=False))["id"])
            gone.setdefault(name, set()).update(found)
        if before == {name: len(ids) for name, ids in gone.items()}:
            break
    for name, ids in gone.items():
        if ids:
            tables[name] = whole.table(name).filter(~pl.col("id").is_in(list(ids)))
    return whole.with_tables(**tables)


def a_voice(whole: Dossier) -> str:
    """Return the voice on which most hangs: excerpts, codings, claims, supports."""
    excerpts = whole.table("excerpts").select("voice", excerpt="id").drop_nulls()
    hangs = [
        whole.table(name)
        .drop_nulls("excerpt")
        .join(excerpts, on="excerpt")
        .select("voice")
        for name in ("codings", "claims", "supports")
    ]
    counted = [part["voice"].value_counts(name="n") for part in hangs]
    both = (
        pl.concat(counted)
        .group_by("voice")
        .agg(pl.col("n").sum(), pl.len().alias("kinds"))
    )
    return str(
        both.sort("kinds", "n", "voice", descending=[True, True, False])["voice"][0]
    )


def told() -> Dossier:
    """Return a small rehearsal in which a claim was heard in the voice, too."""
    whole = invented.country(1, "small").dossier
    voice = a_voice(whole)
    excerpt = whole.table("excerpts").filter(pl.col("voice") == voice)["id"][0]
    claims = whole.table("claims").sort("id")
    first = pl.int_range(pl.len()) == 0
    linked = pl.when(first).then(pl.lit(excerpt)).otherwise("excerpt").alias("excerpt")
    return whole.with_tables(claims=claims.with_columns(linked))


@pytest.fixture(scope="module")
def pair() -> tuple[Dossier, Dossier, str]:
    """A dossier from which a voice was withdrawn, one that never had it, the voice."""
    whole = told()
    voice = a_voice(whole)
    after = withdrawals.withdraw(
        whole, table="voices", record=voice, origin="bureau", at=None, by="p-1"
    )
    return after, never(whole, "voices", voice), voice


def test_all_that_hangs_on_a_voice_leaves_with_it(
    pair: tuple[Dossier, Dossier, str],
) -> None:
    after, before, voice = pair
    whole = told()
    for name in ("voices", "excerpts", "codings", "claims", "supports"):
        assert after.table(name)["id"].sort().equals(before.table(name)["id"].sort()), (
            name
        )
        assert after.table(name).height < whole.table(name).height, name
    assert voice not in after.table("voices")["id"].to_list()


def test_map_findings_and_themes_are_those_of_a_dossier_that_never_had_it(
    pair: tuple[Dossier, Dossier, str],
) -> None:
    after, before, _ = (
        analysis.analyse(one) if isinstance(one, Dossier) else one for one in pair
    )
    assert isinstance(after, analysis.Analysis)
    assert isinstance(before, analysis.Analysis)
    assert after.map.sha256 == before.map.sha256
    assert after.themes.counts.equals(before.themes.counts)
    assert after.standing.findings.equals(before.standing.findings)
    assert after.validation.evidence.equals(before.validation.evidence)
    assert after.priorities.order.equals(before.priorities.order)
    assert after.follow_up(TODAY).commitments.equals(
        before.follow_up(TODAY).commitments
    )
    assert after.heard.places.equals(before.heard.places)


def test_the_portrait_is_the_same_but_for_hashes_and_the_count_of_withdrawals(
    pair: tuple[Dossier, Dossier, str],
) -> None:
    one, other = (portraits.material(made, today=TODAY) for made in pair[:2])
    assert one.trace.withdrawn == other.trace.withdrawn + 1
    assert plain(one) == plain(other)


def plain(material: Material) -> str:
    """Return everything a portrait may say, without its trace and without hashes."""
    bare = replace(
        material,
        trace=replace(
            material.trace, content_hash="", records=0, withdrawn=0, origins=0
        ),
    )
    return re.sub(r"0x[0-9a-f]+", "", repr(bare))
