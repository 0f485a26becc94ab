"""Announcements, introduced to the parts that they lean on, and the job that starts and fills them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import structlog
from sqlalchemy import Connection

from bot.conversation.messages import Outgoing, Rich, Text
from bot.delivery.ports import Clock
from bot.delivery.retention import Swept
from bot.features import announcements, places
from bot.features.announcements import Desk, Register, Verified
from bot.features.guidance.offers.reading import read_rules
from bot.features.interviews import slots
from bot.features.interviews.vacancies.links import Place
from bot.features.interviews.vacancies.links import places as addresses_in
from bot.features.interviews.vacancies.links import shown as shown_host
from bot.features.places.tables import places as place_rows
from bot.features.staff import Post, Staff, audit
from bot.store.database import Store, StoreUnavailable

log = structlog.get_logger("announcements")

EVERY = 1.0
"""Seconds between two looks for what is due."""


@dataclass(frozen=True)
class Rules:
    """What an installation decides: hosts besides the official ones, and how many announcements an
    organisation may send within 24 hours."""

    hosts: tuple[str, ...] = ()
    daily: int = announcements.DAILY


@dataclass(frozen=True)
class Announcing:
    """What flows, pages, the sender and jobs are handed; all functions of bot.features.announcements take
    `desk`."""

    desk: Desk

    def words(self, conn: Connection, broadcast: str, lang: str, channel: str) -> Outgoing | None:
        """What a broadcast says: the Words of bot.delivery.broadcasts."""
        return announcements.words(conn, self.desk, broadcast, lang, channel)

    def verify(self, conn: Connection, code: str, now: float) -> Verified | None:
        """What a typed check code stands for (A11)."""
        return announcements.verify(conn, self.desk, code, now)

    def redeem(self, conn: Connection, person: str, token: str, now: float) -> bool:
        """A member of staff opened her start link: she gets exercises in this chat. False for a bad link."""
        return announcements.redeem(conn, self.desk, person, token, now)

    @property
    def sweeps(self) -> tuple[Swept, ...]:
        """What erases what is past its date (D5)."""
        return (lambda conn, now: announcements.sweep(conn, self.desk, now),)

    def begin(self, conn: Connection, now: float) -> None:
        """Start what is due, release what staff have seen, end what is over."""
        announcements.start_due(conn, self.desk, now)
        announcements.release_staged(conn, self.desk, now)
        announcements.settle(conn, self.desk, now)

    async def step(self, store: Store, now: Callable[[], float]) -> int:
        """Do all that is due now, each batch in a transaction of its own; how many batches. After a kill
        anybody's next step goes on where this one was."""
        if not await store.read(lambda conn: announcements.anything_due(conn, now())):
            return 0
        await store.write(lambda conn: self.begin(conn, now()))
        batches = 0
        while await store.write(lambda conn: announcements.fan_out(conn, self.desk, now())):
            batches += 1
        return batches

    async def run(self, store: Store, clock: Clock, filled: Callable[[], None] = lambda: None) -> None:
        """The job: for as long as the process lives. Several processes may run it at once. `filled` is called
        when there is something new to send."""
        while True:
            try:
                if await self.step(store, clock.now):
                    filled()
            except StoreUnavailable as error:
                log.error("announcements.store_unavailable", reason=error.reason)
            except Exception as error:
                log.error("announcements.failed", reason=type(error).__name__, alarm=True)
            await asyncio.sleep(EVERY)


def join(
    staff: Staff,
    content: Path,
    rich: Callable[[Text, str], Rich],
    rules: Rules | None = None,
    checked: bool = False,
    post: Post = announcements.unposted,
) -> Announcing:
    """Introduce them. `checked`: the content is as it was when it was. `post`: what writes mails to staff;
    without it nobody is told. Raises BrokenContent."""
    rules = rules or Rules()
    official = read_rules(content, checked).officials.hosts
    own = urlsplit(staff.site.origin).hostname or ""
    return Announcing(
        Desk(
            staff=staff,
            note=audit.note,
            rich=rich,
            register=register(),
            interviewing=slots.candidates_ahead,
            asks=announcements.read_asks(content, checked),
            addresses=_addresses,
            hosts=frozenset((*official, *rules.hosts, own)) - {""},
            origin=staff.site.origin,
            daily=rules.daily,
            post=post,
        )
    )


def register() -> Register:
    """The places and who chose which, as audiences are counted over them."""
    return Register(
        chosen=places.person_places,
        subscribed=places.person_topics,
        places=place_rows,
        within=places.within,
        names=_names,
        topics=tuple(places.TOPICS),
    )


def listed_hosts(setting: str) -> tuple[str, ...]:
    """The hosts of a setting, with commas between them."""
    return tuple(host.strip().lower() for host in setting.split(",") if host.strip())


def _names(conn: Connection, ids: Sequence[str], lang: str) -> list[str]:
    found = [places.get(conn, id_) for id_ in ids]
    return [place.name(lang)[0] for place in found if place is not None]


def _addresses(text: str) -> list[Place]:
    """Every address in a text, each host as it is and, in brackets, as a browser may show it (I10)."""
    return [
        Place(one.kind, one.start, one.end, shown_host(one.real) if one.real else "")
        for one in _in_order(addresses_in(text, ()))
    ]


def _in_order(found: Iterable[Place]) -> list[Place]:
    return sorted(found, key=lambda one: (one.start, one.end, one.kind))
