"""The parts around an interview, introduced to each other: who is told of what, what a freeze stops, and
what has to be called off before somebody is forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from bot.delivery import reminders
from bot.delivery.retention import Swept
from bot.features.interviews import employers, matching, results, slots, vacancies, zones
from bot.features.interviews.matching import keeping
from bot.features.interviews.results import Code, Recorded
from bot.features.interviews.slots import By, Event
from bot.features.skills import records as profiles
from bot.features.skills.profile import encode
from bot.features.staff import Post, audit, directory
from bot.store.cipher import Unreadable
from bot.store.datakeys import DataKeys
from bot.store.lookup import Lookup

NEWS = "interview_news"
"""The kind of reminder that brings a change of an interview into the chat at once."""
INTERVIEW_PATH = "/portal/interviews/"
VACANCY_PATH = "/portal/vacancies/"
REASON = "canary"
ANSWER_DAYS = 14
"""Days within which an answer is due where the advert that promised them is gone."""
INVITED = "interview_invitation"
"""The kind of reminder that brings an invitation into the chat; its value is `invitation`."""


@dataclass(frozen=True)
class Rooms:
    """Where interviews may take place (E6): `hosts` of video calls, and our own Jitsi server, if any."""

    hosts: tuple[str, ...] = slots.VIDEO_HOSTS
    jitsi: str = ""

    def leads(self, link: str) -> bool:
        """Does a link still lead to a listed host, or to a room of ours?"""
        if self.jitsi and link.startswith(self.jitsi.rstrip("/") + "/"):
            return True
        try:
            slots.checked_link(link, self.hosts)
        except slots.BadLink:
            return False
        return True


@dataclass(frozen=True)
class Hiring:
    """What flows, pages and jobs are handed."""

    keys: DataKeys
    desk: employers.Desk
    slots: slots.Context
    ports: matching.Ports
    post: Post
    results: results.Desk
    rooms: Rooms = field(default_factory=Rooms)

    def tell(self, conn: Connection, events: Iterable[Event], now: float) -> None:
        """Tell both sides of changes, in the transaction that made them (B10)."""
        for event in events:
            if event.later:
                continue  # she may take it back: `tell_later`
            if event.side == "host":
                self._mail(conn, event, now)
            else:
                self._chat(conn, event, now)

    def tell_later(self, conn: Connection, now: float) -> bool:
        """Mail a host what came of changes that a candidate could take back; False where none is due."""
        events = slots.due(conn, self.slots)
        self.tell(conn, events or (), now)
        return events is not None

    def leave(self, conn: Connection, person: str, now: float) -> None:
        """Before somebody is erased: nobody waits for her in vain (C6), and no report names her."""
        self.tell(conn, slots.forget(conn, self.slots, person), now)
        employers.forget(conn, self.keys, self.desk.lookup, person)

    @property
    def sweeps(self) -> tuple[Swept, ...]:
        """What erases what is past its date (D5)."""
        return (
            self._sweep_slots,
            self._sweep_employers,
            self._lapse_employers,
            self._ask_for_results,
            self._end_adverts,
        )

    def _sweep_slots(self, conn: Connection, now: float) -> dict[str, int]:
        return slots.sweep(conn, self.slots)

    def _sweep_employers(self, conn: Connection, now: float) -> dict[str, int]:
        return employers.sweep(conn, self.keys, now)

    def _lapse_employers(self, conn: Connection, now: float) -> dict[str, int]:
        return {"employers_lapsed": employers.lapse(conn, self.desk, now)}

    def _ask_for_results(self, conn: Connection, now: float) -> dict[str, int]:
        return results.due(conn, self.results, now)

    def _end_adverts(self, conn: Connection, now: float) -> dict[str, int]:
        return vacancies.end_in_time(conn, self.desk, now)

    def renew_zones(self, conn: Connection, now: float) -> None:
        """At a start after a change of zone data: coming times are counted anew, all touched told (B8)."""
        if zones.rules_changed(conn, now):
            self.tell(conn, slots.shift_slots(conn, self.slots), now)

    def record(self, conn: Connection, booking: str, by: By, code: Code, now: float) -> Recorded:
        """The result of an interview; one with a result took place."""
        recorded = results.record(conn, self.results, booking, by, code, now)
        if recorded == "done":
            slots.confirm(conn, self.slots, booking, by, "took_place")
        return recorded

    def invite(
        self, conn: Connection, viewer: matching.Viewer, vacancy: str, ref: str, now: float
    ) -> matching.inviting.Sent:
        """Invite a candidate, and tell her in the same transaction. Raises NoVacancy."""
        sent = matching.invite(conn, self.ports, viewer, vacancy, ref, now)
        if sent.outcome == "invited" and sent.person is not None:
            cipher = self.keys.for_person(conn, sent.person)
            values = {"invitation": sent.invitation}
            reminders.put(conn, cipher, sent.person, INVITED, [(now, values)], about=sent.invitation)
        return sent

    def reference(self, conn: Connection, person: str, organisation: str) -> str:
        """How this organisation names a candidate (E3); empty for somebody who takes part no longer."""
        candidate = keeping.of_person(conn, person)
        if candidate is None:
            return ""
        return matching.refs_for(conn, [candidate], organisation).get(candidate, "")

    def _chat(self, conn: Connection, event: Event, now: float) -> None:
        """News come as a turn of her own: shown only when she asks for them (C10, C11)."""
        if event.by == "candidate":
            return  # she did it herself, and reads the answer to it
        try:
            cipher = self.keys.for_person(conn, event.to)
        except Unreadable:
            return
        about = event.booking.id
        values = {"booking": about, "what": event.what}
        reminders.put(conn, cipher, event.to, NEWS, [(now, values)], about=about)

    def _mail(self, conn: Connection, event: Event, now: float) -> None:
        slot = event.booking.slot
        if event.what == "frozen":
            return  # the whole organisation is told once, by `desk.tell`
        kind = {"unfrozen": "booked", "shifted": "moved"}.get(event.what, event.what)
        values = {
            "start": str(slot.start),
            "minutes": str(slot.minutes),
            "reference": self.reference(conn, event.booking.person, slot.organisation) or event.booking.uid,
            "uid": event.booking.uid,
            "sequence": str(event.booking.sequence),
            "link": f"{INTERVIEW_PATH}{event.booking.id}",
        }
        if kind == "moved":
            values["was"] = str(event.before.start if event.before else slot.start)
        self.post(conn, event.to, f"interview.{kind}", values, now)


def join(
    keys: DataKeys,
    lookup: Lookup,
    post: Post,
    rooms: Rooms | None = None,
    now: slots.DatabaseTime = slots.database_time,
) -> Hiring:
    """Introduce them. `post` writes mails to accounts onto the outbox; `now`: what time it is for holds."""

    def freeze(conn: Connection, organisation: str, now: float) -> None:
        hiring.tell(conn, slots.freeze(conn, hiring.slots, organisation), now)

    def thaw(conn: Connection, organisation: str, now: float) -> None:
        by = By("staff", "")
        hiring.tell(conn, slots.unfreeze(conn, hiring.slots, organisation, by), now)

    owners = {"vacancy": vacancies.employer_of, "booking": _owner_of_booking}
    desk = employers.Desk(keys, lookup, audit.note, freeze, thaw, _teller(post), owners)
    hiring = Hiring(
        keys,
        desk,
        slots.Context(keys, audit.note, _addressee, now),
        _ports(keys, desk),
        post,
        results.Desk(
            keys,
            audit.note,
            post,
            lambda conn, person, organisation: hiring.reference(conn, person, organisation),
            lambda conn, vacancy: _answer_days(conn, desk, vacancy),
            _case_workers,
        ),
        rooms or Rooms(),
    )
    return hiring


def _addressee(conn: Connection, account: str) -> str | None:
    found = directory.addressee(conn, account)
    return found.person_id if found else None


def _teller(post: Post) -> employers.Tell:
    def tell_all(
        conn: Connection, organisation: str, kind: str, values: Mapping[str, str], now: float
    ) -> None:
        # Mails carry links and no ids: an advert is named by the page where its employer finds it.
        about = {"link": VACANCY_PATH + values["vacancy"]} if "vacancy" in values else dict(values)
        for account in directory.members(conn, organisation):
            post(conn, account, kind, about, now)

    return tell_all


def _owner_of_booking(conn: Connection, booking: str) -> str | None:
    found = slots.find_booking(conn, booking)
    return found.slot.organisation if found else None


def _ports(keys: DataKeys, desk: employers.Desk) -> matching.Ports:
    def canary(conn: Connection, organisation: str, now: float) -> None:
        employers.freeze_now(conn, desk, organisation, REASON, now)

    def released(conn: Connection, vacancy: str, now: float) -> matching.Wanted | None:
        record = vacancies.shown(conn, desk, vacancy, now)
        return wanted(record) if record else None

    def document(conn: Connection, person: str) -> str | None:
        try:
            profile = profiles.load(conn, keys.for_person(conn, person), person)
        except Unreadable:
            return None
        return encode(profile).decode() if profile else None

    return matching.Ports(audit.note, canary, released, document)


def _answer_days(conn: Connection, desk: employers.Desk, vacancy: str) -> int:
    """Days within which the employer promised an answer."""
    try:
        record = vacancies.load(conn, desk, vacancy)
    except Unreadable:
        record = None
    return record.vacancy.answer_days if record and record.vacancy else ANSWER_DAYS


def _case_workers(conn: Connection) -> list[str]:
    """Who hears of an answer that did not come: managers where there is no case worker."""
    return directory.holders(conn, "case_worker") or directory.holders(conn, "manager")


def wanted(record: vacancies.Record) -> matching.Wanted | None:
    """A vacancy as matching compares it; None for one that is not whole."""
    vacancy = record.vacancy
    if vacancy is None:
        return None
    levels: dict[str, dict[str, int]] = {}
    for need in vacancy.languages:
        levels.setdefault(need.tag, {})[need.skill] = 1 + vacancies.CEFR.index(need.level)
    return matching.Wanted(
        record.id,
        record.employer,
        vacancy.isco,
        vacancy.country,
        tuple(matching.Tongue(tag, **skills) for tag, skills in levels.items()),
        vacancy.years,
        vacancy.licences,
        "travel_document" in vacancy.papers,
        vacancy.nights,
    )
