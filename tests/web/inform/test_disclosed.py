"""Two editions, as the site serves them, give nobody away: read byte by byte, and solved."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from tests.promises import dossiers, site_read
from tests.web.cast import Cast
from tests.web.inform import reader_of_all, two_editions
from tests.web.inform.conftest import AT, TODAY
from tests.web.inform.test_publishing import LATER
from tests.web.inform.two_editions import FIRST, Refusal, change, publish

from vestibule.dossier.records import Dossier
from vestibule.inform import site
from vestibule.inform.pack import Pack
from vestibule.web.inform import drafting, serving

PROOF = 40
"""Pairs of editions of the long proof."""

LEAST_OUT = 32
"""Of these, so many at least go out: where nothing is published nothing is proved."""

CLOSED = Refusal(("clearing",))
"""The gate stays shut: what few people changed would follow, whatever is withheld."""

UNHEARD = Refusal(("validated",))
"""An order of findings, and no gathering that validated any."""

KEPT_BACK: dict[int, tuple[Refusal | None, Refusal | None]] = {
    **dict.fromkeys((0, 2, 6, 34, 36), (None, CLOSED)),
    **dict.fromkeys((3, 37), (UNHEARD, UNHEARD)),
}
"""Dossiers of which an edition does not go out, and the safeguards that say why not."""

Editions = dict[int, tuple[Dossier, Pack]]
Files = dict[str, bytes]


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


def wrong(drawn: Editions, files: Mapping[int, Files], today: dt.date) -> list[str]:
    """Return all that a reader of everything that is served finds."""
    found: list[str] = []
    for number, (dossier, _) in drawn.items():
        found += reader_of_all.traces(dossier, files[number])
    found += [str(one) for one in reader_of_all.recovered(drawn, today)]
    return found


def served(number: int) -> Files:
    return reader_of_all.served(Client(), f"/editions/{number}/")


def test_two_editions_served_beside_each_other_give_nothing_away(
    team: Cast, drawn: Editions
) -> None:
    assert publish(team, AT) is None
    change(team, 2, LATER)
    assert publish(team, LATER) is None

    assert set(drawn) == {1, 2}
    files = {number: served(number) for number in drawn}
    assert wrong(drawn, files, TODAY) == []
    assert reader_of_all.served(Client()) == files[2]
    for number, (_, made) in drawn.items():
        written = site.site(made, signed=True).files()
        assert {name: text.encode() for name, text in written.items()} == files[number]


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


@pytest.mark.proof
@pytest.mark.parametrize("seed", range(PROOF))
def test_a_reader_of_two_served_editions_finds_nothing_in_forty_dossiers(
    seed: int, db: None, drawn: Editions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transaction, "on_commit", lambda do, *_args, **_named: do())
    monkeypatch.setattr(os, "fsync", lambda _: None)  # no power is cut here
    team, made = two_editions.settle(seed)
    later = FIRST + two_editions.LATER
    first = two_editions.publish(team, FIRST)
    two_editions.change(team, 1 + seed % 7, later)
    second = two_editions.publish(team, later)
    assert (first, second) == KEPT_BACK.get(seed, (None, None))

    out = {number: drawn[number] for number in serving.served().down}
    files = {number: served(number) for number in out}
    found = wrong(out, files, dossiers.TODAY)
    for number, (dossier, given) in out.items():
        told = {name: content.decode() for name, content in files[number].items()}
        then = replace(made, dossier=dossier)
        found += site_read.attacked(then, given, told, is_first=number == 1).leaks

    print(f"dossier {seed}: out {sorted(out)}, {first}, {second}, {found}")
    assert found == []


def test_of_the_forty_pairs_nearly_all_go_out() -> None:
    both, one = PROOF - len(KEPT_BACK), sum(first is None for first, _ in KEPT_BACK.values())  # fmt: skip

    print(
        f"{both} pairs, {one} first editions, {PROOF - both - one} dossiers kept back"
    )
    assert both >= LEAST_OUT
