"""The two ceremonies of WebAuthn through py_webauthn, with what this program always asks for (S1).

Loading the library takes 0.2 s, so `passkeys` imports this when the first passkey is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from bot.features.staff.context import Site

REQUIRED = UserVerificationRequirement.REQUIRED
_WRONG = (WebAuthnException, ValueError, TypeError, LookupError, AttributeError, RecursionError)
"""What answers that no browser makes can raise inside the library: an answer is right or it is not."""


@dataclass(frozen=True, slots=True)
class Credential:
    """A new passkey: its authenticator's name for it, its public key (COSE), and the signature counter."""

    id: bytes
    public_key: bytes
    counter: int


def ask_to_create(
    site: Site, account: str, email: str, name: str, known: Sequence[bytes], life: int
) -> tuple[bytes, str]:
    """Challenge, and the options as JSON, for a new discoverable passkey. `life` in seconds."""
    options = generate_registration_options(
        rp_id=site.rp_id,
        rp_name=site.name,
        user_id=account.encode(),
        user_name=email,
        user_display_name=name,
        timeout=life * 1000,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=REQUIRED
        ),
        exclude_credentials=_descriptors(known),
    )
    return options.challenge, options_to_json(options)


def created(site: Site, challenge: bytes, answer: Any) -> Credential | None:
    """The passkey that a browser made, or None where its answer is not right."""
    try:
        verified = verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except _WRONG:
        return None
    return Credential(verified.credential_id, verified.credential_public_key, verified.sign_count)


def ask_to_prove(site: Site, known: Sequence[bytes] | None, life: int) -> tuple[bytes, str]:
    """Challenge, and the options as JSON, for one of these passkeys; None: for any that the device has."""
    options = generate_authentication_options(
        rp_id=site.rp_id,
        timeout=life * 1000,
        allow_credentials=None if known is None else _descriptors(known),
        user_verification=REQUIRED,
    )
    return options.challenge, options_to_json(options)


def named(answer: Any) -> tuple[bytes, bytes] | None:
    """The passkey and the account (empty: not said) that an answer names, unchecked."""
    try:
        handle = answer["response"].get("userHandle") or ""
        return base64url_to_bytes(answer["id"]), base64url_to_bytes(handle)
    except _WRONG:
        return None


def proved(site: Site, challenge: bytes, answer: Any, public_key: bytes) -> int | None:
    """The new signature counter, or None where the answer is not right. The caller compares the counter."""
    try:
        verified = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            credential_public_key=public_key,
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except _WRONG:
        return None
    return verified.new_sign_count


def _descriptors(credentials: Sequence[bytes]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=bytes(credential)) for credential in credentials]
