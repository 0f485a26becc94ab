"""What the chat about jobs needs of the other parts, and the profile that it reads and writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection

from bot.conversation.messages import Text
from bot.delivery.actions import Turning
from bot.features.interviews import slots
from bot.features.interviews.employers import Desk
from bot.features.interviews.matching import Ports, Wanted, keeping
from bot.features.interviews.slots import Event
from bot.features.interviews.vacancies import Knows, Record
from bot.features.people import given
from bot.features.skills import Profile, Saved

Label = Callable[[Text, str], str]
"""A text in words, in a language (bot.delivery.wording.Wording.label)."""

ZONE = "zone"
PASSED = "passed"
"""Names among the profile's answers: where her clock is, and the adverts that are not for her. Neither is
shown to an employer (bot.features.skills.showing.HERS_ALONE)."""
MOST_PASSED = 200


class Hiring(Protocol):
    """What joins the parts around an interview (bot/hiring.py)."""

    @property
    def desk(self) -> Desk: ...
    @property
    def slots(self) -> slots.Context: ...
    @property
    def ports(self) -> Ports: ...
    def tell(self, conn: Connection, events: Iterable[Event], now: float) -> None:
        """Tell both sides of changes, in the transaction that made them (B10)."""
        ...

    def reference(self, conn: Connection, person: str, organisation: str) -> str:
        """How this organisation names a candidate (E3); empty for somebody who takes part no longer."""
        ...


@dataclass(frozen=True)
class Chat:
    """`wanted`: an advert as matching compares it. `load`, `save`: her profile, where she allows one. `page`:
    the address that a calendar entry leads to, a page of this platform (E6)."""

    hiring: Hiring
    wanted: Callable[[Record], Wanted | None]
    load: Callable[[Connection, str], Profile | None]
    save: Saved
    knows: Knows
    label: Label
    page: str

    def takes_part(self, turning: Turning) -> bool:
        """Does she allow matching, and look for work now? Somebody who said to be under 18 does not (C9)."""
        if not given(turning.conn, turning.person, keeping.KIND):
            return False
        return not keeping.paused(turning.conn, turning.person, turning.now)

    def profile(self, turning: Turning) -> Profile | None:
        """Her profile; None where she has not allowed one."""
        return self.load(turning.conn, turning.person)

    def note(self, turning: Turning, name: str, value: object) -> None:
        """Keep an answer in her profile, sealed; without one nothing is kept (C3)."""
        profile = self.profile(turning)
        if profile is not None:
            profile.answers[name] = value
            self.save(turning.conn, turning.person, profile, turning.now)

    def passed(self, turning: Turning) -> list[str]:
        """The adverts that she said are not for her."""
        profile = self.profile(turning)
        return [str(one) for one in profile.answers.get(PASSED, ())] if profile else []

    def work(self, unit: str, lang: str) -> str:
        """The name of an ISCO-08 unit group."""
        return self.knows.occupations.title(unit, lang).text
