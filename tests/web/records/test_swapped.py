"""Ids swapped between partners and regions open nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from django.http import Http404
from tests.web import cast
from tests.web.cast import TODAY, Cast, excerpt, gathering, record, voice

from vestibule.web.records import access
from vestibule.web.records.tables import MODELS

pytestmark = [pytest.mark.django_db, pytest.mark.alike]

SEES = {
    "facilitator": {"gatherings", "attendances", "tallies", "validations", "words"},
    "researcher": {"gatherings", "attendances", "tallies", "validations", "words"},
    "protection_officer": {
        "gatherings",
        "attendances",
        "tallies",
        "validations",
        "words",
    },
    "editor": {"gatherings", "attendances", "validations"},
    "reader": set(),
    None: set(),
}
"""Role to what it sees of a gathering, written down by hand."""

WORDS = {"voices", "excerpts", "codings"}


@dataclass(frozen=True)
class Made:
    """A record, and all that decides who sees it."""

    table: str
    id: str
    partner: str
    region: str
    level: int | None
    stands: bool = True


def world(team: Cast, rng: Any, n: int) -> list[Made]:
    """Write gatherings of both partners in both regions, with what hangs on them."""
    statement = record(
        "statements", key="s", words="w", lang="en", source="seed", moderation="in"
    )
    finding = record("findings", key="f", kind="need", words="w", lang="en")
    made: list[Made] = []
    for _ in range(n):
        partner = ("well", "bridge")[rng.integers(2)]
        region, where = (("land.north", "hill"), ("land.south", "shore"))[
            rng.integers(2)
        ]
        level = (None, 0, 1, 2, 3, 4)[rng.integers(6)]
        origin = f"{partner}-1"
        old = gathering(team.places[where], origin)
        meeting = old
        made.append(Made("gatherings", old, partner, region, level, stands=False))
        if rng.random() < 0.5:
            meeting = gathering(team.places[where], origin, supersedes=old)
        else:
            made.pop()
        said = voice(old, origin, consent=level)
        words = excerpt(old, origin, voice=said, consent=level)
        hung = {
            "gatherings": meeting,
            "voices": said,
            "excerpts": words,
            "codings": record("codings", "bridge-1", excerpt=words, coder="bako"),
            "attendances": record(
                "attendances", origin, gathering=old, n=1, capacity="consulted"
            ),
            "tallies": record(
                "tallies",
                origin,
                gathering=old,
                statement=statement,
                method="hands",
                agree=3,
                disagree=1,
                passed=0,
                count=4,
            ),
            "validations": record(
                "validations",
                origin,
                finding=finding,
                gathering=old,
                outcome="confirmed",
            ),
        }
        made += [Made(t, i, partner, region, level) for t, i in hung.items()]
    return made


def may(name: str, one: Made) -> bool:
    """Return whether someone may see a record, by the rules as people say them."""
    partner, role, region = cast.ROLES[name]
    kind = "words" if one.table in WORDS else one.table
    if not one.stands or kind not in SEES[role]:
        return False
    if region not in (None, one.region):
        return False
    own = partner == one.partner
    if role == "facilitator" and not own:
        return False
    if kind != "words":
        return True
    return one.level is not None and one.level >= (1 if own else 2)


def opened(team: Cast, name: str, one: Made) -> bool:
    try:
        access.one(MODELS[one.table], team.person(name), one.id, today=TODAY)
    except Http404:
        return False
    return True


def swapped(tries: int, gatherings: int) -> None:
    rng, team = np.random.default_rng(7), cast.gather()
    made = world(team, rng, gatherings)
    names = sorted(cast.ROLES)
    wrong, rightly = [], 0
    for _ in range(tries):
        name, one = names[rng.integers(len(names))], made[rng.integers(len(made))]
        if opened(team, name, one) is not may(name, one):
            wrong.append((name, one))
        rightly += may(name, one)

    assert wrong == []
    assert 0 < rightly < tries


def test_a_few_hundred_swapped_ids_open_nothing() -> None:
    swapped(300, 16)


@pytest.mark.proof
def test_ten_thousand_swapped_ids_open_nothing() -> None:
    swapped(10_000, 120)


def guessed(tries: int) -> None:
    """Ask for ids that were guessed, or made from real ones; none is there."""
    rng, team = np.random.default_rng(11), cast.gather()
    made = world(team, rng, 6)
    names = sorted(cast.ROLES)
    held = {one.id for one in made}
    for number in range(tries):
        name, one = names[rng.integers(len(names))], made[rng.integers(len(made))]
        guess = guesses(one.id, rng)[number % 8]
        if guess not in held:
            assert not opened(team, name, replace(one, id=guess)), (name, guess)


def guesses(known: str, rng: Any) -> list[str]:
    """Return ids like a real one, and some that are none."""
    at = int(rng.integers(32))
    other = f"{known[:at]}{(int(known[at], 16) + 1) % 16:x}{known[at + 1 :]}"
    drawn = rng.bytes(16).hex()
    return [drawn, drawn, other, known.upper() + "x", known[:31], f"{known} ", f"{known}\0", "%"]  # fmt: skip


def test_a_few_hundred_guessed_ids_open_nothing() -> None:
    guessed(300)


@pytest.mark.proof
def test_ten_thousand_guessed_ids_open_nothing() -> None:
    guessed(10_000)
