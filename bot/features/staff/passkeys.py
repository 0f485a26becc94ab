"""Passkeys (W3C WebAuthn) through py_webauthn: user verification required, challenges used once (S1).

Asking for options stores a challenge for five minutes and returns its id with the options as JSON for the
browser; the browser's answer comes back with that id. One challenge checks one answer, right or wrong.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, insert, select, update
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

from bot.conversation.texts import T
from bot.delivery.sql import AnyRow
from bot.features.staff.accounts import cipher_of, may_sign_in
from bot.features.staff.audit import note
from bot.features.staff.challenges import Asked, ask, take
from bot.features.staff.context import Staff, new_id
from bot.features.staff.directory import get
from bot.features.staff.model import StaffRefused, tidy_name
from bot.features.staff.tables import passkeys

LABEL = "staff_passkeys.label"
LIFE = 300
"""Seconds for which a challenge can be answered."""
MOST = 20
"""Passkeys of one account."""
Purpose = Literal["sign_in", "step_up"]
WRONG = (WebAuthnException, ValueError, TypeError, LookupError, AttributeError, RecursionError)
"""What answers that no browser makes can raise inside the library: an answer is right or it is not."""


@dataclass(frozen=True, slots=True)
class Proved:
    """An account whose passkey answered rightly."""

    account: str
    passkey: str


def registration(conn: Connection, staff: Staff, account: str, now: float) -> Asked:
    """Options for a new passkey of this account. Raises StaffRefused where it has too many."""
    owner = get(conn, staff, account, now)
    known = list(conn.scalars(select(passkeys.c.credential).where(passkeys.c.account == account)))
    if owner is None or len(known) >= MOST:
        raise StaffRefused("too_many", T("staff", "No more passkeys can be added. Remove one first."))
    options = generate_registration_options(
        rp_id=staff.site.rp_id,
        rp_name=staff.site.name,
        user_id=account.encode(),
        user_name=owner.email,
        user_display_name=owner.name,
        timeout=LIFE * 1000,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_descriptors(known),
    )
    asked = ask(conn, account, "register", options.challenge, now, LIFE)
    return Asked(asked, options_to_json(options))


def add(
    conn: Connection, staff: Staff, account: str, asked: str, answer: str, label: str, now: float
) -> str | None:
    """Keep a new passkey, where the answer is right; its id. None: wrong, too late, or known already."""
    challenge = take(conn, asked, "register", account, now)
    if challenge is None:
        return None
    try:
        verified = verify_registration_response(
            credential=json.loads(answer),
            expected_challenge=challenge,
            expected_rp_id=staff.site.rp_id,
            expected_origin=staff.site.origin,
            require_user_verification=True,
        )
    except WRONG:
        return None
    if conn.scalar(select(passkeys.c.id).where(passkeys.c.credential == verified.credential_id)) is not None:
        return None
    id_ = new_id()
    name = tidy_name(label, "label")
    conn.execute(
        insert(passkeys).values(
            id=id_,
            account=account,
            credential=verified.credential_id,
            public_key=verified.credential_public_key,
            counter=verified.sign_count,
            label=cipher_of(conn, staff, account).seal(name.encode(), LABEL, id_),
            created=int(now),
        )
    )
    note(conn, account, "passkey.added", id_, {}, now)
    return id_


def question(
    conn: Connection, staff: Staff, purpose: Purpose, now: float, account: str | None = None
) -> Asked:
    """Options to prove a passkey: any (sign in, discoverable), or one of an account (step up)."""
    known = list(conn.scalars(select(passkeys.c.credential).where(passkeys.c.account == account)))
    options = generate_authentication_options(
        rp_id=staff.site.rp_id,
        timeout=LIFE * 1000,
        allow_credentials=_descriptors(known) if account is not None else None,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    asked = ask(conn, account, purpose, options.challenge, now, LIFE)
    return Asked(asked, options_to_json(options))


def prove(
    conn: Connection,
    staff: Staff,
    purpose: Purpose,
    asked: str,
    answer: str,
    now: float,
    account: str | None = None,
) -> Proved | None:
    """Whose passkey gave this answer; None where it is not right, whatever the reason (S6).

    A signature counter that did not grow is a copied authenticator (WebAuthn 6.1.1): refused and noted.
    """
    challenge = take(conn, asked, purpose, account, now)
    if challenge is None:
        return None
    try:
        credential = json.loads(answer)
        row = _owner(conn, credential)
        if row is None or account not in (None, row.account) or not may_sign_in(conn, row.account):
            return None
        verified = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=staff.site.rp_id,
            expected_origin=staff.site.origin,
            credential_public_key=bytes(row.public_key),
            # Checked below, so that it can be told from a wrong signature.
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except WRONG:
        return None
    counter = verified.new_sign_count
    if (counter or row.counter) and counter <= row.counter:
        note(conn, row.account, "passkey.counter_stood_still", row.id, {}, now)
        return None
    changed = (passkeys.c.id == row.id) & (passkeys.c.counter == row.counter)
    done = conn.execute(update(passkeys).where(changed).values(counter=counter, used=int(now)))
    return Proved(row.account, row.id) if done.rowcount == 1 else None


def _owner(conn: Connection, credential: dict[str, Any]) -> AnyRow | None:
    """The passkey that an answer names. A user handle in it has to be of the same account (7.2, step 6)."""
    row = conn.execute(
        select(passkeys.c.id, passkeys.c.account, passkeys.c.public_key, passkeys.c.counter).where(
            passkeys.c.credential == base64url_to_bytes(credential["id"])
        )
    ).first()
    handle = credential["response"].get("userHandle")
    if row is None or (handle and base64url_to_bytes(handle) != row.account.encode()):
        return None
    return row


def _descriptors(credentials: list[bytes]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=bytes(credential)) for credential in credentials]
