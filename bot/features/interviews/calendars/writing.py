"""Interviews written as iCalendar: one file for a booking, or a feed of many (RFC 5545, 5546, 7986)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Literal

from icalendar import Alarm, Calendar, Event, vCalAddress

from bot.conversation.messages import Attachment, Text
from bot.features.interviews.calendars import texts
from bot.features.interviews.calendars.model import Entry
from bot.features.interviews.calendars.time_zones import time_zone
from bot.features.interviews.zones import local, zone_info

Label = Callable[[Text, str], str]
"""A text in words, in a language (bot.delivery.wording.Wording.label)."""
Method = Literal["PUBLISH", "REQUEST", "CANCEL"]

_PRODUCT = "-//Rafiq//Interviews//EN"
_REMIND = {"candidate": timedelta(hours=1), "host": timedelta(minutes=15)}
_REFRESH = timedelta(hours=1)


def method(entry: Entry) -> Method:
    """What a file does to a calendar: put in, invite by mail, or take out (RFC 5546)."""
    if entry.cancelled:
        return "CANCEL"
    return "REQUEST" if entry.attendee and entry.organizer else "PUBLISH"


def file(entry: Entry, lang: str, label: Label) -> bytes:
    """The iCalendar file of one booking, UTF-8, in a reader's language. Raises UnknownZone."""
    calendar = _calendar(method(entry))
    _fill(calendar, [entry], lang, label)
    return bytes(calendar.to_ical())


def attachment(entry: Entry, lang: str, label: Label) -> Attachment:
    """The same as a file that a message brings."""
    kind = f"text/calendar; charset=utf-8; method={method(entry)}"
    return Attachment("appointment.ics", kind, file(entry, lang, label))


def feed(entries: Iterable[Entry], lang: str, label: Label) -> bytes:
    """An account's interviews as one calendar to subscribe to; a cancelled one stays in it as such.

    Takes about a millisecond an entry: hand in those of the last 30 days and those to come (D5), and call it
    in a thread where they are many.
    """
    calendar = _calendar("PUBLISH")
    name = label(texts.FEED_NAME, lang)
    calendar.add("NAME", name)
    calendar.add("X-WR-CALNAME", name)
    calendar.add("REFRESH-INTERVAL", _REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", "PT1H")
    _fill(calendar, list(entries), lang, label)
    return bytes(calendar.to_ical())


def _calendar(method: Method) -> Calendar:
    calendar = Calendar()
    calendar.add("PRODID", _PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", method)
    return calendar


def _fill(calendar: Calendar, entries: list[Entry], lang: str, label: Label) -> None:
    spans: dict[str, tuple[int, int]] = {}
    for entry in entries:
        if not _in_utc(entry):
            first, last = spans.get(entry.zone, (entry.start, entry.start))
            spans[entry.zone] = min(first, entry.start), max(last, entry.start)
    for zone, (first, last) in sorted(spans.items()):
        calendar.add_component(time_zone(zone, first, last))
    for entry in entries:
        calendar.add_component(_event(entry, lang, label))


def _event(entry: Entry, lang: str, label: Label) -> Event:
    event = Event()
    event.add("UID", entry.uid)
    event.add("SEQUENCE", entry.sequence)
    event.add("DTSTAMP", datetime.fromtimestamp(entry.changed, UTC))
    event.add("LAST-MODIFIED", datetime.fromtimestamp(entry.changed, UTC))
    event.add("DTSTART", _moment(entry, entry.start))
    event.add("DTEND", _moment(entry, entry.start + entry.minutes * 60))
    event.add("SUMMARY", _summary(entry, lang, label), parameters={"LANGUAGE": lang})
    event.add("DESCRIPTION", _description(entry, lang, label), parameters={"LANGUAGE": lang})
    event.add("URL", entry.link)
    event.add("STATUS", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("TRANSP", "TRANSPARENT" if entry.cancelled else "OPAQUE")
    event.add("CLASS", "PRIVATE")
    if entry.audience == "host":
        event.add("LOCATION", entry.link)  # not for a candidate: a locked phone shows the place (C11)
    if entry.organizer:
        event.add("ORGANIZER", vCalAddress(f"mailto:{entry.organizer}"))
    if entry.attendee:
        event.add(
            "ATTENDEE",
            vCalAddress(f"mailto:{entry.attendee}"),
            parameters={"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"},
        )
    if not entry.cancelled:
        event.add_component(_alarm(entry, lang, label))
    return event


def _alarm(entry: Entry, lang: str, label: Label) -> Alarm:
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("TRIGGER", -_REMIND[entry.audience])
    alarm.add("DESCRIPTION", _summary(entry, lang, label))
    return alarm


def _summary(entry: Entry, lang: str, label: Label) -> str:
    if entry.audience == "host" and entry.reference:
        return label(texts.with_candidate(entry.reference), lang)
    return label(texts.SUMMARY if entry.audience == "candidate" else texts.FEED_NAME, lang)


def _description(entry: Entry, lang: str, label: Label) -> str:
    if entry.cancelled:
        return label(texts.GONE, lang)
    words = texts.OPEN_CANDIDATE if entry.audience == "candidate" else texts.OPEN_HOST
    return f"{label(words, lang)}\n{entry.link}"


def _moment(entry: Entry, utc: int) -> datetime:
    return datetime.fromtimestamp(utc, UTC if _in_utc(entry) else zone_info(entry.zone))


def _in_utc(entry: Entry) -> bool:
    """A local time that comes twice means the first of both (RFC 5545, 3.3.5): the second is told in UTC."""
    ends = (entry.start, entry.start + entry.minutes * 60)
    return any(local(moment, entry.zone).fold for moment in ends)
