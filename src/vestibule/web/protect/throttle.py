"""How often may someone try? Five times in a quarter of an hour, from one address.

Counted for an account and an address together: strangers who guess elsewhere lock out
nobody. A try is counted before the passphrase is looked at, so that many at once are
not more than five. Neither name nor address is kept, only a keyed hash of each.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

SITES = 64
"""Leading bits of an IPv6 address that one household is given."""


def may_try(request: HttpRequest, what: str) -> bool:
    """Count a try of `what` from the address of a request; False: not now."""
    attempt, named = _attempt(request), {"username": _keyed(what)}
    if not AxesProxyHandler.is_allowed(attempt, named):
        return False
    AxesProxyHandler.user_login_failed(
        sender=__name__, credentials=named, request=attempt
    )
    counted = AxesProxyHandler.get_failures(attempt, named)
    return bool(counted <= settings.AXES_FAILURE_LIMIT)


def forget(request: HttpRequest, what: str) -> None:
    """Forget the tries from this address: the last one was right."""
    AxesProxyHandler.reset_attempts(
        username=_keyed(what), ip_address=_keyed_address(address_of(request))
    )


def address_of(request: HttpRequest) -> str:
    """Return the address that asks: beyond the proxies of this site, no further.

    Whatever else stands in ``X-Forwarded-For`` was written by the asker.
    """
    chain = request.headers.get("X-Forwarded-For", "").split(",")
    chain = [*(part.strip() for part in chain), request.META.get("REMOTE_ADDR", "")]
    behind = min(settings.PROXIES, len(chain) - 1)
    return chain[-1 - behind]


def _attempt(request: HttpRequest) -> HttpRequest:
    """Return what axes is shown of a request: a keyed address, nothing else."""
    shown = HttpRequest()
    shown.axes_updated = True  # type: ignore[attr-defined]
    shown.axes_locked_out = False  # type: ignore[attr-defined]
    shown.axes_attempt_time = timezone.now()  # type: ignore[attr-defined]
    shown.axes_ip_address = _keyed_address(address_of(request))  # type: ignore[attr-defined]
    shown.axes_failures_since_start = None  # type: ignore[attr-defined]
    shown.axes_credentials = None  # type: ignore[attr-defined]
    for name in ("axes_user_agent", "axes_path_info", "axes_http_accept"):
        setattr(shown, name, "")
    return shown


def _keyed_address(address: str) -> str:
    """Return an address that only this site could make of another: of fd00::/8."""
    try:
        found = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        seen = address
    else:
        size = SITES if found.version == 6 else found.max_prefixlen
        seen = str(ipaddress.ip_network((found, size), strict=False))
    return str(ipaddress.IPv6Address(bytes.fromhex("fd" + _keyed(seen)[:30])))


def _keyed(words: str) -> str:
    key = f"throttle {settings.SECRET_KEY}".encode()
    return hmac.new(key, words.encode(), hashlib.sha256).hexdigest()
