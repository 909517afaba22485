"""Two editions, as the site serves them, give nobody away: read byte by byte, and solved."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from django.db import transaction
from django.test import Client
from tests.promises import dossiers, site_read
from tests.promises.dossiers import Made
from tests.web import cast
from tests.web.cast import Cast
from tests.web.inform import reader_of_all
from tests.web.inform.conftest import AT, TODAY, draw
from tests.web.inform.test_publishing import LATER

from vestibule.dossier.records import Dossier
from vestibule.inform import site
from vestibule.inform.pack import Pack
from vestibule.web.inform import drafting, serving, signing
from vestibule.web.records import entry, frames, storing, writing
from vestibule.web.records.models import Attendance

PROOF = 40
"""Pairs of editions of the long proof."""

Editions = dict[int, tuple[Dossier, Pack]]


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Editions:
    """Return what the site draws: edition to the dossier and what was cleared of it."""
    made: Editions = {}
    true = drafting.packs.packed

    def packed(dossier: Dossier, **named: Any) -> Pack:
        given = true(dossier, **named)
        made[given.edition.number] = (dossier, given)
        return given

    monkeypatch.setattr(drafting.packs, "packed", packed)
    return made


def publish(team: Cast, at: dt.datetime) -> bool:
    """Draw, sign and publish the next edition; return whether it may go out."""
    draft = draw(at)
    if any(one["state"] == "refused" for one in draft.checks):
        return False
    for name in ("esi", "wassa"):
        signing.sign(draft.seal, by=team.person(name), at=at)
    signing.publish(draft.seal, by=team.person("esi"), at=at)
    serving.forget()
    return True


def change(team: Cast, n: int) -> None:
    """Let some take their words back, and others come to where people were heard."""
    held = frames.dossier_of()
    standing = held.current("attendances").sort("id")
    for record in standing["id"][:n]:
        writing.withdraw("attendances", record, origin="well-1", by="dado", at=LATER)
    own = [column.name for column in Attendance.TABLE.own]
    for row in standing.tail(n).to_dicts():
        told = {name: row[name] for name in own} | {"person": None, "n": 3}
        entry.write("attendances", told, by=team.person("amina"), at=LATER)


def wrong(drawn: Editions) -> list[str]:
    """Return all that a reader of everything that is served finds."""
    found: list[str] = []
    for number, (dossier, made) in drawn.items():
        files = reader_of_all.served(Client(), f"/editions/{number}/")
        assert {name: text.encode() for name, text in site.site(made, signed=True).files().items()} == files  # fmt: skip
        found += reader_of_all.traces(dossier, files)
    assert reader_of_all.served(Client()) == files
    found += [str(one) for one in reader_of_all.recovered(drawn, TODAY)]
    return found


def test_two_editions_served_beside_each_other_give_nothing_away(
    team: Cast, drawn: Editions
) -> None:
    assert publish(team, AT)
    change(team, 2)
    assert publish(team, LATER)

    assert set(drawn) == {1, 2}
    assert wrong(drawn) == []


def test_the_api_tells_of_an_edition_its_month_alone(team: Cast, drawn: Editions) -> None:  # fmt: skip
    publish(team, AT)

    answer = Client().get("/api/v1/releases")
    [told] = answer.json()["releases"]

    assert told["month"] == "2030-09"
    assert not reader_of_all.DAY.search(json.dumps(told | {"sha256": ""}).encode())


def test_the_reader_finds_a_day_an_id_and_a_pseudonym_in_any_byte() -> None:
    made = dossiers.made(0)
    id_ = str(made.dossier.table("excerpts")["id"][0])
    files = {
        "a.html": f'<p data-x="{id_}">'.encode(),
        "b.csv": b"2023-02-06,x",
        f"{id_}.json": b"{}",
        "c.json": b'{"at": 1675673400}',
        "d.svg": b"<title>14:05</title>",
    }

    found = [*reader_of_all.traces(made.dossier, files)]

    assert [one.split(": ")[1] for one in found] == [
        f"an internal id in {id_.encode()!r}",
        "a day",
        f"an internal id in {id_.encode()!r}",
        "a clock",
        "a clock",
    ]


def storable(made: Made) -> Made:
    """Say as what everyone came: a site takes in no record that leaves it open."""
    rows = made.dossier.table("attendances")
    said = rows.with_columns(pl.col("capacity").fill_null("consulted"))
    return replace(made, dossier=made.dossier.with_tables(attendances=said))


def settled(seed: int, monkeypatch: pytest.MonkeyPatch) -> tuple[Cast, Made]:
    """Store an awkward dossier on a site with two partners."""
    monkeypatch.setattr(transaction, "on_commit", lambda do, *_args, **_named: do())
    made = storable(dossiers.made(seed))
    storing.store(made.dossier, at=AT, by="import")
    team = cast.gather_accounts()
    team.accounts["wassa"] = cast.account("wassa", team.partners["well"], "editor")
    return team, made


@pytest.mark.proof
@pytest.mark.parametrize("seed", range(PROOF))
def test_a_reader_of_two_served_editions_finds_nothing_in_forty_dossiers(
    seed: int, db: None, drawn: Editions, monkeypatch: pytest.MonkeyPatch
) -> None:
    team, made = settled(seed, monkeypatch)
    monkeypatch.setattr("tests.web.inform.test_disclosed.TODAY", dossiers.TODAY)
    at = dt.datetime.combine(dossiers.TODAY, dt.time(9), tzinfo=dt.UTC)
    first = publish(team, at)
    change(team, 1 + seed % 7)
    second = publish(team, at + dt.timedelta(hours=3))
    out = {n: drawn[n] for n, is_out in ((1, first), (2, second)) if is_out and n in drawn}  # fmt: skip

    if out:
        assert wrong(out) == []
        assert site_read.attacked(made, out[min(out)][1]).leaks == []
