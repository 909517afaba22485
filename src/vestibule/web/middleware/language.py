"""In which language is a page said? That of the account, else as the browser asks."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from vestibule.web.records.models import Account
from vestibule.words import LANGUAGES

Answer = Callable[[HttpRequest], HttpResponseBase]

COOKIE = "lang"
"""What a stranger chose, on the pages before signing in."""


class Language:
    """Sets ``request.lang``, also for what Django itself says in forms."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the language."""
        lang = language_of(request)
        request.lang = lang  # type: ignore[attr-defined]
        with translation.override(lang):
            response = self.get_response(request)
        response.setdefault("Content-Language", lang)
        return response


def language_of(request: HttpRequest) -> str:
    """Return the language to speak; French where nothing else is asked for."""
    account = getattr(request, "user", None)
    chosen = account.lang if isinstance(account, Account) else None
    header = request.headers.get("Accept-Language", "")
    accepted = (tag.split("-")[0] for tag, _ in parse_accept_lang_header(header))
    for wanted in (chosen, request.COOKIES.get(COOKIE), *accepted):
        if wanted in LANGUAGES:
            return str(wanted)
    return LANGUAGES[0]
