"""Passkeys: a key on someone's device, opened by a finger, a face or a PIN."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import webauthn
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from vestibule.web.records.models import Account, Passkey

CHALLENGE = "challenge"
"""Where the session keeps what a device has to sign, until it did."""

SITE = "Vestibule"

WRONG = (WebAuthnException, ValueError, KeyError, TypeError)
"""What is raised of an answer that no device of ours gave."""


def to_add(request: HttpRequest, account: Account) -> Mapping[str, Any]:
    """Return what a device needs to make a key; it asks its owner to prove themselves."""
    have = [
        PublicKeyCredentialDescriptor(id=base64url_to_bytes(one))
        for one in living(account).values_list("credential", flat=True)
    ]
    options = webauthn.generate_registration_options(
        rp_id=_host(request),
        rp_name=SITE,
        user_name=account.pseudonym,
        user_id=f"{account.pk}".encode(),
        exclude_credentials=have,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
    )
    return _remembered(request, options)


def add(
    request: HttpRequest, account: Account, answer: str, *, name: str, at: datetime
) -> Passkey | None:
    """Keep the public half of a new key; None if the device's answer is not sound."""
    challenge = _challenge(request)
    if challenge is None:
        return None
    try:
        made = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=_host(request),
            expected_origin=_origin(request),
            require_user_verification=True,
        )
    except WRONG:
        return None
    credential = bytes_to_base64url(made.credential_id)
    if Passkey.objects.filter(credential=credential).exists():
        return None
    return Passkey.objects.create(
        account=account,
        credential=credential,
        public_key=made.credential_public_key,
        signed=made.sign_count,
        name=name,
        added_at=at,
    )


def to_enter(request: HttpRequest) -> Mapping[str, Any]:
    """Return what a device signs to enter: it names no account, so it tells of none."""
    options = webauthn.generate_authentication_options(
        rp_id=_host(request), user_verification=UserVerificationRequirement.REQUIRED
    )
    return _remembered(request, options)


def enter(request: HttpRequest, answer: str, *, at: datetime) -> Account | None:
    """Return whose key signed; None if the answer is not sound, or nobody's."""
    challenge = _challenge(request)
    if challenge is None:
        return None
    try:
        credential = str(json.loads(answer)["id"]).replace("\0", "")
        with transaction.atomic():
            key = _living(credential)
            signed = _verified(request, challenge, key, answer)
            key.signed, key.used_at = signed, at
            key.save(update_fields=["signed", "used_at"])
    except (*WRONG, Passkey.DoesNotExist):
        return None
    return key.account


def living(account: Account) -> Any:
    """Return the keys of an account that were not removed."""
    return account.passkeys.filter(removed_at=None)


def _living(credential: str) -> Passkey:
    keys = Passkey.objects.select_for_update(of=("self",)).select_related("account")
    return keys.get(credential=credential, removed_at=None, account__is_active=True)


def _verified(request: HttpRequest, challenge: bytes, key: Passkey, answer: str) -> int:
    """Return how often the key signed; a copy of it would have signed less often."""
    done = webauthn.verify_authentication_response(
        credential=answer,
        expected_challenge=challenge,
        expected_rp_id=_host(request),
        expected_origin=_origin(request),
        credential_public_key=bytes(key.public_key),
        credential_current_sign_count=key.signed,
        require_user_verification=True,
    )
    return int(done.new_sign_count)


def _remembered(request: HttpRequest, options: Any) -> Mapping[str, Any]:
    request.session[CHALLENGE] = bytes_to_base64url(options.challenge)
    said: Mapping[str, Any] = json.loads(webauthn.options_to_json(options))
    return said


def _challenge(request: HttpRequest) -> bytes | None:
    # taken out: a signature is good for one answer
    kept = request.session.pop(CHALLENGE, None)
    return base64url_to_bytes(kept) if kept else None


def _host(request: HttpRequest) -> str:
    return request.get_host().rpartition(":")[0] or request.get_host()


def _origin(request: HttpRequest) -> str:
    scheme = "https" if request.is_secure() or not settings.PLAIN_HTTP else "http"
    return f"{scheme}://{request.get_host()}"
