"""Every address, by every method, for everyone: who has no business there sees nothing.

What is expected is `expected.PAGES`, written by hand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import pytest
from django.test import Client
from tests.web import cast
from tests.web.api.test_api import token
from tests.web.hostile import expected, lots
from tests.web.hostile.answers import Answer
from tests.web.hostile.lots import World
from tests.web.protect.test_doors import METHODS, filled, patterns

from vestibule.web.api import tokens

pytestmark = pytest.mark.django_db

CLOSED = "closed"
"""An account that was closed while someone was signed in with it."""


@pytest.fixture
def people() -> World:
    """Return the cast, and those who joined it; there is no record."""
    return lots.people()


def browsers(world: World) -> dict[str | None, Client]:
    """Return the browser of everyone; of a stranger for None."""
    names = [None, *world.held, CLOSED]
    world.team.accounts[CLOSED] = account = cast.account(
        CLOSED, world.team.partners["well"], "facilitator"
    )
    found = {name: world.team.client(name) for name in names}
    account.is_active, account.closed_at, account.closed_by = False, cast.AT, "dado"
    account.save()
    return found


def test_what_is_expected_is_written_for_every_address_and_for_no_other() -> None:
    routes = {route for route, _ in patterns()}
    files = {route for route, p in patterns() if _is_file_of_an_edition(p)}

    written = {*expected.PAGES, *expected.OPEN, *expected.API}
    assert written & files == {""}
    assert routes == written | files


def _is_file_of_an_edition(pattern: object) -> bool:
    return pattern.callback.__name__ == "current"  # type: ignore[attr-defined]


def wrong(
    world: World, browsers: dict[str | None, Client], tries: Sequence[tuple[str, str]]
) -> Iterator[tuple[str | None, str, str, int]]:
    """Yield whoever got another answer than they should, by route and method."""
    for name, browser in browsers.items():
        never = {
            m: Answer.of(_ask(browser, m, "/atelier/nulle/part/")) for m in METHODS
        }
        for route, method in tries:
            answer = _ask(browser, method, filled(route))
            told = Answer.of(answer)
            if not _is_right(world, name, route, method, told, never[method]):
                yield name, method, route, told.status


def _ask(browser: Client, method: str, url: str) -> object:
    return getattr(browser, method)(url)


def _is_right(
    world: World, name: str | None, route: str, method: str, told: Answer, never: Answer
) -> bool:
    page = expected.PAGES[route]
    if name in (None, CLOSED):
        return told.status == 302 and _leads(told).startswith("/entrer/?suite=%2Fatelier%2F")  # fmt: skip
    if not page.may(world.letters(str(name)), method):
        return told == never
    allowed = {"get": "G", "head": "G", "post": "P"}.get(method, "-") in page.methods
    if not allowed:
        return told.status == 405
    return told.status < 500 and not _leads(told).startswith("/entrer/")


def _leads(told: Answer) -> str:
    return dict(told.headers).get("Location", "")


def test_a_few_of_all_combinations_are_answered_as_written_by_hand(
    people: World,
) -> None:
    every = [(route, method) for route in expected.PAGES for method in METHODS]

    assert [*wrong(people, browsers(people), every[::53])] == []


@pytest.mark.proof
def test_every_address_by_every_method_is_answered_to_everyone_as_written_by_hand(
    people: World,
) -> None:
    every = [(route, method) for route in expected.PAGES for method in METHODS]
    asking = browsers(people)

    assert [*wrong(people, asking, every)] == []
    assert len(every) * len(asking) > 14_000


def test_what_is_open_to_all_takes_no_other_method(people: World) -> None:
    stranger = Client()
    for route, methods in expected.OPEN.items():
        for method in METHODS:
            answer = getattr(stranger, method)(filled(route))
            kind = {"get": "G", "head": "G", "post": "P"}.get(method, "-")
            if kind not in methods:
                assert answer.status_code == 405, (method, route)
            assert answer.status_code < 500, (method, route)


def test_a_token_opens_what_its_scope_and_its_person_may_and_nothing_else(
    people: World,
) -> None:
    told: Counter[int] = Counter()
    for name in ("bako", "ines"):
        for scope in tokens.SCOPES:
            given = token(people.team, name, scope)
            browser = Client(headers={"authorization": f"Bearer {given}"})
            for route, (kind, wanted, letters) in expected.API.items():
                for method in METHODS:
                    answer = getattr(browser, method)(filled(route), secure=True)
                    told[answer.status_code] += 1
                    assert _is_answered(
                        answer.status_code, method, kind, scope == wanted,
                        bool(set(letters) & set(people.letters(name))),
                    ), (name, scope, method, route)  # fmt: skip
            for route in ("atelier/", "atelier/rencontres/", "atelier/acces/"):
                assert browser.get(f"/{route}").status_code == 302
    assert told[401]
    assert told[200]


def _is_answered(status: int, method: str, kind: str, scoped: bool, may: bool) -> bool:
    if {"get": "G", "head": "G", "post": "P"}.get(method) != kind:
        return status == 405
    if not scoped:
        return status == 401
    return status in (200, 409, 422) if may else status == 404


def test_a_token_of_someone_who_lost_their_role_or_account_opens_nothing(
    people: World,
) -> None:
    given = {name: token(people.team, name, "query") for name in ("bako", "esi")}
    people.team.accounts["bako"].roles.update(ended_at=cast.AT, ended_by="dado")
    account = people.team.accounts["esi"]
    account.is_active, account.closed_at, account.closed_by = False, cast.AT, "dado"
    account.save()

    for one in given.values():
        browser = Client(headers={"authorization": f"Bearer {one}"})
        assert browser.get("/api/v1/query/places", secure=True).status_code in (401, 404)  # fmt: skip


def test_whoever_signed_in_opens_nothing_of_the_api_without_a_token(
    people: World,
) -> None:
    for name in people.held:
        browser = people.team.client(name)
        for route, (kind, _, _) in expected.API.items():
            method = "get" if kind == "G" else "post"
            answer = getattr(browser, method)(filled(route), secure=True)
            assert answer.status_code == 401, (name, route)
