"""Invitations and their links: once, for ten minutes, bound to purpose and account (I6, S6)."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from bot.delivery.tables import persons
from bot.features.staff import (
    COMMAND_LINE,
    StaffRefused,
    directory,
    invitations,
    joining,
    links,
    roles,
    set_own,
)
from bot.features.staff.accounts import INVITED
from bot.features.staff.tables import accounts
from bot.features.staff.tables import links as rows
from tests.features.staff.authenticator import Authenticator
from tests.features.staff.office import Office

ADDRESS = "Hodan@Example.org "


async def join(office: Office, token: str, answer: str | None = None) -> str:
    device = Authenticator()
    asked = await office.do(lambda c: joining.options(c, office.staff, token, office.now))
    said = answer or device.create(asked.options)
    return await office.do(
        lambda c: joining.with_passkey(c, office.staff, token, asked.id, said, "Phone", office.now)
    )


async def test_I6_a_link_is_used_up_by_the_first_factor_and_not_before(office: Office) -> None:
    account = await office.invited("vetter", email=ADDRESS, name="Hodan")
    token = await office.link(account)
    for _ in range(2):
        seen = await office.do(lambda c: invitations.peek(c, office.staff, token, office.now))
        assert seen is not None
        assert (seen.name, seen.email, seen.organisation, seen.roles) == (
            "Hodan",
            "hodan@example.org",
            "Harbour Aid",
            ("vetter",),
        )
    with pytest.raises(StaffRefused, match="bad_passkey"):
        await join(office, token, "{}")
    session = await join(office, token)
    assert await office.who(session) is not None
    assert await office.do(lambda c: invitations.peek(c, office.staff, token, office.now)) is None
    with pytest.raises(StaffRefused, match="bad_link"):
        await join(office, token)
    with pytest.raises(StaffRefused, match="not_waiting"):
        await office.link(account)


async def test_I6_a_link_ends_after_ten_minutes_and_with_the_next_one(office: Office) -> None:
    account = await office.invited("vetter")
    first = await office.link(account)
    second = await office.link(account)
    with pytest.raises(StaffRefused, match="bad_link"):
        await join(office, first)
    office.clock.forward(links.GOOD_FOR - 1)
    assert await office.do(lambda c: invitations.peek(c, office.staff, second, office.now)) is not None
    office.clock.forward(1)
    with pytest.raises(StaffRefused, match="bad_link"):
        await join(office, second)
    third = await office.link(account)
    await join(office, third)


async def test_I6_a_link_is_bound_to_its_purpose_and_stored_as_a_hash(office: Office) -> None:
    account = await office.invited("vetter")
    token = await office.link(account)
    assert len(token) >= 43, "256 bits"
    for purpose, found in (("demo", None), ("join", account)):
        got = await office.do(lambda c: links.peek(c, office.staff, token, purpose, office.now))  # type: ignore[arg-type] # noqa: B023
        assert got == found
    stored = await office.do(lambda c: c.execute(select(rows)).one())
    assert token.encode() not in b"".join(str(value).encode() for value in stored)
    assert await office.do(lambda c: links.use(c, office.staff, token, "demo", office.now)) is None
    assert await office.do(lambda c: links.use(c, office.staff, token, "join", office.now)) == account
    assert await office.do(lambda c: links.use(c, office.staff, token, "join", office.now)) is None


async def test_an_invited_account_waits_for_seven_days(office: Office) -> None:
    account = await office.invited("vetter")
    office.clock.forward(INVITED - 1)
    await office.link(account)
    office.clock.forward(1)
    with pytest.raises(StaffRefused, match="not_waiting"):
        await office.link(account)
    found = await office.do(lambda c: directory.get(c, office.staff, account, office.now))
    assert found is not None
    assert found.state == "expired"


async def test_S6_asking_for_a_link_tells_nothing_and_mails_it_once_a_minute(office: Office) -> None:
    waiting = await office.invited("vetter", email=ADDRESS)
    active = await office.colleague("vetter")
    disabled = await office.invited("vetter", email="gone@example.org")
    await office.do(lambda c: roles.disable(c, COMMAND_LINE, disabled, office.now))
    typed = (
        ADDRESS,
        "HODAN@example.org",
        active.email,
        "gone@example.org",
        "nobody@example.org",
        "no address",
    )
    for email in typed:
        await office.do(
            lambda c: invitations.ask_for_link(c, office.staff, email, office.post, office.now)  # noqa: B023
        )
    assert [(account, kind) for account, kind, _ in office.mails] == [(waiting, "account.invited")]
    values = office.mails[0][2]
    path, _, token = values["link"].rpartition("/")
    assert (path, values["until"]) == ("/portal/invitation", str(int(office.now) + links.GOOD_FOR))
    office.clock.forward(invitations.MAIL_EVERY)
    await join(office, token)


async def test_one_person_has_one_account_in_one_organisation(office: Office) -> None:
    other = await office.organisation("ngo", "Valley Aid")
    await office.invited("vetter", email=ADDRESS)
    for organisation in (office.own, other):
        with pytest.raises(StaffRefused, match="email_taken") as refused:
            await office.invited("reviewer", email="hodan@EXAMPLE.org", organisation=organisation)
        assert refused.value.field == "email"
    assert await office.do(lambda c: c.scalar(select(func.count()).select_from(persons))) == 1


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"email": "nobody"}, "bad_email", "email"),
        ({"email": "a@b.org\r\nBcc: all@example.org"}, "bad_email", "email"),
        ({"email": "Ann <a@b.org>"}, "bad_email", "email"),
        ({"email": "a@" + "b" * 250 + ".org"}, "bad_email", "email"),
        ({"name": " x "}, "bad_name", "name"),
        ({"name": "x" * 81}, "bad_name", "name"),
        ({"lang": "xx"}, "bad_lang", "lang"),
        ({"zone": "Mars/Olympus"}, "bad_zone", "zone"),
        ({"zone": "../../etc/passwd"}, "bad_zone", "zone"),
        ({"zone": "Africa"}, "bad_zone", "zone"),
    ],
)
async def test_what_cannot_be_is_refused_with_its_field(
    sqlite_office: Office, values: dict[str, str], code: str, field: str
) -> None:
    office = sqlite_office
    given = {"email": "a@b.org", "name": "Ann", "lang": "so", "zone": "Africa/Mogadishu"} | values
    with pytest.raises(StaffRefused, match=code) as refused:
        await office.do(
            lambda c: invitations.invite(
                c,
                office.staff,
                COMMAND_LINE,
                office.own,
                codes=["vetter"],
                now=office.now,
                **given,
            )
        )
    assert refused.value.field == field
    assert await office.do(lambda c: c.scalar(select(func.count()).select_from(accounts))) == 0


async def test_the_owner_changes_her_name_language_and_zone(office: Office) -> None:
    ana = await office.colleague("vetter")
    me, staff = await office.me(ana), office.staff
    name = "سارا می\u200cآید"
    await office.do(
        lambda c: set_own(c, staff, me, name=f" {name}\u202e ", lang="fa", zone="Asia/Kabul", now=office.now)
    )
    me = await office.me(ana)
    assert (me.name, me.lang, me.zone) == (name, "fa", "Asia/Kabul")
    to = await office.do(lambda c: directory.addressee(c, ana.account))
    assert to is not None
    assert (to.lang, to.zone) == ("fa", "Asia/Kabul")
    with pytest.raises(StaffRefused, match="bad_lang"):
        await office.do(lambda c: set_own(c, staff, me, name=name, lang="", zone="UTC", now=office.now))
