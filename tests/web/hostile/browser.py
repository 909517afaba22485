"""Pages of a site in a real browser, straight from Django: what runs is noted.

The policy of the pages is switched off, so that nothing but their own escaping keeps a
text from running; where it is left on, a page that breaks it says so.
"""

from __future__ import annotations

import contextlib
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

ORIGIN = "http://testserver"

HEADERS = ("Content-Type", "Content-Security-Policy")
"""What of an answer matters to what runs."""

ASSET = re.compile(rb'(?:src|href)="(/[^"]+\.(?:js|css|svg))"')
"""How a page names its sheets and scripts."""

PATIENCE = 240_000
"""Milliseconds that a page may take: a machine that does other work is slow."""

LOOK = """() => ({
  elements: document.querySelectorAll('[data-hostile]').length,
  handlers: [...document.querySelectorAll('*')].flatMap(e => [...e.attributes]
    .filter(a => a.name.startsWith('on') || a.name.startsWith('hx-on') || a.name === 'srcdoc' || a.name === 'style')
    .map(a => e.tagName + ' ' + a.name)),
  links: [...document.querySelectorAll('[href],[src],[action],[formaction],[data],[background]')].flatMap(e =>
    ['href', 'src', 'action', 'formaction', 'data', 'background'].filter(n => e.hasAttribute(n))
    .map(n => e.getAttribute(n)).filter(v => v.trim() && !/^(\\/(?!\\/)|#|\\?|[\\w.-]+(\\/|$|\\?|#|\\.))/.test(v.trim()))
    .filter(v => !/^data:image\\/svg/.test(v) || e.tagName !== 'LINK')),
  shown: document.documentElement.textContent.match(/hz\\d{3}z/g) || [],
  wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
})"""
"""What a page became: elements, handlers, addresses that no page of ours has."""

NOTE = """document.addEventListener('securitypolicyviolation', e => hostile('csp ' + e.violatedDirective + ' ' + e.blockedURI));"""


@dataclass(slots=True)
class Seen:
    """What a browser noticed while pages were opened."""

    ran: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    became: list[str] = field(default_factory=list)
    shown: set[str] = field(default_factory=set)
    scripts: int = 0

    @property
    def wrong(self) -> list[str]:
        return [*self.ran, *self.asked, *self.became]


@contextlib.contextmanager
def chromium() -> Iterator[Any]:
    """Yield a browser, or skip where there is none."""
    api = pytest.importorskip("playwright.sync_api", reason="no Playwright")
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    with api.sync_playwright() as playwright:
        try:
            opened = playwright.chromium.launch(
                executable_path=found, args=["--no-sandbox"]
            )
        except api.Error:
            pytest.skip("no Chromium: install Debian's chromium")
        yield opened
        opened.close()


Given = dict[str, tuple[int, dict[str, str], bytes]]
"""Address to what the site answers: all of it is asked before a browser is opened."""


def given(client: Client, addresses: list[str]) -> Given:
    """Return pages of a site, with the sheets and scripts that they name."""
    return with_assets(client, {one: _answer(client, one) for one in addresses})


def with_assets(client: Client, found: Given) -> Given:
    """Return pages with the sheets and scripts that they name."""
    named = {one.decode() for _, _, body in found.values() for one in ASSET.findall(body)}  # fmt: skip
    return found | {one: _answer(client, one) for one in sorted(named)}


def _answer(client: Client, address: str) -> tuple[int, dict[str, str], bytes]:
    answer = client.get(address)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    told = {name: answer[name] for name in HEADERS if name in answer.headers}
    return answer.status_code, told, body


def look(opened: Any, pages: Given, *, policy: bool = False) -> Seen:
    """Open pages one by one and return what happened."""
    seen = Seen()
    context = opened.new_context(
        bypass_csp=not policy, viewport={"width": 1280, "height": 900}
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    at = [""]
    page.expose_function("hostile", lambda *said: seen.ran.append(f"{at[0]}: {said}"))
    page.add_init_script(NOTE)
    page.on("dialog", lambda box: (seen.ran.append(f"{at[0]}: dialog"), box.dismiss()))
    page.route("**/*", lambda route: _hand_out(route, pages, seen, at))
    for address, (_, told, _) in pages.items():
        if told.get("Content-Type", "").startswith("text/html"):
            at[0] = address
            page.goto(f"{ORIGIN}{address}", wait_until="load")
            _note(page, address, seen)
    context.close()
    return seen


def _note(page: Any, address: str, seen: Seen) -> None:
    told = page.evaluate(LOOK)
    seen.shown |= set(told["shown"])
    for what in ("handlers", "links"):
        seen.became += [f"{address}: {what} {one}" for one in told[what]]
    if told["elements"]:
        seen.became.append(f"{address}: {told['elements']} elements")
    if urlsplit(page.url).path != urlsplit(address).path:
        seen.became.append(f"{address}: led to {page.url}")


def _hand_out(route: Any, pages: Given, seen: Seen, at: list[str]) -> None:
    """Give a page or an asset of the site; note whatever else is asked for."""
    url = route.request.url
    address = url.removeprefix(ORIGIN)
    is_page = pages.get(address, (0, {}, b""))[1].get("Content-Type", "").startswith("text/html")  # fmt: skip
    if address not in pages or (is_page and address != at[0]):
        if not address.endswith("favicon.ico"):
            seen.asked.append(f"{at[0]}: asked {route.request.method} {url}")
        route.abort()
        return
    status, headers, body = pages[address]
    seen.scripts += address.endswith(".js") and status == 200
    route.fulfill(status=status, headers=headers, body=body)
