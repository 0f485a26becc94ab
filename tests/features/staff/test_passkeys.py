"""Passkeys, checked by py_webauthn itself against a software authenticator (S1)."""

from __future__ import annotations

import json
import secrets
from dataclasses import replace

import pytest
from sqlalchemy import delete, select, update

from bot.features.staff import Refused, StaffRefused, audit, factors, joining, passkeys, sign_in
from bot.features.staff.tables import accounts, challenges, organisations
from bot.features.staff.tables import passkeys as rows
from tests.features.staff.authenticator import Authenticator
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


async def test_S1_an_answer_that_is_not_right_signs_nobody_in(office: Office) -> None:
    ana = await office.colleague("administrator")
    bo = await office.colleague("vetter")
    right = ana.device
    wrong = {
        "none": right,
        "unverified": replace(right, verifies=False),
        "foreign origin": replace(right, origin="https://rafiq.example.net"),
        "unknown key": replace(right, credential=secrets.token_bytes(32)),
        "other user": replace(right, user=bo.account.encode()),
        "other key": replace(right, key=bo.device.key),
        "torn": right,
        "not JSON": right,
    }
    for fault, device in wrong.items():
        asked = await office.do(lambda conn: sign_in.options(conn, office.staff, office.now))
        device.counter = right.counter = right.counter + 1
        torn = {"torn": device.get(asked.options)[:-20], "not JSON": "[" * 100_000}
        answer = torn.get(fault) or device.get(asked.options)
        found = await office.do(
            lambda conn: sign_in.by_passkey(conn, office.staff, asked.id, answer, office.now)  # noqa: B023
        )
        assert isinstance(found, str) if fault == "none" else found == Refused(sign_in.NOT_KNOWN), fault
        left = await office.do(lambda conn: conn.scalar(select(challenges.c.id)))
        assert left is None, "a challenge is used once, also by a wrong answer"


async def test_S1_a_challenge_is_used_once_and_for_five_minutes(office: Office) -> None:
    ana = await office.colleague("administrator")
    asked = await office.do(lambda conn: sign_in.options(conn, office.staff, office.now))
    first, second = ana.device.get(asked.options), ana.device.get(asked.options)
    staff = office.staff
    assert isinstance(
        await office.do(lambda conn: sign_in.by_passkey(conn, staff, asked.id, first, office.now)), str
    )
    assert isinstance(
        await office.do(lambda conn: sign_in.by_passkey(conn, staff, asked.id, second, office.now)), Refused
    )
    late = await office.do(lambda conn: sign_in.options(conn, staff, office.now))
    answer = ana.device.get(late.options)
    office.clock.forward(passkeys.LIFE)
    assert isinstance(
        await office.do(lambda conn: sign_in.by_passkey(conn, staff, late.id, answer, office.now)), Refused
    )


async def test_S1_a_challenge_is_good_for_its_purpose_and_account_only(office: Office) -> None:
    ana, bo = await office.colleague("administrator"), await office.colleague("vetter")
    me, other = await office.me(ana), await office.me(bo)
    staff = office.staff
    asked = await office.do(lambda conn: sign_in.step_up_options(conn, staff, me, office.now))
    own = ana.device.get(asked.options)
    assert isinstance(
        await office.do(lambda conn: sign_in.by_passkey(conn, staff, asked.id, own, office.now)), Refused
    )
    foreign = bo.device.get(asked.options)
    for who, answer in ((me, foreign), (other, foreign), (other, own)):
        done = await office.do(
            lambda c: sign_in.step_up_by_passkey(c, staff, who, asked.id, answer, office.now)  # noqa: B023
        )
        assert isinstance(done, Refused)


@pytest.mark.parametrize(("step", "accepted"), [(1, True), (0, False)])
async def test_S1_a_counter_that_stands_still_is_a_copied_device(
    office: Office, step: int, accepted: bool
) -> None:
    """With step 1 the negative control: the same walk signs in."""
    ana = await office.colleague("administrator")
    assert isinstance(await office.signs_in(ana.device), str)
    ana.device.step = step
    assert isinstance(await office.signs_in(ana.device), str) is accepted
    noted = [entry.what for entry in await office.do(audit.page)]
    assert ("passkey.counter_stood_still" in noted) is not accepted


async def test_S1_devices_that_do_not_count_are_welcome(office: Office) -> None:
    """Synchronised passkeys always say 0 (WebAuthn 6.1.1)."""
    ana = await office.colleague("administrator")
    ana.device.step = 0
    assert isinstance(await office.signs_in(ana.device), str)
    assert isinstance(await office.signs_in(ana.device), str)


@pytest.mark.parametrize("gone", ["disabled", "closed", "nothing"])
async def test_S1_a_disabled_account_or_closed_organisation_signs_nobody_in(
    office: Office, gone: str
) -> None:
    shop = await office.organisation("employer", "Bakery")
    ana = await office.colleague("employer", organisation=shop)
    if gone == "disabled":
        await office.do(lambda c: c.execute(update(accounts).values(disabled=1)))
    elif gone == "closed":
        await office.do(lambda c: c.execute(update(organisations).values(closed=1)))
    found = await office.signs_in(ana.device)
    assert isinstance(found, str) is (gone == "nothing")
    assert (await office.who(ana.token) is not None) is (gone == "nothing")


async def test_S1_more_passkeys_with_names_and_never_the_last_removed(office: Office) -> None:
    ana = await office.colleague("administrator")
    me, staff, second = await office.me(ana), office.staff, Authenticator()
    asked = await office.do(lambda conn: factors.add_options(conn, staff, me, office.now))
    excluded = json.loads(asked.options)["excludeCredentials"]
    assert [known["id"] for known in excluded] == [ana.device.id]
    answer = second.create(asked.options)
    token = await office.do(
        lambda conn: factors.add_passkey(
            conn, staff, me, asked.id, answer, "Key in the drawer", office.now, office.post
        )
    )
    assert office.mails == [(ana.account, "factor.added", {})]
    assert await office.who(ana.token) is None, "a changed factor ends the sessions before (S3)"
    me = await office.me(office.again(ana, token))
    known = await office.do(lambda conn: factors.listed(conn, staff, me.account))
    assert {factor.label for factor in known} == {"My phone", "Key in the drawer"}

    first = next(factor.id for factor in known if factor.label == "My phone")
    await office.do(lambda conn: factors.rename(conn, staff, me, first, "Old phone", office.now))
    token = await office.do(lambda conn: factors.remove(conn, staff, me, first, office.now))
    me = await office.me(office.again(ana, token))
    assert isinstance(await office.signs_in(ana.device), Refused)
    assert isinstance(await office.signs_in(second), str)
    left = (await office.do(lambda conn: factors.listed(conn, staff, me.account)))[0].id
    with pytest.raises(StaffRefused, match="last_factor"):
        await office.do(lambda conn: factors.remove(conn, staff, me, left, office.now))


async def test_S1_nobody_touches_the_passkeys_of_others(office: Office) -> None:
    ana, bo = await office.colleague("administrator"), await office.colleague("vetter")
    me, staff = await office.me(ana), office.staff
    theirs = await office.do(lambda c: c.scalar(select(rows.c.id).where(rows.c.account == bo.account)))
    assert theirs is not None
    with pytest.raises(StaffRefused, match="no_such"):
        await office.do(lambda conn: factors.rename(conn, staff, me, theirs, "Mine", office.now))
    with pytest.raises(StaffRefused, match="no_such"):
        await office.do(lambda conn: factors.remove(conn, staff, me, theirs, office.now))
    await office.do(lambda conn: conn.execute(delete(rows).where(rows.c.account == ana.account)))
    assert isinstance(await office.signs_in(bo.device), str)
