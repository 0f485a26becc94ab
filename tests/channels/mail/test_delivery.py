"""Mails with delivery's own sender, store and outbox: the same promise as every other message."""

from __future__ import annotations

import asyncio
from random import Random

import pytest
from sqlalchemy import Connection, func, select
from structlog.testing import capture_logs

from bot.channels.mail import DemoMail, MailServer, channel, mails, open_mail, sweep
from bot.channels.mail.channel import SmtpMail
from bot.channels.mail.tables import demo_mails
from bot.delivery import dead_letters
from bot.delivery.keys import Keys
from bot.delivery.ports import Channel
from bot.delivery.sender import Sender
from bot.delivery.tables import outbox, persons
from bot.settings import Settings
from bot.store.database import Store
from tests.channels.mail.accounts import ADDRESS, VALUES, Accounts
from tests.channels.mail.post_office import PostOffice, opened, text_of
from tests.clock import FakeClock
from tests.delivery.parts import states, until

SENDER = "rafiq@ngo.example.org"


class Desk:
    """A store, a clock, and one way of sending mails."""

    def __init__(self, store: Store, accounts: Accounts, clock: FakeClock, way: Channel | None) -> None:
        self.store, self.accounts, self.clock = store, accounts, clock
        channels = [way] if way else []
        self.sender = Sender(store, accounts.keys, clock, channels, chance=Random(1))

    async def post(self, kind: str = "interview.booked", times: int = 1, address: str = ADDRESS) -> str:
        def work(conn: Connection) -> str:
            account = self.accounts.open(conn, address=address)
            for _ in range(times):
                self.accounts.poster()(conn, account, kind, VALUES[kind], self.clock.now())
            return account

        return await self.store.write(work)

    async def sweeps(self, seconds: float = 0) -> None:
        self.clock.forward(seconds)
        await self.sender.claim_due()
        await until(lambda: self.sender.idle)

    async def states(self) -> list[str]:
        return await states(self.store, outbox)


def smtp(office: PostOffice, clock: FakeClock) -> SmtpMail:
    return SmtpMail(MailServer("127.0.0.1", office.port, SENDER), clock)


async def test_M4_a_mail_goes_once_its_transaction_is_committed(
    store: Store, accounts: Accounts, clock: FakeClock
) -> None:
    async with opened(PostOffice()) as office:
        desk = Desk(store, accounts, clock, smtp(office, clock))

        def rolled_back(conn: Connection) -> None:
            accounts.poster()(conn, accounts.open(conn), "factor.added", VALUES["factor.added"], clock.now())
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await store.write(rolled_back)
        await desk.post()
        await desk.sweeps()
    (mail,) = office.mails
    assert mail["To"] == ADDRESS and "candidate K7QF-2M" in text_of(mail)
    assert await desk.states() == ["sent"]
    assert await store.read(lambda conn: conn.scalar(select(outbox.c.body))) is None  # gone with the send


async def test_M3_mails_to_one_account_keep_their_order(
    store: Store, accounts: Accounts, clock: FakeClock
) -> None:
    async with opened(PostOffice()) as office:
        desk = Desk(store, accounts, clock, smtp(office, clock))
        for kind in ("interview.booked", "interview.moved", "interview.cancelled"):
            await desk.post(kind)
        await desk.sweeps()
    subjects = [mail["Subject"] for mail in office.mails]
    assert subjects == ["An interview is booked", "An interview has a new time", "An interview is cancelled"]


async def test_M9_after_a_cut_a_mail_goes_once_more_under_the_same_id(
    store: Store, accounts: Accounts, clock: FakeClock
) -> None:
    async with opened(PostOffice(cut="after")) as office:
        desk = Desk(store, accounts, clock, smtp(office, clock))
        await desk.post()
        await desk.sweeps()
        assert await desk.states() == ["unknown"]
        office.cut = ""
        await desk.sweeps(60)
        assert await desk.states() == ["sent"]
        await desk.sweeps(3_600)
    first, again = office.mails
    assert first["Message-ID"] == again["Message-ID"]
    assert await store.read(dead_letters.resends) == 1


async def test_M9_control_two_mails_have_two_ids(store: Store, accounts: Accounts, clock: FakeClock) -> None:
    async with opened(PostOffice()) as office:
        desk = Desk(store, accounts, clock, smtp(office, clock))
        await desk.post(times=2)
        await desk.sweeps()
    assert len({mail["Message-ID"] for mail in office.mails}) == 2


async def test_M10_a_refused_mail_is_a_dead_letter_and_the_next_one_goes(
    store: Store, accounts: Accounts, clock: FakeClock
) -> None:
    async with opened(PostOffice(says={"DATA": "554 5.6.0 content"})) as office:
        desk = Desk(store, accounts, clock, smtp(office, clock))
        await desk.post()
        await desk.sweeps()
        office.says.clear()
        await desk.post("factor.added")
        await desk.sweeps(60)
    assert await desk.states() == ["dead", "sent"]


async def test_M8_a_mailbox_that_does_not_exist_is_left_alone_and_staff_can_see_it(
    store: Store, accounts: Accounts, clock: FakeClock
) -> None:
    async with opened(PostOffice(says={"RCPT": "550 5.1.1 no such user"})) as office:
        desk = Desk(store, accounts, clock, smtp(office, clock))
        await desk.post(times=2)
        await desk.sweeps()
    assert await desk.states() == ["unreachable", "unreachable"]
    assert await store.read(lambda conn: conn.scalar(select(persons.c.reachable))) is False


async def test_M5_a_server_that_is_away_for_a_while_gets_every_mail_in_the_end(
    store: Store, accounts: Accounts, clock: FakeClock
) -> None:
    async with opened(PostOffice(says={"MAIL": "451 4.3.0 not now"})) as office:
        desk = Desk(store, accounts, clock, smtp(office, clock))
        await desk.post(times=3)
        for _ in range(20):
            await desk.sweeps(61)
        assert office.taken == [] and set(await desk.states()) == {"waiting"}
        office.says.clear()
        await desk.sweeps(61)
    assert len(office.taken) == 3


async def test_a_slow_server_and_many_mails_at_once_lose_and_double_none(
    store: Store, accounts: Accounts, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Most find every connection taken for as long as they may wait, and go back untried."""
    monkeypatch.setattr(channel, "WAIT", 0.05)
    async with opened(PostOffice(hang=0.03)) as office:
        desk = Desk(store, accounts, clock, smtp(office, clock))
        for number in range(40):
            await desk.post("factor.added", address=f"host{number}@example.com")
        await desk.sweeps(2)
        assert 0 < len(office.taken) < 25
        for _ in range(30):
            await desk.sweeps(2)
    assert sorted(mail["To"] for mail in office.mails) == sorted(f"host{n}@example.com" for n in range(40))
    assert set(await desk.states()) == {"sent"}
    assert await store.read(lambda conn: conn.scalar(select(func.max(outbox.c.tries)))) == 0


async def test_without_a_way_to_send_mails_wait_and_go_once_there_is_one(
    store: Store, accounts: Accounts, clock: FakeClock, keys: Keys
) -> None:
    with capture_logs() as logs:
        assert open_mail(Settings(), store, keys, clock, demo=False) is None
    assert [line["event"] for line in logs] == ["mail.nobody_sends"]
    await Desk(store, accounts, clock, None).post()
    desk = Desk(store, accounts, clock, None)
    await desk.sweeps(3_600)
    assert await desk.states() == ["waiting"]
    async with opened(PostOffice()) as office:
        await Desk(store, accounts, clock, smtp(office, clock)).sweeps()
    assert len(office.taken) == 1


async def test_a_demo_shows_its_mails_instead(
    store: Store, accounts: Accounts, clock: FakeClock, keys: Keys
) -> None:
    way = open_mail(Settings(), store, keys, clock, demo=True)
    assert isinstance(way, DemoMail)
    desk = Desk(store, accounts, clock, way)
    await desk.post("interview.booked")
    await desk.sweeps()
    account = await desk.post("factor.added")
    await desk.sweeps(60)
    shown = await store.read(lambda conn: mails(conn, keys))
    assert [mail.message.subject for mail in shown] == [
        "A new way to sign in to your account",
        "An interview is booked",
    ]
    assert {mail.address for mail in shown} == {ADDRESS}
    assert shown[1].message.attachment is not None
    assert await desk.states() == ["sent", "sent"]
    person = accounts.person(account)
    assert len(await store.read(lambda conn: mails(conn, keys, person=person))) == 2
    assert await store.read(lambda conn: mails(conn, keys, person="x" * 22)) == []


async def test_the_mails_of_a_demo_are_read_page_by_page(
    store: Store, accounts: Accounts, clock: FakeClock, keys: Keys
) -> None:
    desk = Desk(store, accounts, clock, DemoMail(store, keys, clock))
    await desk.post(times=7)
    await desk.sweeps()
    first = await store.read(lambda conn: mails(conn, keys, limit=5))
    after = (first[-1].sent, first[-1].id)
    rest = await store.read(lambda conn: mails(conn, keys, after=after, limit=5))
    assert (len(first), len(rest)) == (5, 2)
    assert len({mail.id for mail in (*first, *rest)}) == 7


async def test_M9_a_demo_mail_that_is_sent_twice_is_shown_once(
    store: Store, accounts: Accounts, clock: FakeClock, keys: Keys
) -> None:
    desk = Desk(store, accounts, clock, DemoMail(store, keys, clock))
    await desk.post()
    await desk.sweeps()
    (shown,) = await store.read(lambda conn: mails(conn, keys))
    await asyncio.gather(*(DemoMail(store, keys, clock).send(ADDRESS, shown.message) for _ in range(3)))
    assert len(await store.read(lambda conn: mails(conn, keys))) == 1


async def test_K1_C7_a_demo_mail_is_sealed_and_gone_with_its_account(
    store: Store, accounts: Accounts, clock: FakeClock, keys: Keys
) -> None:
    desk = Desk(store, accounts, clock, DemoMail(store, keys, clock))
    account = await desk.post()
    await desk.sweeps()
    (body,) = await store.read(lambda conn: list(conn.scalars(select(demo_mails.c.body))))
    assert b"K7QF" not in body and b"portal" not in body
    await store.write(lambda conn: keys.data.destroy_person_key(conn, accounts.person(account)))
    assert await store.read(lambda conn: mails(conn, keys)) == []
    await store.write(lambda conn: conn.execute(persons.delete()))
    assert await store.read(lambda conn: conn.scalar(select(func.count()).select_from(demo_mails))) == 0


async def test_D5_demo_mails_are_kept_a_week(
    store: Store, accounts: Accounts, clock: FakeClock, keys: Keys
) -> None:
    desk = Desk(store, accounts, clock, DemoMail(store, keys, clock))
    await desk.post()
    await desk.sweeps()
    now = clock.now()
    assert await store.write(lambda conn: sweep(conn, now + 7 * 86_400 - 1)) == {"demo_mails": 0}
    assert await store.write(lambda conn: sweep(conn, now + 7 * 86_400)) == {"demo_mails": 1}
