"""How people walk through the site: by links, forms and buttons, and nothing else."""

from __future__ import annotations

import base64
import datetime as dt
import time
from typing import Any

from django.utils import timezone
from django_otp.oath import totp
from tests.web.pages.conftest import PATIENCE, Site

PHRASE = "seven quiet herons by the ferry"

TOLD = "La nuit, le bac ne passe plus, et les malades attendent le jour."
"""What somebody said, and nobody read yet."""

TODAY = timezone.now().date()


def entered(site: Site, browser: Any, name: str, **options: Any) -> Any:
    """Return the page of someone who opened an access with an invitation, in French."""
    page = site.context(browser, **options).new_page()
    page.goto("/entrer/")
    page.click("a[href='/entrer/invitation/']")
    fill(
        page,
        invitation=site.ways[name],
        sign_in=f"{name}-enters",
        passphrase=PHRASE,
        again=PHRASE,
    )
    send(page)
    letters = page.inner_text("main .id").replace(" ", "")
    secret = base64.b32decode(letters + "=" * (-len(letters) % 8))
    fill(page, first_code=f"{totp(secret):06d}")
    send(page)
    page.locator("main a.btn.main, main .acts a").first.click()
    return page


def fill(page: Any, **cells: Any) -> None:
    """Fill in a form as its fields ask: text, day, choice from a list or in sight."""
    for name, value in cells.items():
        field = page.locator(f"main [name='{name}']")
        kind = field.first.evaluate("e => e.tagName + ':' + e.type")
        if kind == "INPUT:radio":
            page.check(f"main [name='{name}'][value='{value}']")
        elif kind.startswith("SELECT"):
            chosen = {"index": value} if isinstance(value, int) else {"value": value}
            field.select_option(**chosen)
        else:
            field.fill(str(value))


def send(page: Any) -> None:
    """Press the one primary button of a form, and land on the next page."""
    with page.expect_navigation():
        page.locator("main form.form button.main").click()


def ago(days: int) -> str:
    return str(TODAY - dt.timedelta(days=days))


def follow(page: Any, link: Any) -> None:
    """Click a link, and land on the page it leads to."""
    with page.expect_navigation():
        link.click()


def says(page: Any, part: Any = None) -> str:
    """Return what a page says, without soft hyphens, with the signs of a keyboard."""
    text = (part or page.locator("main")).inner_text()
    for odd, plain in {"\u00ad": "", "\u00a0": " ", "\u202f": " ", "’": "'"}.items():
        text = text.replace(odd, plain)
    return str(text)


def until(page: Any, seen: str, *, seconds: int = PATIENCE) -> None:
    """Open a page again until something is seen in it."""
    end = time.monotonic() + seconds
    while not page.locator(seen).count():
        assert time.monotonic() < end, f"{seen} was not seen: {says(page)}"
        page.wait_for_timeout(1500)
        page.reload()


def noted(page: Any) -> str:
    """Write down what was said in a gathering, and return what that is called."""
    page.goto("/atelier/rencontres/")
    follow(page, page.locator("main tbody th a").first)
    called = page.inner_text("main h1").strip()
    follow(page, page.locator("main a[href$='/paroles/']"))
    fill(page, words=TOLD, lang="fr", consent="4")
    send(page)  # nothing is kept before every word was looked at
    send(page)
    return str(called)


def waiting(page: Any, gathering: str) -> str:
    """Open what nobody read yet of a gathering, and return its address."""
    page.goto("/atelier/codage/?etat=unread")
    follow(page, page.locator("main tbody th a", has_text=gathering).last)
    assert TOLD in page.inner_text("main")
    return str(page.url)
