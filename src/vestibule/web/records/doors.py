"""Who may open this page? Every view says so; a view that does not fails the tests."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from vestibule.web.records.models import Account
from vestibule.web.records.person import Person
from vestibule.web.records.rights import Right

View = Callable[..., HttpResponseBase]

NEXT = "suite"
"""The parameter that names the page someone wanted."""


def door(right: Right) -> Callable[[View], View]:
    """Open a view to those who hold a right, as ``request.person``.

    A stranger is asked to sign in; to anyone else the page is not there.
    """

    def guard(view: View) -> View:
        @functools.wraps(view)
        def guarded(
            request: HttpRequest, *args: Any, **kwargs: Any
        ) -> HttpResponseBase:
            person = person_of(request)
            if person is None:
                return redirect(f"{reverse('protect:enter')}?{_wanted(request)}")
            if not person.may(right):
                raise Http404
            return view(request, *args, **kwargs)

        guarded.right = right  # type: ignore[attr-defined]
        return guarded

    return guard


def open_to_all(reason: str) -> Callable[[View], View]:
    """Open a view to everyone, and say why."""

    def mark(view: View) -> View:
        @functools.wraps(view)
        def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return view(request, *args, **kwargs)

        opened.open_to_all = reason  # type: ignore[attr-defined]
        return opened

    return mark


def person_of(request: HttpRequest) -> Person | None:
    """Return who is signed in, and remember it in ``request.person``; asked once."""
    known = getattr(request, "person", None)
    account = getattr(request, "user", None)
    if known is None and isinstance(account, Account) and account.is_active:
        known = Person.of(account)
        request.person = known  # type: ignore[attr-defined]
    return known if isinstance(known, Person) else None


def declared(view: Any) -> Right | str | None:
    """Return the right a view asks for, or why it is open; None: nobody said."""
    return getattr(view, "right", None) or getattr(view, "open_to_all", None)


def _wanted(request: HttpRequest) -> str:
    return urlencode({NEXT: request.get_full_path()})
