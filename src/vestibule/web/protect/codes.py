"""The second factor that an application shows: six digits, new every thirty seconds."""

from __future__ import annotations

import base64
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote

import segno
from django.db import transaction
from django_otp.oath import TOTP

from vestibule.inform.markup import Html, tag
from vestibule.web.protect import sealing
from vestibule.web.records.models import Account, CodeApp

SECRET_BYTES = 20
"""160 bits, as RFC 4226 asks for."""

DRIFT = 1
"""Steps of thirty seconds by which a telephone's clock may be off."""

DIGITS = 6


def new_secret() -> bytes:
    """Return a secret to share with someone's application."""
    return secrets.token_bytes(SECRET_BYTES)


def spelled(secret: bytes) -> str:
    """Return a secret as people type it into an application, in groups of four."""
    letters = base64.b32encode(secret).decode("ascii").rstrip("=")
    return " ".join(letters[i : i + 4] for i in range(0, len(letters), 4))


def address(secret: bytes, name: str) -> str:
    """Return what an application reads from the square."""
    letters = spelled(secret).replace(" ", "")
    return f"otpauth://totp/Vestibule:{quote(name)}?secret={letters}&issuer=Vestibule"


def square(secret: bytes, name: str, says: str) -> Html:
    """Return the square to photograph, as a drawing without a style."""
    code = segno.make(address(secret, name), micro=False)
    rows = tuple(code.matrix_iter(border=2))
    dark = "".join(
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, on in enumerate(row)
        if on
    )
    size = len(rows)
    return tag(
        "svg",
        tag("path", d=f"M0 0h{size}v{size}H0z", fill="#fff"),
        tag("path", d=dark, fill="#000"),
        viewBox=f"0 0 {size} {size}",
        role="img",
        aria_label=says,
        class_="square",
        width=220,
        height=220,
    )


def step_of(secret: bytes, code: str, at: datetime) -> int | None:
    """Return which thirty seconds a code belongs to, None if to none near now."""
    digits = "".join(letter for letter in code if letter.isdigit())
    if len(digits) != DIGITS:
        return None
    found = None
    for drift in range(-DRIFT, DRIFT + 1):
        clock = TOTP(secret, drift=drift, digits=DIGITS)
        clock.time = at.timestamp()
        # all three are worked out, right or wrong
        if hmac.compare_digest(f"{clock.token():0{DIGITS}d}", digits):
            found = clock.t()
    return found


def add(account: Account, secret: bytes, *, step: int, at: datetime) -> None:
    """Keep the secret of someone's application in place of the one before."""
    with transaction.atomic():
        account.code_apps.filter(ended_at=None).update(
            ended_at=at, ended_by=account.pseudonym
        )
        CodeApp.objects.create(
            account=account, secret=sealing.seal(secret), step=step, added_at=at
        )


def take(account: Account, code: str, *, at: datetime) -> bool:
    """Return whether a code is right; each is taken once, of two at once only one."""
    app = account.code_apps.filter(ended_at=None).first()
    secret = sealing.unseal(app.secret) if app else None
    if app is None or secret is None:
        return False
    step = step_of(secret, code, at)
    if step is None:
        return False
    later = CodeApp.objects.filter(pk=app.pk, step__lt=step)
    return later.update(step=step) == 1
