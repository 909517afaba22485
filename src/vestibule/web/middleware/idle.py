"""Is someone still there? Who does nothing for a while is signed out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

Answer = Callable[[HttpRequest], HttpResponseBase]

SEEN, SINCE = "seen", "since"
"""When someone last asked for a page, and when they signed in: seconds, in the session."""

STEP = timedelta(minutes=1)
"""How often it is written down that someone is there: not at every page."""

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
