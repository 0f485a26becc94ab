"""Her interviews: each with its times, the way in, a file for the calendar, and what she can do about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import msgspec

from bot.conversation.messages import Rich, Span, Text
from bot.delivery.actions import Outcome, Turning
from bot.features.interviews import slots, zones
from bot.features.interviews.calendars import Entry
from bot.features.interviews.chat import reporting, texts
from bot.features.interviews.chat.ports import ZONE, Chat
from bot.features.interviews.chat.said import lines, said
from bot.features.interviews.chat.wording import slot_of, time_id
from bot.features.interviews.employers import rows
from bot.features.interviews.slots import Booking
from bot.features.interviews.vacancies import records

Values = Mapping[str, Any]
JOIN_BEFORE = 15 * 60
"""Seconds before an interview from which the way in is shown: not earlier, so that it stands on no shared
phone for days, and leads nowhere that was stopped or moved meanwhile (E6, E7, C10)."""
LOOKED_BACK = 14 * 24 * 3600
"""Seconds for which an interview that is over stands in her list, so that she can report it."""
MOST = 8


def begin(chat: Chat, turning: Turning, values: Values) -> Outcome:
    """Where jobs and interviews begin for her, after she was asked about matching."""
    if chat.takes_part(turning):
        return Outcome("menu")
    return Outcome("mine" if _listed(chat, turning) else "nothing")


def _listed(chat: Chat, turning: Turning) -> list[Booking]:
    since = chat.hiring.slots.now(turning.conn) - LOOKED_BACK
    mine = slots.of_person(turning.conn, turning.person)
    return [one for one in mine if one.state == "booked" and one.slot.end > since]


def list_(chat: Chat, turning: Turning, values: Values) -> Outcome:
    """Her interviews as times in her zone. No two of them overlap, so none hides another."""
    found = _listed(chat, turning)[-MOST:]
    items = [time_id(one.slot.start, one.slot.id, _zone(chat, turning, one)) for one in found]
    return Outcome("some" if items else "none", {"items": items})


def _zone(chat: Chat, turning: Turning, booking: Booking, told: str = "") -> str:
    """Where her clock is, or the employer's. `told`: in this conversation, where no profile keeps it."""
    profile = chat.profile(turning)
    return str((profile.answers.get(ZONE) if profile else None) or told or booking.slot.zone)


def find(turning: Turning, values: Values) -> Booking | None:
    """The interview that a flow means: of hers alone; one that was moved is found where it is now."""
    wanted = slot_of(str(values.get("chosen") or ""))
    if wanted:
        mine = slots.of_person(turning.conn, turning.person)
        return next((one for one in mine if one.slot.id == wanted and one.state == "booked"), None)
    found = slots.find_booking(turning.conn, str(values.get("booking") or ""))
    while found is not None and found.state == "moved" and found.moved_to:
        found = slots.find_booking(turning.conn, found.moved_to)
    return found if found is not None and found.person == turning.person else None


def open_(chat: Chat, turning: Turning, values: Values) -> Outcome:
    """One interview as it stands now."""
    found = find(turning, values)
    if found is None:
        return Outcome("gone")
    lang, now = turning.lang, chat.hiring.slots.now(turning.conn)
    page = lines(lang, _page(chat, turning, found, now, str(values.get("zone") or "")))
    about = {"booking": found.id, "vacancy": found.slot.vacancy, "chosen": ""}
    shown = _options(chat, turning, found, str(values.get("before") or ""))
    return Outcome("there", {"view": said(page), "options": shown, **about})


def _page(chat: Chat, turning: Turning, one: Booking, now: int, told: str) -> list[str]:
    def say(text: Text, **values: object) -> str:
        return chat.label(Text(text.ctxt, text.msg, values) if values else text, turning.lang)

    lang, needs = turning.lang, one.needs
    found = [say(texts.HEADING), _job(chat, turning, one)]
    found.append(zones.both(one.slot.start, _zone(chat, turning, one, told), one.slot.zone, lang))
    if one.state == "cancelled":
        return [*found, say(texts.CANCELLED)]
    if one.slot.state == "frozen":
        return [*found, say(texts.FROZEN)]
    if one.slot.end <= now:
        return [*found, say(texts.OVER)]
    found.append(say(texts.HOW))
    found += [say(texts.INTERPRETER)] * needs.interpreter + [say(texts.QUIET)] * needs.quiet_room
    if needs.fallback:
        found.append(say(texts.WAYS, ways=[say(texts.WAY[way]) for way in needs.fallback]))
    return found


def _job(chat: Chat, turning: Turning, one: Booking) -> str:
    """Which work with whom; nothing where the employer is gone."""
    record = records.load(turning.conn, chat.hiring.desk, one.slot.vacancy)
    row = rows.load(turning.conn, chat.hiring.desk, one.slot.organisation, turning.now)
    if record is None or record.vacancy is None or row is None:
        return ""
    values = {"job": chat.work(record.vacancy.isco, turning.lang), "name": row.details.name}
    return chat.label(Text(texts.JOB.ctxt, texts.JOB.msg, values), turning.lang)


def _options(chat: Chat, turning: Turning, one: Booking, before: str = "") -> list[str]:
    """Those of `options`, and what may be taken back: a cancellation of hers, or a move from `before`."""
    conn, now = turning.conn, chat.hiring.slots.now(turning.conn)
    known = options(one, now)
    if slots.may_restore(conn, one, now):
        return ["again", *known]
    old = slots.find_slot(conn, slot_of(before)) if before and "move" in known else None
    if old is None or not slots.is_free_for(conn, turning.person, old, now):
        return known
    # Eight buttons are enough: to prepare comes back when she opens it anew, and stands in the menu too.
    return [known[0], "back", *(option for option in known[1:] if option != "prepare")]


def options(one: Booking, now: int) -> list[str]:
    """What can be done about it now. To report is always among it (E7)."""
    if one.state == "cancelled":
        return ["times", "calendar", "money", "report"]
    if one.slot.end <= now:
        return ["absent", "money", "report"]
    if one.slot.state == "frozen":
        return ["cancel", "money", "report"]
    if one.slot.start <= now:
        return ["join", "absent", "money", "report"]
    return ["join", "move", "cancel", "needs", "calendar", "prepare", "money", "report"]


def act(chat: Chat, turning: Turning, values: Values) -> Outcome:
    """What she pressed below an interview. An old button acts on the interview as it is now (B6)."""
    option, found = str(values["option"]), find(turning, {"booking": values["booking"]})
    if found is None:
        return Outcome("gone")
    now = chat.hiring.slots.now(turning.conn)
    if option == "join":
        return told(chat, turning, found.id, _way_in(chat, turning, found, now))
    if option == "absent":
        return told(chat, turning, found.id, _absent(chat, turning, found, now))
    if option == "calendar":
        return Outcome("file", {"calendar": entry_of(chat, turning, found)})
    if option in ("move", "needs") and (found.state != "booked" or found.slot.start <= now):
        return told(chat, turning, found.id, line(chat, turning, texts.REFUSED["over"]))
    # Buttons from before these two were one may still be on a screen.
    option = "prepare" if option == "practise" else option
    return Outcome(option, {"booking": found.id, "wishes": _wishes(found)})


def _wishes(one: Booking) -> list[str]:
    """What she can ask for or withdraw now, by the code of the press."""
    return [
        "no_interpreter" if one.needs.interpreter else "interpreter",
        "no_room" if one.needs.quiet_room else "room",
    ]


def _way_in(chat: Chat, turning: Turning, one: Booking, now: int) -> str:
    """The link to a listed host, with its real name before it (E6, I10)."""
    if one.state != "booked" or one.slot.end <= now or one.slot.state == "frozen":
        return line(chat, turning, texts.FROZEN if one.slot.state == "frozen" else texts.REFUSED["over"])
    if one.slot.start - now > JOIN_BEFORE:
        return line(chat, turning, texts.EARLY)
    host, lang = {"host": urlsplit(one.slot.link).hostname or ""}, turning.lang
    first = chat.label(Text(texts.JOIN.ctxt, texts.JOIN.msg, host), lang)
    text = f"{first}\n{one.slot.link}"
    return said(Rich(text, lang, (Span(len(first) + 1, len(text), "link", one.slot.link),)))


def _absent(chat: Chat, turning: Turning, one: Booking, now: int) -> str:
    if one.slot.start > now:
        return line(chat, turning, texts.NOT_YET)
    words = chat.label(texts.ABSENT_WORDS, "en")  # read by staff
    about = ("booking", one.id, "something_else")
    return str(reporting.told(chat, turning, *about, words, texts.ABSENT).data["text"])


def entry_of(chat: Chat, turning: Turning, one: Booking) -> str:
    """What a discreet calendar file is made of (C11)."""
    zone = _zone(chat, turning, one)
    entry = Entry(
        uid=one.uid,
        sequence=one.sequence,
        start=one.slot.start,
        minutes=one.slot.minutes,
        zone=zone,
        changed=int(turning.now),
        audience="candidate",
        link=chat.page,
        cancelled=one.state == "cancelled",
    )
    return msgspec.json.encode(entry).decode()


def line(chat: Chat, turning: Turning, text: Text) -> str:
    """One text as `show` takes it."""
    return said(lines(turning.lang, [chat.label(text, turning.lang)], heading=False))


def told(chat: Chat, turning: Turning, booking: str, text: str) -> Outcome:
    """Said, with what can be done about the interview from now on."""
    found = find(turning, {"booking": booking})
    return Outcome("told", {"text": text, "options": _options(chat, turning, found) if found else []})
