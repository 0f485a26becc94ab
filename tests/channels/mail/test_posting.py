"""What each kind of mail says in every language, and what it refuses to say."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import Connection, func, select

from bot.channels.mail import KINDS, BadMail
from bot.conversation.messages import Outgoing
from bot.delivery.outbox import BODY, decode
from bot.delivery.tables import outbox
from bot.language.languages import TAGS
from bot.store.database import Store
from tests.channels.mail.accounts import ADDRESS, BASE, LINK, START, VALUES, Accounts
from tests.clock import FakeClock
from tests.features.interviews.calendars.entries import only, unfolded

CANARIES = (
    "Amina Yusuf",
    "amina.yusuf@example.org",
    "+49 170 1234567",
    "00491701234567",
    "Zaatari camp, district 4",
    "Syria",
    "آمنة",
    "Amina",
)
"""What a candidate's data look like."""


def posted(conn: Connection, accounts: Accounts) -> list[Outgoing]:
    rows = conn.execute(select(outbox).order_by(outbox.c.id)).all()
    ciphers = accounts.keys.data.for_persons(conn, {row.person_id for row in rows})
    return [decode(ciphers[row.person_id].open_(row.body, BODY, row.ref)) for row in rows]


async def one(
    store: Store, accounts: Accounts, kind: str, lang: str = "en", zone: str = "Europe/Berlin"
) -> Outgoing:
    def work(conn: Connection) -> Outgoing:
        account = accounts.open(conn, lang, zone)
        accounts.poster("rafiq@ngo.example.org")(conn, account, kind, VALUES[kind], 1_795_255_200)
        return posted(conn, accounts)[-1]

    return await store.write(work)


def test_every_kind_that_the_others_post_is_known() -> None:
    assert set(KINDS) == set(VALUES)


@pytest.mark.parametrize("kind", sorted(VALUES))
async def test_every_kind_is_whole_in_every_language(
    sqlite_store: Store, accounts: Accounts, kind: str
) -> None:
    english = await one(sqlite_store, accounts, kind)
    for lang in TAGS:
        mail = await one(sqlite_store, accounts, kind, lang)
        assert mail.lang == lang
        assert "{" not in mail.text + mail.subject and "…" not in mail.text + mail.subject
        assert len(mail.text.split("\n\n")) == len(english.text.split("\n\n"))
        lines = mail.text.split("\n")
        link = VALUES[kind].get("link")
        assert link is None or BASE + link in lines  # alone on its line: nothing sticks to it
        assert 5 < len(mail.subject) < 80
        if lang != "en":
            same = set(mail.text.split("\n\n")) & set(english.text.split("\n\n"))
            assert {text for text in same if not text.startswith("https://")} == set()


async def test_B7_a_time_is_told_in_the_zone_and_calendar_of_who_reads_it(
    sqlite_store: Store, accounts: Accounts
) -> None:
    mail = await one(sqlite_store, accounts, "interview.booked", "en", "Europe/Berlin")
    assert "Monday, 7 December 2026 at 10:30 (Germany Time, UTC+1)" in mail.text
    mail = await one(sqlite_store, accounts, "interview.booked", "fa", "Asia/Beirut")
    assert "دوشنبه ۱۶ آذر ۱۴۰۵" in mail.text and "۱۱:۳۰" in mail.text


async def test_the_calendar_file_is_that_of_the_booking(sqlite_store: Store, accounts: Accounts) -> None:
    files = [
        (await one(sqlite_store, accounts, f"interview.{what}")).attachment
        for what in ("booked", "moved", "cancelled")
    ]
    booked, moved, cancelled = (file.data for file in files if file is not None)
    assert only(booked).start_datetime.timestamp() == START
    assert [only(data).sequence for data in (booked, moved, cancelled)] == [0, 1, 2]
    assert len({only(data).uid for data in (booked, moved, cancelled)}) == 1
    assert "METHOD:REQUEST" in unfolded(booked) and "METHOD:CANCEL" in unfolded(cancelled)
    assert any(line.endswith(f"mailto:{ADDRESS}") for line in unfolded(booked))


@pytest.mark.parametrize("kind", sorted(VALUES))
async def test_C3_E3_no_data_of_a_candidate_can_stand_in_a_mail(
    sqlite_store: Store, accounts: Accounts, kind: str
) -> None:
    """Whatever value is misused for it, the mail is refused and nothing is written."""

    def work(conn: Connection) -> None:
        account = accounts.open(conn)
        for name in VALUES[kind]:
            for canary in CANARIES:
                with pytest.raises(BadMail) as refused:
                    accounts.poster()(conn, account, kind, VALUES[kind] | {name: canary}, 0)
                assert canary not in str(refused.value)
        for extra in ("name", "note", "phone"):
            with pytest.raises(BadMail):
                accounts.poster()(conn, account, kind, VALUES[kind] | {extra: "Amina"}, 0)
        assert conn.scalar(select(func.count()).select_from(outbox)) == 0

    await sqlite_store.write(work)


async def test_E3_control_the_same_search_finds_what_a_mail_does_say(
    sqlite_store: Store, accounts: Accounts
) -> None:
    mail = await one(sqlite_store, accounts, "interview.booked")
    said = mail.text + mail.subject + str(mail.attachment)
    assert "K7QF-2M" in said and LINK in said
    assert not [canary for canary in CANARIES if canary in said]


async def test_E3_a_reference_of_matching_passes(sqlite_store: Store, accounts: Accounts) -> None:
    def work(conn: Connection) -> None:
        account = accounts.open(conn)
        for reference in ("hRgk2v6nTQyzJrDq0mZ9Cw", "1234567890-_abcdefghij", "K7QF-2M"):
            values = VALUES["interview.booked"] | {"reference": reference}
            accounts.poster()(conn, account, "interview.booked", values, 0)
        assert len(posted(conn, accounts)) == 3

    await sqlite_store.write(work)


@pytest.mark.parametrize("kind", ["interview.booked", "interview.moved", "account.invited", "result.alarm"])
def test_a_value_that_is_missing_is_named(kind: str, accounts: Accounts) -> None:
    from bot.channels.mail.templates import read_values

    for name in VALUES[kind]:
        with pytest.raises(BadMail, match=rf"needs {name}$"):
            read_values(kind, {key: value for key, value in VALUES[kind].items() if key != name})
    with pytest.raises(BadMail, match="no such kind"):
        read_values("interview.forgotten", {})


@pytest.mark.parametrize(
    "link", ["https://evil.example.org/", "//evil.example.org/", "portal", "/a b", "/\n"]
)
def test_I10_a_link_is_a_path_of_ours(link: str) -> None:
    from bot.channels.mail.templates import read_values

    with pytest.raises(BadMail):
        read_values("vacancy.released", {"link": link})


async def test_nothing_is_written_to_an_account_that_is_no_more(
    store: Store, accounts: Accounts, clock: FakeClock
) -> None:
    def work(conn: Connection) -> None:
        accounts.poster()(conn, "x" * 22, "account.recovered", {}, clock.now())
        gone = accounts.open(conn)
        accounts.keys.data.destroy_person_key(conn, accounts.person(gone))
        accounts.poster()(conn, gone, "account.recovered", {}, clock.now())
        assert conn.scalar(select(func.count()).select_from(outbox)) == 0

    await store.write(work)


async def test_K1_the_outbox_holds_no_readable_word(store: Store, accounts: Accounts) -> None:
    await one(store, accounts, "interview.booked")
    (row,) = await store.read(lambda conn: conn.execute(select(outbox)).all())
    assert not re.search(rb"K7QF|portal|interview|rafiq", row.body, re.IGNORECASE)
    assert row.channel == "mail" and row.state == "waiting"
