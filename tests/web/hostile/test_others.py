"""The id of any record, in every address that takes one: what is not yours is not there.

The answer to another's record is, byte for byte, the answer to one that never was; and
no answer holds a sign of a record that who asks may not see.
"""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import pytest
from django.test import Client
from tests.web.hostile import expected, lots
from tests.web.hostile.answers import Answer, sent, signs
from tests.web.hostile.lots import Made, World
from tests.web.records.samples import forgotten

from vestibule.web.middleware import idle
from vestibule.web.records import access
from vestibule.web.records.tables import model_of

pytestmark = pytest.mark.django_db

FORM = {"new": "", "words": "x", "words_of": "x", "do": "refuse", "reply": "x"}
"""What is sent: enough to be read, too little to be written."""

TABLES = expected.TAKEN
KINDS = ("reponse", "action")


@dataclass
class Found:
    """What came of asking: who opened what they may, and what is wrong."""

    asked: int = 0
    opened: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    unlike: list[tuple[str, str, str, Made]] = field(default_factory=list)
    costs: list[tuple[str, str, str, int]] = field(default_factory=list)
    leaks: Counter[tuple[str, str, str]] = field(default_factory=Counter)


def addresses(route: str, record: str) -> Iterator[str]:
    """Yield every address of a route that an id can stand in."""
    told = route
    for part in ("<str:record>", "<str:record_id>", "<str:group>"):
        told = told.replace(part, record)
    for table in TABLES if "<str:table>" in told else ("",):
        for kind in KINDS if "<str:kind>" in told else ("",):
            yield "/" + told.replace("<str:table>", table).replace("<str:kind>", kind)


def methods(page: expected.Page) -> list[str]:
    return [{"G": "get", "P": "post"}[one] for one in page.methods]


def chosen(world: World, page: expected.Page, *, has_business: bool) -> list[Made]:
    """Return all records of the kinds an address is for, and some of every other kind."""
    few: dict[tuple[str, object], Made] = {}
    for one in world.records.values():
        if one.lot in (None, FIRST, LAST):
            few[one.table, one.lot] = one
    if not has_business:
        return [*few.values()][::7]
    named = [one for one in world.records.values() if one.table in page.names]
    return named + [one for one in few.values() if one.table not in page.names]


FIRST, *_, LAST = lots.lots()


def asked(world: World, names: Iterable[str], routes: Sequence[str], step: int = 1) -> Found:  # fmt: skip
    """Let people ask for records at addresses; return what came of it."""
    found = Found()
    for name in names:
        browser = world.team.client(name)
        browser.get("/atelier/acces/")  # the visit is written down once
        for route in routes:
            page = expected.PAGES[route]
            business = page.may(world.letters(name), "get")
            records = chosen(world, page, has_business=business)[::step]
            for method in methods(page):
                _ask_all(world, name, browser, route, method, records, found)
    return found


def _ask_all(
    world: World,
    name: str,
    browser: Client,
    route: str,
    method: str,
    records: Sequence[Made],
    found: Found,
) -> None:
    page = expected.PAGES[route]
    never = secrets.token_hex(16)
    none = [_told(browser, method, url, never) for url in addresses(route, never)]
    for one in records:
        for url, (missing, cost, _) in zip(addresses(route, one.id), none, strict=True):
            told, n, shown = _told(browser, method, url, one.id)
            found.asked += 1
            _judge(world, name, route, one, shown, found)
            if _is_for(world, name, page, one):
                found.opened[route, method, name] += told.status in (200, 302, 422)
                assert told.status < 500, url
            elif told != missing:
                found.unlike.append((name, method, url, one))
            elif n != cost:
                found.costs.append((name, method, url, n - cost))


def _told(browser: Client, method: str, url: str, record: str) -> tuple[Answer, int, set[str]]:  # fmt: skip
    with forgotten():
        answer, n = sent(browser, method, url, _form(method))
    return Answer.of(answer, record), n, signs(answer)


def _form(method: str) -> dict[str, str]:
    return FORM | {"new": secrets.token_hex(16)} if method == "post" else {}


def _is_for(world: World, name: str, page: expected.Page, one: Made) -> bool:
    fits = page.names == expected.ANY or one.table in page.names
    if page.own and not world.is_own(name, one):
        return False
    return fits and world.may(name, one, page.letters)


def _judge(
    world: World, name: str, route: str, one: Made, shown: set[str], found: Found
) -> None:
    known = {made.sign: made for made in world.records.values()}
    for sign in shown:
        if known[sign].table not in lots.PUT_TO_ALL and not world.may(
            name, known[sign]
        ):
            found.leaks[route, name, known[sign].table] += 1


TAKING = [route for route, page in expected.PAGES.items() if page.names]


@pytest.fixture(autouse=True)
def a_long_visit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A visit is written down each minute: here it is undone, and would be again."""
    monkeypatch.setattr(idle, "STEP", dt.timedelta(days=1))


ABOUT = {"atelier/fil/<str:record_id>/": 8}
"""How many questions more or fewer are asked of another's record than of none, at most.

A thread may be of any table: to know whose a record is takes more of one than of another.
"""


def check(found: Found) -> None:
    costs = [c for c in found.costs if abs(c[3]) > ABOUT.get(_route(c[2]), 0)]
    assert (found.unlike, costs, found.leaks) == ([], [], Counter())


def _route(url: str) -> str:
    return re.sub("[0-9a-f]{32}", "<str:record_id>", url.removeprefix("/"))


def test_another_s_gathering_is_as_if_it_were_not_there_at_every_address() -> None:
    world = lots.world()
    met = [one.id for one in world.of("gatherings") if not world.may("amina", one)]
    world.records = {one: world.records[one] for one in met[-1:]}

    found = asked(world, ["amina"], TAKING)

    check(found)
    assert found.asked > len(TAKING)


def test_who_may_see_a_record_is_as_written_by_hand() -> None:
    world = lots.world()
    for name in ("amina", "hawa", "ines", "oumar"):
        person = world.team.person(name)
        for table in ("gatherings", "excerpts", "supports", "validations", "texts"):
            rows = access.visible(model_of(table), person).values_list("pk", flat=True)
            assert {*rows} == {o.id for o in world.of(table) if world.may(name, o)}


@pytest.mark.proof
def test_no_id_of_any_kind_opens_what_is_not_one_s_own_at_any_address() -> None:
    world = lots.world()

    found = asked(world, world.held, TAKING)

    check(found)
    never = {key[:2] for key in found.opened} - {k[:2] for k, n in found.opened.items() if n}  # fmt: skip
    assert never <= UNOPENED


UNOPENED = {
    ("atelier/rencontres/<str:record>/garder/", "post"),
    ("atelier/restitutions/<str:group>/reporter/", "get"),
    ("atelier/restitutions/<str:group>/reporter/", "post"),
    ("atelier/carte/facteurs/<str:record>/", "get"),
    ("atelier/codage/<str:record>/retirer/", "post"),
    ("atelier/codage/<str:record>/memo/", "post"),
    ("atelier/enonces/<str:record>/decider/", "post"),
    ("atelier/enonces/<str:record>/verifier/", "post"),
}
"""What nobody opens here, though they may: there is no map, and what is sent says too little."""
