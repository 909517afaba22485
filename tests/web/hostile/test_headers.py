"""What a browser, or whoever plays one, says of itself reaches no page and no header."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.test import Client, RequestFactory
from tests.web.hostile.payloads import PAYLOADS, Payload, drawn
from tests.web.protect.test_doors import ADDRESSES

from vestibule.web.protect import entering

HEADERS = (
    "HTTP_HOST", "HTTP_ACCEPT_LANGUAGE", "HTTP_USER_AGENT", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_PORT", "HTTP_FORWARDED", "HTTP_REFERER", "HTTP_ORIGIN", "HTTP_COOKIE", "HTTP_ACCEPT", "HTTP_ACCEPT_ENCODING",
    "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE", "HTTP_AUTHORIZATION", "HTTP_X_CSRFTOKEN", "HTTP_HX_REQUEST",
    "HTTP_HX_CURRENT_URL", "HTTP_X_REAL_IP", "HTTP_X_ORIGINAL_URL", "HTTP_X_REWRITE_URL", "HTTP_X_HTTP_METHOD_OVERRIDE", "CONTENT_TYPE", "REMOTE_ADDR",
)  # fmt: skip

PAGES = ("/", "/fr/", "/signaler/fr/", "/signaler/", "/entrer/", "/entrer/invitation/", "/health", "/sante/", "/atelier/", "/api/v1/openapi.json", "/api/v1/releases", "/api/v1/export", "/nulle-part/")  # fmt: skip

pytestmark = pytest.mark.django_db


def answers(payload: Payload, pages: tuple[str, ...]) -> Iterator[tuple[str, HttpResponse]]:  # fmt: skip
    """Ask for pages with the text in each header, one at a time."""
    # a server hands headers on as bytes of one line: what has more never arrives
    text = payload.short().encode("utf-8", "replace").decode("latin-1")[:8000]
    client = Client(raise_request_exception=False)
    for page in pages:
        for header in HEADERS:
            value = f"sessionid={text}; lang={text}" if header == "HTTP_COOKIE" else text  # fmt: skip
            yield f"{page} {header}", client.get(page, **{header: value})


def wrong(payload: Payload, pages: tuple[str, ...] = PAGES) -> list[str]:
    """Return where a text came back, or led away, or let the site fail."""
    found = []
    for asked, answer in answers(payload, pages):
        said = "".join(f"{k}: {v}\n" for k, v in answer.headers.items())
        body = b"" if answer.streaming else answer.content
        if answer.status_code >= 500:
            found.append(f"{asked}: {answer.status_code}")
        if payload.mark.encode() in body or payload.mark in said or "hostile" in said:
            found.append(f"{asked}: came back")
    return found


def test_what_a_header_says_comes_back_nowhere() -> None:
    for payload in drawn(5, seed=1):
        assert wrong(payload) == []


@pytest.mark.proof
@pytest.mark.parametrize("begin", range(0, len(PAYLOADS), 100))
def test_five_hundred_hostile_headers_come_back_nowhere(begin: int) -> None:
    for payload in PAYLOADS[begin : begin + 100]:
        assert wrong(payload) == [], payload


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
