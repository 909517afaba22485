"""What templates may say: sentences, numbers, days, states."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.template import Context, Library
from django.utils.safestring import SafeString, mark_safe

from vestibule.inform.markup import Html
from vestibule.web import marks
from vestibule.words import Catalogue

register = Library()

DAYS_OF_A_MONTH = 365.25 / 12

NEVER_BROKEN = "\u00a0"
"""The space within a day: it stands on one line."""


def words_of(context: Mapping[str, Any] | Context) -> Catalogue:
    """Return the sentences of the page's language."""
    return Catalogue(str(context.get("lang", "fr")))


def safe(html: Html) -> SafeString:
    """Return markup of ours as Django takes it: everything in it was escaped."""
    return mark_safe(str(html))  # noqa: S308 - `markup.tag` escapes what it is given


@register.simple_tag(takes_context=True)
def say(context: Context, key: str, **params: object) -> str:
    """Say the sentence `key`; Django escapes what comes out."""
    return words_of(context)(key, **params)


@register.simple_tag(takes_context=True)
def state(context: Context, name: str, word: str = "") -> SafeString:
    """Show a state: its mark and its word."""
    return safe(marks.state(name, word or words_of(context)(f"web.states.{name}")))


@register.simple_tag
def mark(name: str) -> SafeString:
    """Show the mark of a state whose word stands beside it."""
    return safe(marks.mark(name))


@register.simple_tag(takes_context=True)
def number(context: Context, value: float, digits: int = 0) -> str:
    """Write a number as the language does."""
    return words_of(context).number(value, digits)


@register.simple_tag(takes_context=True)
def day(context: Context, value: dt.date | None) -> str:
    """Write a day: in the workshop only, never in public."""
    if value is None:
        return ""
    words = words_of(context)
    said = words("web.day", day=str(value.day), month=value.strftime("%Y-%m"))
    return said.replace(" ", NEVER_BROKEN)


@register.simple_tag(takes_context=True)
def lasting(context: Context, days: int) -> str:
    """Say how long something has lasted: nobody counts a thousand days."""
    words = words_of(context)
    months = int((days + 1) / DAYS_OF_A_MONTH)  # a year of 365 days has twelve
    if months < 2:
        return words("web.lasting.days", n=days)
    parts = {"years": months // 12, "months": months % 12}
    return words.joined(
        words(f"web.lasting.{key}", n=n) for key, n in parts.items() if n
    )


@register.filter
def at(row: Sequence[Any], place: int) -> Any:
    """Return what stands at a place of a row, counted from 0."""
    return row[place]


@register.filter
def times(n: int) -> range:
    """Return what a template walks to do something so many times."""
    return range(n)


@register.simple_tag(takes_context=True)
def sayof(context: Context, group: str, *keys: str) -> str:
    """Say the sentence that a value names: `group` and the keys, one after another."""
    return words_of(context)(".".join((group, *keys)))


@register.simple_tag(takes_context=True)
def hundred(context: Context, share: float | None) -> str:
    """Write a share of 0 to 1 as so many of a hundred."""
    return "" if share is None else words_of(context).number(100 * share)
