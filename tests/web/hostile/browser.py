"""Pages of a site in a real browser, straight from Django: what runs is noted.

The policy of the pages is switched off, so that nothing but their own escaping keeps a
text from running; where it is left on, a page that breaks it says so.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

ORIGIN = "http://testserver"

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


def look(
    browser: Any, client: Client, addresses: list[str], *, policy: bool = False
) -> Seen:
    """Open pages one by one and return what happened."""
    seen = Seen()
    context = browser.new_context(
        bypass_csp=not policy, viewport={"width": 1280, "height": 900}
    )
    page = context.new_page()
    at = [""]
    page.expose_function("hostile", lambda *said: seen.ran.append(f"{at[0]}: {said}"))
    page.add_init_script(NOTE)
    page.on("dialog", lambda box: (seen.ran.append(f"{at[0]}: dialog"), box.dismiss()))
    page.route("**/*", lambda route: _answer(route, client, seen, at))
    for address in addresses:
        at[0] = address
        page.goto(f"{ORIGIN}{address}", wait_until="load")
        told = page.evaluate(LOOK)
        seen.shown |= set(told["shown"])
        for what in ("handlers", "links"):
            seen.became += [f"{address}: {what} {one}" for one in told[what]]
        if told["elements"]:
            seen.became.append(f"{address}: {told['elements']} elements")
        if urlsplit(page.url).path != urlsplit(address).path:
            seen.became.append(f"{address}: led to {page.url}")
    context.close()
    return seen


def _answer(route: Any, client: Client, seen: Seen, at: list[str]) -> None:
    """Give a page or an asset of the site; note whatever else is asked for."""
    told = urlsplit(route.request.url)
    address = f"{told.path}?{told.query}" if told.query else told.path
    is_ours = route.request.url.startswith(ORIGIN)
    wanted = address == at[0] or told.path.startswith("/static/") or told.path.endswith((".css", "favicon.ico"))  # fmt: skip
    if not is_ours or "/hostile/" in told.path or not wanted:
        seen.asked.append(f"{at[0]}: asked {route.request.method} {route.request.url}")
        route.abort()
        return
    answer = client.get(address)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    seen.scripts += told.path.endswith(".js") and answer.status_code == 200
    route.fulfill(status=answer.status_code, headers=dict(answer.headers), body=body)
