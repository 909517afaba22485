"""What may come in with an address or a form? Nothing that nobody sees and that misleads.

A sign that turns text around would let one line be read as another; U+0000 is refused by
one of the two databases. Pasted text carries such signs without anybody's doing: they are
left out, and nothing else of what was typed is changed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict

from vestibule.listen.signs import BREAKS, HIDDEN, JOINERS, SHOWN

Answer = Callable[[HttpRequest], HttpResponseBase]

SURROGATES = "Cs"
"""Category of halves of signs: no file and no database takes them."""


class Signs:
    """Leaves out of every address and form what nobody sees and what misleads."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; raises Http404 for an address with a hidden sign in it."""
        if cleared(request.path_info) != request.path_info:
            raise Http404
        request.GET = _cleared(request.GET)  # type: ignore[assignment]  # made not mutable
        if request.method == "POST" and not request.path_info.startswith("/api/"):
            request.POST = _cleared(request.POST)  # type: ignore[assignment]
        return self.get_response(request)


def cleared(text: str) -> str:
    r"""Return a text without signs that are hidden and no part of any writing.

    >>> cleared("Amina\u202e\x00 parle\n")
    'Amina parle\n'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(sign for sign in text if not _misleads(sign))


@lru_cache(maxsize=4096)
def _misleads(sign: str) -> bool:
    if sign in BREAKS or sign in JOINERS or sign in SHOWN:
        return False
    kind = unicodedata.category(sign)
    return kind in HIDDEN or kind == SURROGATES


def _cleared(given: QueryDict) -> QueryDict:
    told = [(name, value) for name, values in given.lists() for value in values]
    kept = [(cleared(name), cleared(value)) for name, value in told]
    if kept == told:
        return given
    made = QueryDict(mutable=True)
    for name, value in kept:
        made.appendlist(name, value)
    made._mutable = False
    return made
