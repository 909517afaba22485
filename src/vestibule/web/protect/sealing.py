"""How are the secrets of an account made and kept? Hashed, or sealed for this site."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters of a code that is read aloud or written by hand: none looks like another."""

GROUPS, IN_A_GROUP = 4, 5
"""Twenty letters: 99 bits, beyond guessing, so a plain keyed hash keeps them."""


def new_code() -> str:
    """Return a one-time code, in groups."""
    groups = (
        "".join(secrets.choice(LETTERS) for _ in range(IN_A_GROUP))
        for _ in range(GROUPS)
    )
    return "-".join(groups)


def code_hash(code: str) -> str:
    """Return the hash under which a code is kept; case, spaces and dashes are nothing."""
    plain = "".join(letter for letter in code.lower() if letter.isalnum())
    key = f"one-time code {settings.SECRET_KEY}".encode()
    return hmac.new(key, plain.encode(), hashlib.sha256).hexdigest()


def seal(plain: bytes) -> str:
    """Return bytes as only this site can read them: a stolen database cannot."""
    return _box().encrypt(plain).decode("ascii")


def unseal(sealed: str) -> bytes | None:
    """Return what was sealed, None where the site's secret is another today."""
    try:
        return _box().decrypt(sealed.encode("ascii"))
    except InvalidToken:
        return None


def _box() -> Fernet:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"vestibule code app")
    return Fernet(base64.urlsafe_b64encode(key.derive(settings.SECRET_KEY.encode())))
