"""Passkeys, checked by py_webauthn itself against a software authenticator (S1)."""

from __future__ import annotations

import json

from bot.features.staff import joining, sign_in
from tests.features.staff.office import Office


async def test_S1_a_passkey_takes_an_account_up_and_signs_in(office: Office) -> None:
    ana = await office.colleague("administrator")
    me = await office.me(ana)
    assert (me.roles, me.organisation, me.name) == (frozenset({"administrator"}), office.own, "Someone New")

    await office.do(lambda conn: sign_in.sign_out(conn, me, office.now))
    assert await office.who(ana.token) is None
    token = await office.signs_in(ana.device)
    assert isinstance(token, str)
    again = await office.who(token)
    assert again is not None
    assert again.account == ana.account


async def test_S1_options_ask_for_user_verification_and_a_discoverable_key(office: Office) -> None:
    link = await office.link(await office.invited("administrator"))
    new = json.loads((await office.do(lambda c: joining.options(c, office.staff, link, office.now))).options)
    assert new["authenticatorSelection"]["userVerification"] == "required"
    assert new["authenticatorSelection"]["residentKey"] == "required"
    assert new["attestation"] == "none"
    known = json.loads((await office.do(lambda c: sign_in.options(c, office.staff, office.now))).options)
    assert (known["userVerification"], known.get("allowCredentials", [])) == ("required", [])
    assert known["rpId"] == "localhost"
