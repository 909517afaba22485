"""A telephone in software: it makes passkeys and signs with them."""

from __future__ import annotations

import hashlib
import json
import secrets
import struct
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import bytes_to_base64url, encode_cbor

PRESENT, VERIFIED, ATTACHED = 0x01, 0x04, 0x40


@dataclass
class Device:
    """One key, for one site; ``origin`` is where the browser says it is."""

    origin: str = "http://testserver"
    site: str = "testserver"
    verified: bool = True
    signed: int = 0
    id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    key: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def made(self, options: dict[str, Any]) -> str:
        """Return what a browser sends of a new key."""
        client = self._client("webauthn.create", options["challenge"])
        point = self.key.public_key().public_numbers()
        public = encode_cbor(
            {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)}
        )
        attached = bytes(16) + struct.pack(">H", len(self.id)) + self.id + public
        data = self._data(ATTACHED) + attached
        attestation = encode_cbor({"fmt": "none", "attStmt": {}, "authData": data})
        return self._said(clientDataJSON=client, attestationObject=attestation)

    def signs(self, options: dict[str, Any]) -> str:
        """Return what a browser sends to enter."""
        self.signed += 1
        client = self._client("webauthn.get", options["challenge"])
        data = self._data(0)
        signature = self.key.sign(
            data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256())
        )
        return self._said(
            clientDataJSON=client, authenticatorData=data, signature=signature
        )

    def _data(self, more: int) -> bytes:
        flags = PRESENT | (VERIFIED if self.verified else 0) | more
        site = hashlib.sha256(self.site.encode()).digest()
        return site + struct.pack(">BI", flags, self.signed)

    def _client(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin}
        return json.dumps({**said, "crossOrigin": False}).encode()

    def _said(self, **response: bytes) -> str:
        name = bytes_to_base64url(self.id)
        answer = {key: bytes_to_base64url(cell) for key, cell in response.items()}
        shown = {"id": name, "rawId": name, "type": "public-key", "response": answer}
        return json.dumps(shown)
