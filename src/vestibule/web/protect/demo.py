"""The workshop of an invented country opens by one link, once, on this machine alone.

A link is a random token; its hash lies in the home. It cannot be made, and opens
nothing, where the process is not marked fictitious.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import ipaddress
import json
import os
import secrets
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from vestibule.errors import Refused
from vestibule.web.context import current_process
from vestibule.web.protect import entering
from vestibule.web.records.access import open_to_all
from vestibule.web.records.models import Account

FILE = "demo-link"
"""Where the hash of the link lies, in the home."""

OPEN_FOR = timedelta(minutes=15)

TOKEN_BYTES = 32

LOCAL = frozenset({"localhost", "127.0.0.1", "[::1]"})


class NotFictitious(Refused):
    """A real process is entered with two factors, never by a link."""

    code = "not-fictitious"


def make(account: Account, *, at: datetime) -> str:
    """Return the path of a link that opens the workshop as an account, once.

    The link before opens nothing. Raises NotFictitious for a real process.
    """
    if not _is_fictitious():
        raise NotFictitious(
            "This process is real: nobody enters by a link. Invite a protection "
            "officer instead."
        )
    token = secrets.token_urlsafe(TOKEN_BYTES)
    until = (at + OPEN_FOR).timestamp()
    kept = {"sha256": _hash(token), "until": until, "account": account.pk}
    handle = os.open(_file(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        json.dump(kept, out)
    return reverse("protect:demo", args=[token])


@open_to_all("the way into an invented country, from this machine alone")
@require_GET
def enter(request: HttpRequest, token: str) -> HttpResponseBase:
    """Let in who holds the link; to anyone else the page is not there."""
    at = timezone.now()
    account = take(token, at=at) if _may_ask(request) else None
    if account is None:
        raise Http404
    return redirect(entering.enter(request, account, at=at))


def take(token: str, *, at: datetime) -> Account | None:
    """Return whom the link lets in; it is gone after. A wrong token leaves it."""
    if not _is_fictitious():
        return None
    kept = _kept()
    if not hmac.compare_digest(str(kept.get("sha256", "")), _hash(token)):
        return None
    try:
        _file().unlink()  # of two that come at once, one removes it
    except FileNotFoundError:
        return None
    if at.timestamp() > kept["until"]:
        return None
    return Account.objects.filter(pk=kept["account"], is_active=True).first()


def _may_ask(request: HttpRequest) -> bool:
    """Return whether a person at this machine asks: no network, no prefetch."""
    host = request.get_host().rpartition(":")[0] or request.get_host()
    forwarded = {"X-Forwarded-For", "Forwarded", "X-Real-Ip", "Via"} & set(
        request.headers
    )
    guessing = "Sec-Purpose" in request.headers or "Purpose" in request.headers
    here = _is_loopback(request.META.get("REMOTE_ADDR", ""))
    return here and host in LOCAL and not forwarded and not guessing


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _is_fictitious() -> bool:
    process = current_process()
    return process is not None and process.fictitious


def _kept() -> dict[str, Any]:
    with contextlib.suppress(FileNotFoundError, ValueError):
        return dict(json.loads(_file().read_text("ascii")))
    return {}


def _file() -> Path:
    return Path(settings.HOME) / FILE


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
