"""Invented candidates and open times of a demo, so that an employer sees matches and somebody in the chat
sees times to book. Made once: whoever deletes or books them finds it so."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import Connection

from bot.delivery import persons
from bot.delivery.keys import Keys
from bot.delivery.ports import TurnResult
from bot.features.interviews import slots
from bot.features.interviews.matching import keeping, looking
from bot.features.interviews.matching.viewing import SHARING
from bot.features.interviews.slots import By, Opening
from bot.features.interviews.zones import local
from bot.features.people import note
from bot.features.skills import Job, Profile, Tongue
from bot.features.skills import records as profiles
from bot.hiring import Hiring
from bot.store.ids import new_id

ZONE = "Africa/Nairobi"
HOURS = (10, 14)
"""Of each working day of next week, in ZONE."""
MINUTES, BREAK = 30, 10
LINK = "https://meet.jit.si/rafiq-demo"
"""Where there is no Jitsi server of ours."""
CHANNEL = "web"
"""Their messages wait for a browser that nobody has, and are dropped in time."""
_PARTS = ["jobs", "languages", "school", "practical", "wishes"]
_B1 = {skill: {"A2": True, "B1": True, "B2": False} for skill in ("listening", "speaking")}
_A2 = {skill: {"A1": True, "A2": True, "B1": False} for skill in ("listening", "speaking")}
_ANSWERS = {"lives": "KE", "travel": "in_progress", "nights": "yes"}


def _people() -> tuple[tuple[Profile, bool], ...]:
    """Each profile, and whether its person lets the demo's employer see it. Their own words say “Demo”."""
    baker = Job(
        "Demo: baker", "7512", {"0": 3, "1": 2}, "three_five", "now", "Demo: an oven for forty loaves"
    )
    helper = Job("Demo: helped in a bakery", "7512", {"0": 1}, "one_two", "two_years", "Demo: hand tools")
    cook = Job("Demo: cook", "5120", {"0": 2}, "six_ten", "five_years", "Demo: a field kitchen")
    return (
        (Profile([baker], [Tongue("so", mother=True), Tongue("en", known=_B1)], {**_ANSWERS}, _PARTS), True),
        (Profile([helper], [Tongue("ar", mother=True), Tongue("en", known=_A2)], {**_ANSWERS}, _PARTS), True),
        (Profile([cook], [Tongue("sw", mother=True), Tongue("en", known=_B1)], {**_ANSWERS}, _PARTS), False),
    )


def settle(conn: Connection, hiring: Hiring, employer: str, now: float) -> None:
    """Make the people, and let the demo's employer see the profiles of some (C3)."""
    for profile, shares in _people():
        _settle(conn, hiring, profile, employer if shares else "", now)


def _settle(conn: Connection, hiring: Hiring, profile: Profile, employer: str, now: float) -> None:
    keys, address = Keys(hiring.keys, hiring.desk.lookup), new_id()  # nobody is told it
    hashed = keys.address_hash(CHANNEL, address)
    person = persons.find_or_add(conn, keys, CHANNEL, address, hashed).id
    cipher = hiring.keys.for_person(conn, person)
    persons.leave(conn, cipher, person, TurnResult(None, None, "en", []), now)
    said = [(profiles.KIND, ""), (keeping.KIND, ""), *([(SHARING, employer)] if employer else [])]
    for kind, about in said:
        note(conn, person, kind, yes=True, version=1, lang="en", now=now, about=about)
    profiles.save(conn, cipher, person, profile, now, looking.keeper(hiring.keys))


def open_times(conn: Connection, hiring: Hiring, by: By, vacancy: str, now: float) -> int:
    """Times of the whole next week for the demo's advert; how many. None where video calls may lead to none
    of the known hosts."""
    here = local(now, ZONE).date()
    monday = here + timedelta(days=7 - here.weekday())
    opened = 0
    for hour in HOURS:
        wanted = Opening(
            series=new_id(),
            organisation=by.organisation,
            host=by.id,
            vacancy=vacancy,
            zone=ZONE,
            first=datetime.combine(monday, time(hour)),
            minutes=MINUTES,
            buffer=BREAK,
            repeat="weekdays",
            until=monday + timedelta(days=4),
            link="" if hiring.rooms.jitsi else LINK,
        )
        rooms = hiring.rooms
        made = slots.open_slots(conn, hiring.slots, by, wanted, hosts=rooms.hosts, jitsi=rooms.jitsi)
        opened += len(made.slots)
    return opened
