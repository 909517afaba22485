"""Is someone still there? Who does nothing for a while is signed out."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from vestibule.web.databases import WAIT_SECONDS

Answer = Callable[[HttpRequest], HttpResponseBase]

SEEN, SINCE = "seen", "since"
"""When someone last asked for a page, and when they signed in: seconds, in the session."""

STEP = timedelta(minutes=1)
"""How often it is written down that someone is there: not at every page."""

HASTE_MS = 200
"""How long a mark that someone is there waits for another writer."""

LONGEST = timedelta(hours=12)
"""After which one signs in again, however busy."""


class Idle:
    """Ends a session that nobody used for `settings.IDLE`."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; first sign out whoever went away."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            _mark(request, timezone.now())
        return self.get_response(request)


def begin(request: HttpRequest, now: datetime) -> None:
    """Begin to count, at sign-in."""
    request.session[SEEN] = request.session[SINCE] = now.timestamp()


def _mark(request: HttpRequest, now: datetime) -> None:
    if not request.user.is_authenticated:
        return
    moment, session = now.timestamp(), request.session
    seen = session.setdefault(SEEN, moment)
    since = session.setdefault(SINCE, moment)
    quiet, long = moment - seen, moment - since
    if quiet > settings.IDLE.total_seconds() or long > LONGEST.total_seconds():
        logout(request)
    elif quiet >= STEP.total_seconds():
        session[SEEN] = moment
        _keep(session)


def _keep(session: SessionBase) -> None:
    """Write down that someone is there; while others write for long, a later page does.

    Nobody waits for an import only because a minute has gone by.
    """
    try:
        with _hasty():
            session.save()
    except (OperationalError, UpdateError) as error:
        if not _was_busy(error):
            return  # the session is gone: what comes after the page says so
    session.modified = False


def _was_busy(error: Exception) -> bool:
    # the store of sessions hides what the database said
    return isinstance(error, OperationalError) or isinstance(
        error.__context__, OperationalError
    )


@contextlib.contextmanager
def _hasty() -> Iterator[None]:
    """Let the embedded database refuse soon instead of waiting its turn."""
    if connection.vendor != "sqlite":
        yield
        return
    _be_patient(HASTE_MS)
    try:
        yield
    finally:
        _be_patient(1000 * WAIT_SECONDS)


def _be_patient(milliseconds: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout={milliseconds:d}")
