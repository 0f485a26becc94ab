"""Somebody who presses buttons about jobs: the actions themselves, on a real store, with a moving clock."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import Connection

from bot.conversation.messages import Rich, Text
from bot.delivery.actions import Outcome, Turning
from bot.delivery.keys import Keys
from bot.features.interviews import chat, slots
from bot.features.interviews.matching import looking
from bot.features.people import note
from bot.features.skills import Profile, records
from bot.hiring import join, wanted
from bot.rehearsal_hiring import EMPLOYER, Stage, vacancy_id
from bot.store.database import Store
from bot.store.datakeys import DataKeys
from bot.store.lookup import Lookup
from tests.clock import START
from tests.delivery.people import settle
from tests.features.interviews.vacancies.forms import knows

VACANCY = vacancy_id(0)


def label(text: Text, lang: str) -> str:
    """The English text with its values, as far as a test needs them."""
    return re.sub(r"\{(\w+)(:\w+)?\}", lambda found: str((text.values or {}).get(found[1])), text.msg)


def unposted(conn: Connection, account: str, kind: str, values: Mapping[str, str], now: float) -> None:
    """There is no account at the invented employer that could be written to."""


class Talking:
    """`person` has a profile and allows matching; `other` has nothing."""

    def __init__(self, store: Store, keys: DataKeys, lookup: Lookup) -> None:
        self.store, self.keys, self.now = store, Keys(keys, lookup), START
        self.hiring = join(keys, lookup, unposted, now=lambda conn: int(self.now))
        keeper = looking.keeper(keys)

        def load(conn: Connection, person: str) -> Profile | None:
            return records.load(conn, keys.for_person(conn, person), person)

        def save(conn: Connection, person: str, profile: Profile, now: float) -> None:
            records.save(conn, keys.for_person(conn, person), person, profile, now, keeper)

        made = chat.Chat(self.hiring, wanted, load, save, knows(), label, "https://rafiq.example/")
        self.load, self.actions = load, {one.name: one for one in chat.actions(made)}
        self.person = self.other = ""

    async def begin(self) -> None:
        def work(conn: Connection) -> tuple[str, str]:
            return settle(conn, self.keys, "asha", self.now).id, settle(conn, self.keys, "ben", self.now).id

        self.person, self.other = await self.store.write(work)
        await self.scene("profile")
        await self.scene("open")

    async def scene(self, word: str) -> None:
        """One of bot/rehearsal_hiring.py."""

        def play(conn: Connection) -> None:
            assert Stage(conn, self.hiring, self.person, "en", self.now, self.other).play(word)

        await self.store.write(play)

    async def act(self, name: str, person: str = "", **values: Any) -> Outcome:
        """What a flow does at this step; fails for an outcome that the action does not declare."""
        action = self.actions[f"work.{name}"]
        who = person or self.person
        found = await self.store.write(lambda conn: action.run(Turning(conn, who, "en", self.now), values))
        assert found.name in action.outcomes
        return found

    async def share(self, *, yes: bool = True) -> None:
        await self.consent("sharing", yes=yes, about=EMPLOYER)

    async def consent(self, kind: str, *, yes: bool, about: str = "") -> None:
        await self.store.write(
            lambda conn: note(
                conn, self.person, kind, yes=yes, version=1, lang="en", now=self.now, about=about
            )
        )

    async def times(self) -> list[str]:
        found = await self.act("times", vacancy=VACANCY)
        return [str(one) for one in found.data.get("items", ())]

    async def booked(self) -> str:
        """An interview at the first free time; its id."""
        await self.share()
        held = await self.act("take", chosen=(await self.times())[0])
        assert held.name == "held", held
        made = await self.act("book", booking=held.data["booking"], wishes=["interpreter"], ways=["audio"])
        assert made.name == "booked", made
        return str(held.data["booking"])

    async def booking(self, id_: str) -> slots.Booking:
        found = await self.store.read(lambda conn: slots.find_booking(conn, id_))
        assert found is not None
        return found


def text(value: object) -> str:
    """The words of what an action hands to `show`."""
    return msgspec.json.decode(str(value), type=Rich).text
