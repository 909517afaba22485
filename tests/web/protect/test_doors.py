"""Every page says who may open it, and nobody else can."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, path
from tests.web import cast
from tests.web.cast import Cast
from tests.web.hostile import expected
from tests.web.hostile.lots import LETTERS

from vestibule.web.records.access import Right, declared, door, open_to_all
from vestibule.web.records.models import Partner

METHODS = ("get", "head", "post", "put", "patch", "delete", "options")


@pytest.fixture
def team(db: None) -> Cast:
    return cast.gather()


def patterns(resolver: URLResolver | None = None) -> Iterator[tuple[str, URLPattern]]:
    """Yield every address of the site with its pattern."""
    resolver = resolver or get_resolver()
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            for start, found in patterns(entry):
                yield f"{entry.pattern}{start}", found
        else:
            yield str(entry.pattern), entry


def filled(route: str) -> str:
    """Return an address of a route, with something for each of its parts."""
    known = {
        "<int:account>": "1",
        "<int:key>": "1",
        "<int:number>": "1",
        "<str:table>": "places",
        "<path:page>": "fr/index.html",
        "<str:token>": "t",
        "<str:record>": "0" * 32,
        "<slug:table>": "excerpts",
        "<path:path>": "index.html",
        "<str:lang>": "fr",
        "<tongue:start>": "fr",
        "<int:edition>": "1",
        "<str:seal>": "0" * 64,
        "<str:form>": "csv",
    }
    known |= {"<str:record_id>": "0" * 32, "<str:group>": "g:", "<str:kind>": "reponse"}
    for part, value in known.items():
        route = route.replace(part, value)
    return f"/{route}"


ADDRESSES = sorted(
    {(filled(route), declared(p.callback)) for route, p in patterns()}, key=str
)


@pytest.mark.parametrize("route", sorted({route for route, _ in patterns()}))
def test_every_address_says_who_may_open_it(route: str) -> None:
    views = [pattern.callback for found, pattern in patterns() if found == route]

    assert all(declared(view) for view in views), route


@pytest.mark.parametrize("route", sorted({route for route, _ in patterns()}))
def test_every_part_of_an_address_is_tried_below(route: str) -> None:
    assert "<" not in filled(route)


def test_an_address_that_says_nothing_is_found() -> None:
    def forgotten(_: object) -> HttpResponse:
        return HttpResponse("all")

    assert declared(path("atelier/", forgotten).callback) is None


def test_every_workshop_page_asks_for_a_right() -> None:
    workshop = [right for url, right in ADDRESSES if url.startswith("/atelier/")]

    assert workshop
    assert all(isinstance(right, Right) for right in workshop)


def refused(response: HttpResponse) -> bool:
    """Return whether a page was not opened: sent to sign in, not there, no token."""
    away = response.status_code == 302 and response["Location"].startswith("/entrer/?")
    if response.request["PATH_INFO"].startswith("/api/"):
        return response.status_code in (401, 405)
    return away or response.status_code == 404


def test_no_one_opens_what_their_role_is_not_there_for(team: Cast) -> None:
    opened = [
        (name, method, route)
        for name, (_, role, _) in cast.ROLES.items()
        for browser in [team.client(name)]
        for route, page in expected.PAGES.items()
        for method in ("get", "post", "delete")
        if not page.may(LETTERS.get(role or "", ""), method)
        and not refused(getattr(browser, method)(filled(route)))
    ]

    assert opened == []


@pytest.mark.parametrize(
    "url", [url for url, right in ADDRESSES if isinstance(right, Right)]
)
def test_a_stranger_is_asked_to_sign_in(db: None, url: str) -> None:
    for method in METHODS:
        response = getattr(Client(), method)(url)

        if url.startswith("/api/"):
            assert response.status_code in (401, 405)
            continue
        assert response.status_code == 302
        assert response["Location"].startswith("/entrer/?suite=%2Fatelier%2F")


def test_what_someone_may_open_opens(team: Cast) -> None:
    assert team.client("amina").get("/atelier/acces/").status_code == 200
    assert team.client("amina").get("/atelier/equipe/").status_code == 200
    assert team.client("dado").get("/atelier/journal/").status_code == 200
    assert team.client("dado").get("/atelier/equipe/inviter/").status_code == 200


def test_whoever_was_closed_is_a_stranger_at_the_next_page(team: Cast) -> None:
    browser = team.client("amina")
    assert browser.get("/atelier/equipe/").status_code == 200

    account = team.accounts["amina"]
    account.is_active, account.closed_at, account.closed_by = False, cast.AT, "dado"
    account.save()

    assert refused(browser.get("/atelier/equipe/"))


def test_a_role_that_ended_opens_nothing_at_the_next_page(team: Cast) -> None:
    browser = team.client("dado")
    assert browser.get("/atelier/journal/").status_code == 200

    team.accounts["dado"].roles.update(ended_at=cast.AT, ended_by="machine")

    assert refused(browser.get("/atelier/journal/"))


def test_a_partner_that_became_a_funder_opens_nothing(team: Cast) -> None:
    person = team.person("esi")
    assert person.may(Right.SIGN_EDITIONS)

    funder = Partner(key="bridge", funder=True)
    account = team.accounts["esi"]
    account.partner = funder

    assert not cast.Person.of(account).rights


def test_missing_and_not_yours_are_the_same_page_and_cost_the_same(team: Cast) -> None:
    browser = team.client("dado")
    browser.get("/atelier/equipe/")  # the session has been written down once
    other = team.accounts["bako"].pk
    said = []
    for account in (other, 999_999_999):
        with CaptureQueriesContext(connection) as asked:
            response = browser.get(f"/atelier/equipe/{account}/")
        kept = dict(response.headers)
        said.append((response.status_code, response.content, kept, len(asked)))

    assert said[0] == said[1]
    assert said[0][0] == 404


def test_a_page_that_never_was_looks_like_one_that_is_not_yours(team: Cast) -> None:
    browser = team.client("amina")

    never = browser.get("/atelier/nulle-part/")
    closed = browser.get("/atelier/journal/")

    assert (never.status_code, never.content) == (closed.status_code, closed.content)


def test_a_door_gives_the_view_who_asks(team: Cast, rf: RequestFactory) -> None:
    seen = []

    @door(Right.SEE_TEAM)
    def view(request: object) -> HttpResponse:
        seen.append(request.person.pseudonym)  # type: ignore[attr-defined]
        return HttpResponse()

    request = rf.get("/")
    request.user = team.accounts["amina"]
    view(request)

    assert seen == ["amina"]
    assert declared(view) is Right.SEE_TEAM


def test_what_is_open_to_all_says_why() -> None:
    @open_to_all("health")
    def view(_: object) -> HttpResponse:
        return HttpResponse("lives")

    assert declared(view) == "health"
    assert view(None).content == b"lives"
