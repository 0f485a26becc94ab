"""A software authenticator: what a phone does, with an ES256 key and attestation "none".

It speaks the JSON of PublicKeyCredential.toJSON() (W3C WebAuthn 3), which py_webauthn checks as a real one's.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import struct
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Authenticator:
    """One device with one passkey. `verifies`: it asked for a finger. `step`: how its counter grows."""

    origin: str = "http://localhost:8000"
    verifies: bool = True
    step: int = 1
    counter: int = 0
    user: bytes = b""
    credential: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    @property
    def id(self) -> str:
        return bytes_to_base64url(self.credential)

    def create(self, options: str) -> str:
        """navigator.credentials.create()"""
        asked = json.loads(options)
        self.user = base64url_to_bytes(asked["user"]["id"])
        point = self.key.public_key().public_numbers()
        cose = cbor2.dumps(
            {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")}
        )
        attested = bytes(16) + struct.pack(">H", len(self.credential)) + self.credential + cose
        data = self._data(asked["rp"]["id"], ATTESTED) + attested
        answer = {
            "clientDataJSON": self._client("webauthn.create", asked["challenge"]),
            "attestationObject": cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data}),
        }
        return self._said(answer)

    def get(self, options: str) -> str:
        """navigator.credentials.get()"""
        asked = json.loads(options)
        self.counter += self.step
        data = self._data(asked["rpId"], 0)
        client = self._client("webauthn.get", asked["challenge"])
        signed = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        answer = {
            "clientDataJSON": client,
            "authenticatorData": data,
            "signature": signed,
            "userHandle": self.user,
        }
        return self._said(answer)

    def _data(self, rp_id: str, flags: int) -> bytes:
        flags |= PRESENT | (VERIFIED if self.verifies else 0)
        return hashlib.sha256(rp_id.encode()).digest() + struct.pack(">BI", flags, self.counter)

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _said(self, answer: dict[str, bytes]) -> str:
        response: dict[str, Any] = {name: bytes_to_base64url(value) for name, value in answer.items()}
        said = {"id": self.id, "rawId": self.id, "type": "public-key", "response": response}
        return json.dumps(said | {"clientExtensionResults": {}})
