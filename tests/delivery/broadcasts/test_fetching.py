"""Channels that people fetch from: a phone that asks gets what waits, and nothing that is over."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.conversation.messages import Outgoing
from bot.delivery import outbox, persons
from bot.delivery.broadcasts import Counts
from bot.delivery.broadcasts.texts import Texts
from bot.delivery.broadcasts.waiting import Shelf
from bot.delivery.fetching import TOLD, Fetching
from bot.delivery.fleet import muting
from tests.delivery.broadcasts.parts import HOUR, ONE, TWO, Office, everybody, words


async def visitor(office: Office) -> Fetching:
    """Someone of the web chat, and what gives out her messages."""

    def meet(conn: Connection) -> str:
        hashed = office.keys.address_hash("web", "cookie")
        return persons.find_or_add(conn, office.keys, "web", "cookie", hashed).id

    await office.store.write(meet)
    return Fetching(office.store, office.keys, office.clock, Shelf(Texts(words)))


async def texts(fetching: Fetching) -> list[str]:
    return [message.text for _, message in await fetching.waiting("web", "cookie")]


async def test_C13_it_is_given_out_until_it_was_shown_once(office: Office) -> None:
    fetching = await visitor(office)
    await office.opens(audience=everybody(channel="web"))
    ((number, message),) = await fetching.waiting("web", "cookie")
    assert number >= TOLD and message.text == f"{ONE} in en"
    assert await texts(fetching) == [message.text]
    await fetching.shown("web", "cookie", [number])
    await fetching.shown("web", "cookie", [number])
    assert await texts(fetching) == []
    assert await office.counts() == Counts(sent=1)


async def test_A8_what_was_stopped_or_has_ended_is_never_shown(office: Office) -> None:
    fetching = await visitor(office)
    await office.opens(ONE, audience=everybody(channel="web"))
    await office.opens(TWO, audience=everybody(channel="web"))
    await office.stops(ONE)
    assert await texts(fetching) == [f"{TWO} in en"]
    office.clock.forward(HOUR)
    assert await texts(fetching) == []


async def test_what_a_phone_showed_in_the_moment_of_the_stop_counts_as_sent(office: Office) -> None:
    """So that a correction reaches her."""
    fetching = await visitor(office)
    await office.opens(audience=everybody(channel="web"))
    ((number, _),) = await fetching.waiting("web", "cookie")
    await office.stops()
    await fetching.shown("web", "cookie", [number])
    assert await office.counts() == Counts(sent=1)


async def test_her_answers_come_first_and_urgent_ones_before_others(office: Office) -> None:
    fetching = await visitor(office)
    await office.opens(ONE, audience=everybody(channel="web"))
    await office.opens(TWO, audience=everybody(channel="web"), urgent=True)

    def answer(conn: Connection) -> None:
        person = persons.find(conn, office.keys, "web", "cookie")
        assert person is not None
        cipher = office.keys.data.for_person(conn, person.id)
        outbox.put(conn, cipher, person.id, "web", [Outgoing("an answer", "en")], office.clock.now())

    await office.store.write(answer)
    assert await texts(fetching) == ["an answer", f"{TWO} in en", f"{ONE} in en"]


async def test_a_listening_phone_is_woken(office: Office) -> None:
    fetching = await visitor(office)
    with fetching.listen("web", "cookie") as bell:
        await fetching.look()
        assert not bell.is_set()
        await office.opens(audience=everybody(channel="web", due=int(office.clock.now()) + 60))
        await fetching.look()
        assert not bell.is_set()  # not due yet
        office.clock.forward(60)
        await fetching.look()
        assert bell.is_set()
        bell.clear()
        await fetching.look()
        assert not bell.is_set()  # once


async def test_O6_while_nothing_is_sent_it_waits_and_rings_nobody(office: Office) -> None:
    fetching = await visitor(office)
    await office.store.write(lambda conn: muting.mute(conn, muting.PERSON, "Amal", office.clock.now()))
    await office.opens(audience=everybody(channel="web"))
    with fetching.listen("web", "cookie") as bell:
        await fetching.look()
        assert await texts(fetching) == []
        assert not bell.is_set()
        await office.store.write(lambda conn: muting.unmute(conn, "Amal"))
        await fetching.look()
        assert bell.is_set()
    assert await texts(fetching) == [f"{ONE} in en"]


async def test_it_is_not_sent_by_those_who_send(office: Office) -> None:
    await visitor(office)
    await office.opens(audience=everybody(channel="web"))
    assert await office.round() == 0
    assert await office.counts() == Counts(waiting=1)
