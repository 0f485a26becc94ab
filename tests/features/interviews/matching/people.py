"""Invented people with a profile, vacancies, and the ports around matching as small parts that behave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from bot.delivery.keys import Keys
from bot.features.interviews.matching import Ports, Tongue, Viewer, Wanted
from bot.features.interviews.matching.looking import keeper
from bot.features.people import note
from bot.features.skills import Job, Profile, records
from bot.features.skills import Tongue as Spoken
from bot.features.skills.profile import encode
from tests.delivery.people import settle

BAKERY, MILL = "bakery-organisation-22", "mill-organisation-22__"
BAKER, MILLER = Viewer("baker-account", BAKERY), Viewer("miller-account", MILL)
STAFF = Viewer("staff-account", "ngo")
WANTED = Wanted("vacancy-of-the-bakery", BAKERY, "7512", "DE", (Tongue("de", 2, 2),), years=3)


def profile(code: str = "7512", **answers: object) -> Profile:
    job = Job("I bake bread, call me", code, {"0": 2, "1": 3}, "three_five", "now")
    known = {skill: {"B1": True, "B2": False, "A2": True} for skill in ("listening", "speaking")}
    return Profile([job], [Spoken("so", mother=True), Spoken("de", known=known)], dict(answers))


def meet(conn: Connection, keys: Keys, name: str, now: float, kept: Profile | None = None) -> str:
    """Somebody with a profile who allows matching; her id."""
    person = settle(conn, keys, name, now).id
    for kind in ("profile", "matching"):
        note(conn, person, kind, yes=True, version=1, lang="so", now=now)
    save(conn, keys, person, kept or profile(), now)
    return person


def save(conn: Connection, keys: Keys, person: str, kept: Profile, now: float) -> None:
    cipher = keys.data.for_person(conn, person)
    records.save(conn, cipher, person, kept, now, keeper(keys.data))


def share(conn: Connection, person: str, now: float, *, yes: bool = True, organisation: str = BAKERY) -> None:
    note(conn, person, "sharing", yes=yes, version=1, lang="so", now=now, about=organisation)


@dataclass
class World:
    """The parts around matching: vacancies, an audit log, and organisations that can be frozen."""

    keys: Keys
    vacancies: dict[str, Wanted] = field(default_factory=lambda: {WANTED.vacancy_id: WANTED})
    log: list[tuple[str, str, str, Mapping[str, str]]] = field(default_factory=list)
    frozen: set[str] = field(default_factory=set)

    @property
    def ports(self) -> Ports:
        return Ports(self._note, self._freeze, self._released, self._document)

    def offer(self, vacancy_id: str, **changes: object) -> Wanted:
        wanted = replace(WANTED, vacancy_id=vacancy_id, **changes)  # type: ignore[arg-type]
        self.vacancies[vacancy_id] = wanted
        return wanted

    def _note(
        self, conn: Connection, actor: str, what: str, about: str, details: Mapping[str, str], now: float
    ) -> None:
        self.log.append((actor, what, about, details))

    def _freeze(self, conn: Connection, organisation: str, now: float) -> None:
        self.frozen.add(organisation)

    def _released(self, conn: Connection, vacancy: str, now: float) -> Wanted | None:
        wanted = self.vacancies.get(vacancy)
        return None if wanted is None or wanted.organisation in self.frozen else wanted

    def _document(self, conn: Connection, person: str) -> str | None:
        found = records.load(conn, self.keys.data.for_person(conn, person), person)
        return None if found is None else encode(found).decode()
