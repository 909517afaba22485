"""The way in, step by step: what is known of someone who has not entered yet."""

from __future__ import annotations

import functools
from datetime import datetime, timedelta

from django.contrib.auth import login
from django.contrib.auth.hashers import check_password, make_password
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from vestibule.web.context import home
from vestibule.web.middleware import idle
from vestibule.web.records import audit
from vestibule.web.records.doors import NEXT
from vestibule.web.records.models import Account
from vestibule.web.records.person import Person

HALF = "half"
"""Where the session keeps who gave a passphrase, until the second factor."""

HALF_WAY = timedelta(minutes=10)
"""How long the second factor may take."""

BACKEND = "django.contrib.auth.backends.ModelBackend"


def known(sign_in: str, passphrase: str) -> Account | None:
    """Return whose passphrase it is; an unknown name takes as long as a known one."""
    account = Account.objects.filter(sign_in=sign_in, is_active=True).first()
    barred = account is None or not account.has_usable_password()
    kept = _nobody() if account is None or barred else account.password
    right = check_password(passphrase, kept)
    return account if right and not barred else None


def half_way(request: HttpRequest, account: Account, *, at: datetime) -> None:
    """Remember who gave a passphrase, in a session with a new key."""
    request.session.flush()
    request.session[HALF] = [account.pk, at.timestamp()]
    request.session[NEXT] = request.GET.get(NEXT, "")


def who_is_half_way(request: HttpRequest, *, at: datetime) -> Account | None:
    """Return who gave a passphrase a short while ago, None if nobody did."""
    account, since = request.session.get(HALF) or (None, 0.0)
    if account is None or at.timestamp() - since > HALF_WAY.total_seconds():
        return None
    return Account.objects.filter(pk=account, is_active=True).first()


def enter(request: HttpRequest, account: Account, *, at: datetime) -> str:
    """Let someone in, with a new session; return the page they wanted."""
    wanted = request.session.get(NEXT) or request.GET.get(NEXT, "")
    request.session.flush()
    login(request, account, backend=BACKEND)
    idle.begin(request, at)
    audit.record("enter", by=Person.of(account), at=at)
    return wanted if is_ours(request, wanted) else home()


def is_ours(request: HttpRequest, url: str) -> bool:
    """Return whether an address is a page of this site."""
    return bool(url) and url_has_allowed_host_and_scheme(
        url, {request.get_host()}, require_https=request.is_secure()
    )


@functools.cache
def _nobody() -> str:
    return make_password("nobody has this passphrase")
