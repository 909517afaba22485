"""What the database shows is what the rules say row by row, for whoever asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.web import cast
from tests.web.cast import TODAY
from tests.web.records.plain_sight import Plain
from tests.web.records.samples import row as sample

from vestibule.dossier.tables import TABLES
from vestibule.web.records import access, numbering, sight
from vestibule.web.records.access import Held, Person, Reach
from vestibule.web.records.models import OriginOwner
from vestibule.web.records.rights import RIGHTS, Right
from vestibule.web.records.tables import MODELS

pytestmark = pytest.mark.django_db

REGIONS = (None, "land.north", "land.south")
ORIGINS = ("well-1", "bridge-1", "unknown-1")
SMALL = 6
HELD = {"id", "origin", "seq", "at", "by", "supersedes"}


class World:
    """Rows of every table, drawn: any column that may be missing sometimes is."""

    def __init__(self, seed: int, n: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.ids: dict[str, list[str]] = {name: [] for name in TABLES}
        self.ids["places"] = list(cast.country().values())
        for name in TABLES:
            if name not in {"withdrawals", "removals"}:
                for _ in range(2 if name == "places" else n):
                    self._write(name)

    def _write(self, table: str) -> None:
        own = {n: v for n, v in sample(table, 1).items() if n not in HELD}
        for column in TABLES[table].references:
            own[column.name] = self._named(column)
        if "consent" in own:
            own["consent"] = self._any((None, None, 1, 2, 3, 4, 4, 0))
        if table == "consents":
            own["level"] = self._any((0, 1, 2, 3, 4, 4))
            days = self._any((None, None, -1, 0, 1))
            own["expires_on"] = None if days is None else TODAY + dt.timedelta(days)
        if table == "places":
            own |= {"key": f"new-{len(self.ids[table])}", "level": 3}
        own["supersedes"] = self._corrected(table)
        self.ids[table].append(cast.record(table, self._any(ORIGINS), **own))

    def _named(self, column: Any) -> str | None:
        known = self.ids[str(column.ref)]
        if column.null and (not known or self.rng.random() < 0.4):
            return None
        return self._any(known) if known and self.rng.random() < 0.97 else "f" * 32

    def _corrected(self, table: str) -> str | None:
        known, told = self.ids[table], self.rng.random()
        if not known or told > 0.25 or table == "places":
            return None
        if told < 0.04 and len(known) > 1:
            return " ".join(sorted(self.rng.choice(known, 2, replace=False)))
        return self._any(known)

    def _any(self, values: Any) -> Any:
        return values[self.rng.integers(len(values))]

    def plain(self) -> Plain:
        """Return the same rows without a database."""
        tables = {}
        for name, model in MODELS.items():
            attnames = {
                c.name: f"{c.name}_id" if c.ref else c.name
                for c in TABLES[name].columns
            }
            tables[name] = [
                {column: getattr(one, attr) for column, attr in attnames.items()}
                for one in model.objects.all()
            ]
        owners = dict(OriginOwner.objects.values_list("origin_id", "partner__key"))
        return Plain(tables, owners, TODAY)


def partners() -> None:
    """Let two partners own an origin each; a third origin is nobody's."""
    for key in ("well", "bridge"):
        cast.owned(f"{key}-1", cast.partner(key))


def someone(partner: str, *held: Held) -> Person:
    return Person(account=1, pseudonym="p", partner=partner, held=held)


def every_role(regions: Callable[[str], str | None]) -> list[tuple[Held, ...]]:
    """Return every set of roles, each role where the region of it says."""
    names = list(RIGHTS)
    return [
        tuple(Held(role=one, region=regions(one)) for one in chosen)
        for size in range(1, len(names) + 1)
        for chosen in combinations(names, size)
    ]


def compared(seed: int, n: int, sets: list[tuple[Held, ...]]) -> tuple[int, int]:
    """Compare every table for everyone; return how many records were seen, of all."""
    partners()
    world = World(seed, n)
    plain = world.plain()
    seen = asked = 0
    for partner in ("well", "bridge"):
        for held in sets:
            person = someone(partner, *held)
            for table, model in MODELS.items():
                rows = access.visible(model, person, today=TODAY)
                found = set(rows.values_list("pk", flat=True))
                may = plain.seen(table, partner, held)
                assert found == may, (seed, table, partner, held)
                seen, asked = seen + len(found), asked + len(world.ids[table])
    return seen, asked


def drawn_sets(seed: int, n: int) -> list[tuple[Held, ...]]:
    """Return sets of roles with regions drawn for each role, also one role twice."""
    rng = np.random.default_rng(seed)
    names = list(RIGHTS)
    return [
        tuple(
            Held(role=names[rng.integers(5)], region=REGIONS[rng.integers(3)])
            for _ in range(1 + rng.integers(4))
        )
        for _ in range(n)
    ]


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.alike)])
def test_roles_of_any_region_see_what_the_rules_say(seed: int) -> None:
    seen, asked = compared(seed, SMALL, drawn_sets(seed, 5))

    assert 0 < seen < asked


@pytest.mark.alike
def test_all_roles_together_see_what_the_rules_say() -> None:
    everyone = every_role(lambda _role: None)[-1:]
    mixed = every_role({"facilitator": "land.north", "editor": "land.south"}.get)[-1:]

    compared(11, SMALL, everyone + mixed)


@pytest.mark.proof
@pytest.mark.parametrize("seed", range(32))
def test_every_set_of_roles_sees_what_the_rules_say(seed: int) -> None:
    """Eight dossiers have a part each of all sets; together they have every one."""
    sets = (
        every_role(lambda _role: None)
        + every_role(lambda role: "land.north" if role == "facilitator" else None)
        + every_role(lambda _role: "land.south")
    )

    seen, asked = compared(1_000 + seed, 12, sets[seed % 8 :: 8] + drawn_sets(seed, 8))
    assert 0 < seen < asked


def asked(person: Person, table: str) -> tuple[int, int]:
    """Return how many questions are asked for a table, and how long the longest is."""
    with CaptureQueriesContext(connection) as told:
        list(access.visible(MODELS[table], person, today=TODAY)[:50])
    return len(told), max((len(one["sql"]) for one in told), default=0)


@pytest.mark.parametrize("table", ["supports", "claims", "excerpts", "votes"])
def test_as_many_questions_are_asked_whatever_there_is(table: str) -> None:
    """The worst case: three roles of which none sees all that another does."""
    held = (
        Held(role="facilitator", region="land.north"),
        Held(role="researcher", region="land.south"),
        Held(role="editor", region=None),
        Held(role="protection_officer", region="land.north"),
    )
    partners()
    before, _ = asked(someone("well", *held), table)
    World(3, SMALL)
    after, longest = asked(someone("well", *held), table)

    assert before == after <= 24
    assert longest < 60_000


def test_what_was_asked_once_is_not_asked_again_for_the_same_person() -> None:
    person = someone("well", Held(role="protection_officer", region="land.north"))
    partners()
    first, _ = asked(person, "supports")
    second, _ = asked(person, "supports")

    assert second == 1 < first


def test_who_writes_sees_what_is_new() -> None:
    team = cast.gather()
    person = team.person("amina")
    assert not access.visible(MODELS["attendances"], person).exists()

    numbering.take("well-1", 1)
    met = cast.gathering(team.places["hill"])
    one = cast.record("attendances", gathering=met, n=1, capacity="consulted")

    seen = access.visible(MODELS["attendances"], person)
    assert {row.pk for row in seen} == {one}


def reach(*regions: str, own: bool = False, words: bool = True) -> Reach:
    named = frozenset(regions) or None
    return Reach(regions=named, own_partner=own, words=words)


def test_a_reach_within_another_is_not_asked_for() -> None:
    everywhere, north = reach(), reach("land.north")

    assert sight.widest([north, everywhere, reach(own=True)]) == (everywhere,)
    assert sight.widest([reach(words=False), everywhere]) == (everywhere,)


def test_reaches_that_each_see_more_are_both_asked_for() -> None:
    both = (reach("land.north"), reach("land.south", own=True))
    wordless = (reach("land.north"), reach(words=False))

    assert sight.widest(both) == both
    assert sight.widest(wordless) == wordless


def test_a_right_that_no_role_gives_shows_nothing() -> None:
    cast.gather()
    person = someone("well", Held(role="reader"))
    rows = access.visible(MODELS["findings"], person, right=Right.REVIEW)

    assert not rows.exists()
