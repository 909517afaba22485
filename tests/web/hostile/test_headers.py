"""What a browser, or whoever plays one, says of itself reaches no page and no header."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pytest
from django.shortcuts import redirect
from django.test import Client, RequestFactory
from tests.web import cast
from tests.web.hostile.payloads import PAYLOADS, Payload, drawn
from tests.web.protect.test_doors import ADDRESSES

from vestibule.web.protect import entering

LONE = (
    "HTTP_HOST",
    "HTTP_COOKIE",
    "HTTP_AUTHORIZATION",
    "CONTENT_TYPE",
    "REMOTE_ADDR",
    "HTTP_X_FORWARDED_HOST",
)
"""What may end a request before another header is read: tried one by one."""

TOGETHER = (
    "HTTP_ACCEPT_LANGUAGE", "HTTP_USER_AGENT", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_PORT", "HTTP_FORWARDED",
    "HTTP_REFERER", "HTTP_ORIGIN", "HTTP_ACCEPT", "HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE",
    "HTTP_X_CSRFTOKEN", "HTTP_HX_REQUEST", "HTTP_HX_CURRENT_URL", "HTTP_X_REAL_IP", "HTTP_X_ORIGINAL_URL", "HTTP_X_REWRITE_URL",
    "HTTP_X_HTTP_METHOD_OVERRIDE", "HTTP_VIA", "HTTP_SEC_PURPOSE", "HTTP_SEC_FETCH_SITE", "HTTP_DNT", "HTTP_SAVE_DATA",
)  # fmt: skip
"""What is read beside each other: each says something else, with a mark of its own."""

PAGES = ("/", "/fr/", "/signaler/fr/", "/signaler/", "/entrer/", "/entrer/invitation/", "/entrer/essai/x/", "/health", "/sante/", "/atelier/", "/api/v1/openapi.json", "/api/v1/releases", "/api/v1/export", "/nulle-part/")  # fmt: skip

INSIDE = ("/atelier/acces/", "/aide/")

pytestmark = pytest.mark.django_db


def said(payload: Payload, number: int) -> str:
    """Return a text as a header carries it: bytes of one line; more never arrives."""
    return payload.short(number).encode("utf-8", "replace").decode("latin-1")[:8000]


def requests(payloads: Sequence[Payload]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield which headers say what: every header says every text once."""
    n = len(payloads)
    for one in range(n):
        yield "together", {name: said(payloads[(one + k) % n], k) for k, name in enumerate(TOGETHER)}  # fmt: skip
        for k, name in enumerate(LONE, start=len(TOGETHER)):
            text = said(payloads[one], k)
            yield name, {name: f"sessionid={text}; lang={text}; csrftoken={text}" if name == "HTTP_COOKIE" else text}  # fmt: skip


def wrong(client: Client, payloads: Sequence[Payload], pages: Sequence[str]) -> list[str]:  # fmt: skip
    """Return where a text came back, or led away, or let the site fail."""
    found = []
    for number, (what, headers) in enumerate(requests(payloads)):
        # what stands alone is tried on one page after the other, the rest on all
        for page in pages if what == "together" else pages[number % len(pages) :][:1]:
            answer = client.get(page, **headers)  # type: ignore[arg-type]
            told = "".join(f"{k}: {v}\n" for k, v in answer.headers.items())
            body = b"" if answer.streaming else answer.content
            if answer.status_code >= 500:
                found.append(f"{page} {headers}: {answer.status_code}")
            if MARK.search(body) or MARK.search(told.encode()) or "hostile" in told:
                found.append(f"{page} {headers}: came back")
    return found


MARK = re.compile(rb"hz\d{3}z")


def stranger() -> Client:
    return Client(raise_request_exception=False)


def member() -> Client:
    """Return the browser of someone of the team."""
    client = stranger()
    client.force_login(cast.gather().accounts["amina"])
    return client


def test_what_a_header_says_comes_back_nowhere() -> None:
    few = drawn(5, seed=1)

    assert wrong(stranger(), few, PAGES) == []
    assert wrong(member(), few[:2], INSIDE) == []


@pytest.mark.proof
def test_five_hundred_hostile_headers_come_back_nowhere() -> None:
    assert wrong(stranger(), PAYLOADS, PAGES) == []


@pytest.mark.proof
def test_five_hundred_hostile_headers_of_who_is_inside_come_back_nowhere() -> None:
    assert wrong(member(), PAYLOADS, INSIDE) == []


@pytest.mark.parametrize("host", ["hostile.invalid", "localhost.hostile.invalid", "localhost:80@hostile.invalid", "", "testserver\r\nX: y"])  # fmt: skip
def test_another_host_is_refused(host: str) -> None:
    answer = Client().get("/entrer/", HTTP_HOST=host)

    assert answer.status_code == 400
    assert b"hostile" not in answer.content


@pytest.mark.parametrize("address", ["//hostile.invalid/", "https://hostile.invalid/", "/\\hostile.invalid", "javascript:hostile(1)", "/\t/hostile.invalid", "///hostile.invalid", "\\\\hostile.invalid", "/atelier/\r\nX-Hostile: 1", "https:hostile.invalid", "//localhost@hostile.invalid/"])  # fmt: skip
def test_whoever_signs_in_is_led_to_no_other_site(address: str, rf: RequestFactory) -> None:  # fmt: skip
    is_led = entering.is_ours(rf.get("/entrer/"), address)

    assert not is_led or redirect(address)["Location"].startswith("/atelier/")


@pytest.mark.parametrize("page", sorted({url for url, _ in ADDRESSES})[:200])
def test_a_hidden_sign_in_an_address_leads_nowhere(page: str) -> None:
    for sign in ("%00", "%E2%80%AE", "%0d%0aX-Hostile:1"):
        answer = Client(raise_request_exception=False).get(f"{page}{sign}")
        assert answer.status_code in (302, 404, 401, 405, 410, 301), page
        assert "X-Hostile" not in answer.headers
