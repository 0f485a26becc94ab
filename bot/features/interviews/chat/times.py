"""A time for an interview: in her own zone, held for five minutes, booked or moved (B4, B6, B7)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from bot.conversation.messages import Text
from bot.delivery.actions import Outcome, Turning
from bot.features.interviews import slots, vacancies, zones
from bot.features.interviews.chat import texts
from bot.features.interviews.chat.mine import entry_of
from bot.features.interviews.chat.openings import booked_for
from bot.features.interviews.chat.ports import ZONE, Chat
from bot.features.interviews.chat.said import lines, said
from bot.features.interviews.chat.wording import MORE, slot_of, time_id
from bot.features.interviews.matching.viewing import released
from bot.features.interviews.slots import After, Booking, By, Needs, Result
from bot.features.interviews.slots.model import Way

Values = Mapping[str, Any]
PAGE = 6
"""Times on a screen, beside "more"."""


def zone(chat: Chat, turning: Turning, values: Values) -> Outcome:
    """Where her clock is, once she has said so: from her profile, or told in this conversation (C3)."""
    known = zone_of(chat, turning, str(values.get("zone") or ""))
    return Outcome("known", {"zone": known}) if known else Outcome("unknown")


def zone_of(chat: Chat, turning: Turning, otherwise: str = "") -> str:
    profile = chat.profile(turning)
    return str(profile.answers.get(ZONE) or otherwise) if profile else otherwise


def find_zone(chat: Chat, turning: Turning, values: Values) -> Outcome:
    """The zones that her words may mean; her words themselves are not kept (D2)."""
    found = [one.zone for one in zones.find_zones(str(values["city"]), turning.lang)][:7]
    return Outcome("some" if found else "none", {"zones": found, "city": ""})


def keep_zone(chat: Chat, turning: Turning, values: Values) -> Outcome:
    chat.note(turning, ZONE, str(values["zone"]))
    return Outcome("kept")


def times(chat: Chat, turning: Turning, values: Values) -> Outcome:
    """Free times of an advert, the next one first, in her zone; without one, in the employer's."""
    after = None
    if values.get("chosen") == MORE and values.get("after"):
        start, _, slot = str(values["after"]).partition(".")
        after = After(int(start), slot)
    now, id_ = chat.hiring.slots.now(turning.conn), str(values["vacancy"])
    found = slots.free_slots(turning.conn, turning.person, id_, now, after, PAGE + 1)
    if not values.get("moving"):
        found = sorted([*found, *_held(turning, id_, now, after)], key=lambda one: (one.start, one.id))
    if not found:
        return Outcome("none")
    shown = found[:PAGE]
    own = str(values.get("zone") or "")
    items = [time_id(one.start, one.id, own or one.zone) for one in shown]
    items += [MORE] if len(found) > PAGE else []
    place = {"after": f"{shown[-1].start}.{shown[-1].id}", "chosen": "", "shown_zone": own or shown[0].zone}
    return Outcome("some", {"items": items, **place})


def _held(turning: Turning, vacancy: str, now: int, after: After | None) -> list[slots.Slot]:
    """The times of an advert that she holds: free for nobody else, but hers to take (B4)."""
    mine = slots.of_person(turning.conn, turning.person)
    held = [one.slot for one in mine if slots.holds(one, now) and one.slot.vacancy == vacancy]
    return [one for one in held if after is None or (one.start, one.id) > (after.start, after.slot)]


def take(chat: Chat, turning: Turning, values: Values) -> Outcome:
    """Hold the chosen time for her, or move the interview to it that she has."""
    conn, ctx, id_ = turning.conn, chat.hiring.slots, slot_of(str(values["chosen"]))
    refused = not_hers(chat, turning, id_)
    moving = str(values.get("moving") or "")
    if refused:
        return Outcome("refused", {"why": refused})
    if moving:
        had = slots.find_booking(conn, moving)
        result = slots.move(conn, ctx, moving, id_, By("candidate", turning.person))
        return _moved(chat, turning, result, had)
    slot = slots.find_slot(conn, id_)
    if slot is not None and booked_for(chat, turning, slot.vacancy):
        return Outcome("refused", {"why": "has_one"})
    _let_go(chat, turning, id_)
    result = slots.hold(conn, ctx, turning.person, id_)
    if not result.ok or result.booking is None:
        return Outcome("refused", {"why": why(result)})
    held, text = result.booking, texts.HELD if result.outcome == "done" else texts.HELD_STILL
    when = _when(chat, turning, held.slot, text)
    return Outcome("held", {"booking": held.id, "when": when})


def _moved(chat: Chat, turning: Turning, result: Result, had: Booking | None) -> Outcome:
    if not result.ok or result.booking is None:
        return Outcome("refused", {"why": why(result)})
    chat.hiring.tell(turning.conn, result.events, turning.now)
    calendar = entry_of(chat, turning, result.booking)
    # The time that she had, so that a slip of the finger is undone with one press.
    done = had is not None and result.outcome == "done"
    before = time_id(had.slot.start, had.slot.id, had.slot.zone) if had and done else ""
    values = {"booking": result.booking.id, "moving": "", "calendar": calendar, "before": before}
    return Outcome("moved", values)


def not_hers(chat: Chat, turning: Turning, slot_id: str) -> str:
    """Why she may not take a time of this employer: the advert is gone, or she has not said yes (C3, C9)."""
    slot = slots.find_slot(turning.conn, slot_id)
    if slot is None or vacancies.shown(turning.conn, chat.hiring.desk, slot.vacancy, turning.now) is None:
        return "frozen" if slot is not None and slot.state == "frozen" else "over"
    allowed = chat.takes_part(turning) and released(turning.conn, turning.person, slot.organisation)
    return "" if allowed else "not_shared"


def _let_go(chat: Chat, turning: Turning, wanted: str) -> None:
    """A time of the same advert that she held until now is free for others again."""
    slot = slots.find_slot(turning.conn, wanted)
    for one in slots.of_person(turning.conn, turning.person):
        same = slot is not None and one.slot.vacancy == slot.vacancy
        if one.state == "held" and same and one.slot.id != wanted:
            by = By("candidate", turning.person)
            slots.cancel(turning.conn, chat.hiring.slots, one.id, by, "other")


def _when(chat: Chat, turning: Turning, slot: slots.Slot, text: Text) -> str:
    lang = turning.lang
    hers = zone_of(chat, turning, slot.zone)
    both = zones.both(slot.start, hers, slot.zone, lang)
    return said(lines(lang, (chat.label(text, lang), both)))


def extend(chat: Chat, turning: Turning, values: Values) -> Outcome:
    """Five minutes more, once (B4)."""
    result = slots.extend(turning.conn, chat.hiring.slots, turning.person, str(values["booking"]))
    if not result.ok:
        return Outcome("refused", {"why": why(result)})
    text = texts.EXTENDED if result.outcome == "done" else texts.EXTENDED_BEFORE
    label = chat.label(text, turning.lang)
    return Outcome("held", {"text": said(lines(turning.lang, [label], heading=False))})


def book(chat: Chat, turning: Turning, values: Values) -> Outcome:
    """Turn the hold into a booking; the employer is told in the same transaction (M4, B10)."""
    wishes = values.get("wishes") or []
    ways = tuple(way for way in get_args(Way) if way in (values.get("ways") or []))
    needs = Needs("interpreter" in wishes, "quiet_room" in wishes, turning.lang, ways)
    conn, booking = turning.conn, str(values["booking"])
    found = slots.find_booking(conn, booking)
    refused = not_hers(chat, turning, found.slot.id) if found else "over"
    if refused:
        return Outcome("refused", {"why": refused})
    result = slots.book(conn, chat.hiring.slots, turning.person, booking, needs)
    if not result.ok or result.booking is None:
        return Outcome("refused", {"why": why(result)})
    chat.hiring.tell(conn, result.events, turning.now)
    return Outcome("booked", {"calendar": entry_of(chat, turning, result.booking)})


def why(result: Result) -> str:
    """What is said to her of a refusal."""
    return result.outcome if result.outcome in texts.REFUSED else "over"
