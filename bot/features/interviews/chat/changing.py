"""Her interview called off or moved with one press, taken back where it was a mistake, and what she needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.delivery.actions import Outcome, Turning
from bot.features.interviews import slots
from bot.features.interviews.chat import mine, texts, times
from bot.features.interviews.chat.openings import booked_for
from bot.features.interviews.chat.ports import Chat
from bot.features.interviews.chat.said import lines, said
from bot.features.interviews.chat.wording import slot_of
from bot.features.interviews.slots import REASONS, UNSAID, By

Values = Mapping[str, Any]
WISHES: Mapping[str, Mapping[str, bool]] = {
    "interpreter": {"interpreter": True},
    "no_interpreter": {"interpreter": False},
    "room": {"quiet_room": True},
    "no_room": {"quiet_room": False},
}


def cancel(chat: Chat, turning: Turning, values: Values) -> Outcome:
    """Called off at once; then she may say why, and take the time again where nobody was faster (B6).

    Pressed again it says the same again.
    """
    conn, ctx, id_ = turning.conn, chat.hiring.slots, str(values["booking"])
    result = slots.cancel(conn, ctx, id_, By("candidate", turning.person), UNSAID)
    if not result.ok or result.booking is None:
        return mine.told(chat, turning, id_, mine.line(chat, turning, texts.NOT_CALLED_OFF))
    chat.hiring.tell(conn, result.events, turning.now)
    if result.booking.cancelled_by != "candidate":
        return mine.told(chat, turning, id_, mine.line(chat, turning, texts.CANCELLED))
    again = slots.may_restore(conn, result.booking, ctx.now(conn))
    words = [texts.CALLED_OFF, *([texts.MISTAKE] if again else [])]
    text = said(lines(turning.lang, [chat.label(one, turning.lang) for one in words], heading=False))
    why = [code for code in REASONS["candidate"] if code != UNSAID]
    reasons = [*(["again"] if again else []), *why]
    return Outcome("called_off", {"text": text, "reasons": reasons})


def explain(chat: Chat, turning: Turning, values: Values) -> Outcome:
    """Why she called it off, where she likes to say so."""
    id_, reason = str(values["booking"]), str(values["reason"])
    known = reason if reason in REASONS["candidate"] and reason != UNSAID else "other"
    kept = slots.explain(turning.conn, id_, turning.person, known)
    text = texts.EXPLAINED if kept else texts.REFUSED["over"]
    return mine.told(chat, turning, id_, mine.line(chat, turning, text))


def again(chat: Chat, turning: Turning, values: Values) -> Outcome:
    """The interview that she called off is booked again, as if she had not: the time, and her wishes."""
    found = mine.find(turning, {"booking": values["booking"]})
    if found is None:
        return Outcome("refused", {"why": "over"})
    if found.state != "booked":
        if refused := times.not_hers(chat, turning, found.slot.id):
            return Outcome("refused", {"why": refused})
        if booked_for(chat, turning, found.slot.vacancy):
            return Outcome("refused", {"why": "has_one"})
    result = slots.restore(turning.conn, chat.hiring.slots, found.id, turning.person)
    return _changed(chat, turning, result)


def back(chat: Chat, turning: Turning, values: Values) -> Outcome:
    """After a move: the time that she had before, where it is still free."""
    found, slot = mine.find(turning, {"booking": values["booking"]}), slot_of(str(values.get("before") or ""))
    refused = "over" if found is None else times.not_hers(chat, turning, slot)
    if found is None or refused:
        return Outcome("refused", {"why": refused})
    by = By("candidate", turning.person)
    return _changed(chat, turning, slots.move(turning.conn, chat.hiring.slots, found.id, slot, by))


def _changed(chat: Chat, turning: Turning, result: slots.Result) -> Outcome:
    if not result.ok or result.booking is None:
        # Here no list of free times follows, as it does where she chose one.
        return Outcome("refused", {"why": "lost" if result.outcome == "taken" else times.why(result)})
    chat.hiring.tell(turning.conn, result.events, turning.now)
    calendar = mine.entry_of(chat, turning, result.booking)
    return Outcome("done", {"booking": result.booking.id, "before": "", "calendar": calendar})


def wish(chat: Chat, turning: Turning, values: Values) -> Outcome:
    """An interpreter or a quiet room, asked for or withdrawn: staff and the employer see it at once."""
    id_, wanted = str(values["booking"]), WISHES.get(str(values["wish"]), {})
    ctx = chat.hiring.slots
    result = slots.wish(turning.conn, ctx, id_, turning.person, lang=turning.lang, **wanted)
    text = texts.WISHED[str(values["wish"])] if result.ok and wanted else texts.REFUSED["over"]
    return mine.told(chat, turning, id_, mine.line(chat, turning, text))
