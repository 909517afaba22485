"""A process in the database, and forms filled in as a browser would."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.test import Client
from django.utils import timezone
from tests.web import cast
from tests.web.cast import Cast

from vestibule.web.records import declarations

PROCESS = """key = "dialogue"
title.fr = "Un dialogue"
title.en = "A dialogue"
question.fr = "Quoi ?"
question.en = "What?"
fictitious = true

[[languages]]
key = "fr"
name.fr = "Français"
name.en = "French"

[[harm]]
key = "dividers"
question.fr = "Qu'est-ce qui divise ?"
question.en = "What divides?"

[[profiles]]
key = "women"
name.fr = "Femmes"
name.en = "Women"
side = "community"
"""

TODAY = timezone.now().date()


def ago(days: int) -> dt.date:
    """Return a day so long before today."""
    return TODAY - dt.timedelta(days=days)


def team() -> Cast:
    """Return the cast, in a process of their own."""
    made = cast.gather()
    declarations.declare(PROCESS, at=cast.AT, by="machine")
    return made


def filled(browser: Client, url: str, **cells: Any) -> dict[str, Any]:
    """Open a form and return what it would send, with some cells filled in."""
    page = browser.get(url).content.decode()
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    hidden.pop("csrfmiddlewaretoken", None)
    hidden.pop("lang", None)
    return {**hidden, **cells}


def send(browser: Client, url: str, **cells: Any) -> Any:
    """Open a form, fill it in and send it."""
    return browser.post(url, filled(browser, url, **cells))
