"""What a newcomer needs to know: the chain, the signs, where to begin, the keys."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vestibule.web.protect.views import words_of
from vestibule.web.records.access import open_to_all
from vestibule.web.records.rights import RIGHTS
from vestibule.words import Catalogue

CHAIN = (
    "gathering",
    "voice",
    "excerpt",
    "finding",
    "validation",
    "priority",
    "recommendation",
    "commitment",
    "verification",
    "restitution",
    "edition",
)
"""What follows from what, each told in a sentence."""

SIGNS = ("done", "running", "nobody", "late", "contested", "suspended")
"""One state of each shape."""

NEVER = ("names", "raw", "visits")
"""What is never written down here."""

KEYS = (
    ("/", "seek"),
    ("j k", "rows"),
    ("g c", "coverage"),
    ("g o", "coding"),
    ("g f", "findings"),
    ("?", "help"),
)


@open_to_all("how the workshop works; nothing of what it holds")
@require_safe
def helped(request: HttpRequest) -> HttpResponseBase:
    """Say how the workshop works, to whoever has entered and to whoever has not."""
    words = words_of(request)
    context = {
        "chain": _told(words, "chain", CHAIN),
        "signs": [(key, words(f"web_help.signs.{key}")) for key in SIGNS],
        "begin": [
            (words(f"web_team.roles.{role}"), words(f"web_help.begin.{role}"))
            for role in RIGHTS
        ],
        "never": [words(f"web_help.never.{key}") for key in NEVER],
        "touches": [
            (key.split(), words(f"web_help.keys.{name}")) for key, name in KEYS
        ],
    }
    return render(request, "inform/help.html", context)


def _told(words: Catalogue, group: str, keys: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return the name and the sentence of each."""
    return [
        (words(f"web_help.{group}.{key}"), words(f"web_help.{group}_says.{key}"))
        for key in keys
    ]
