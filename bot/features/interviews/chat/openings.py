"""Openings that fit her and why, one of them with its employer, and her answer to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.conversation.messages import Rich, Text
from bot.delivery.actions import Outcome, Turning
from bot.features.interviews import employers, matching, slots, vacancies
from bot.features.interviews.chat import texts
from bot.features.interviews.chat.pieces import pieces
from bot.features.interviews.chat.ports import MOST_PASSED, PASSED, Chat
from bot.features.interviews.chat.said import lines, said
from bot.features.interviews.chat.wording import MORE, job_id, vacancy_of
from bot.features.interviews.employers import rows
from bot.features.interviews.matching import Match, Opening
from bot.features.interviews.matching.viewing import released
from bot.features.interviews.vacancies import Record
from bot.features.interviews.vacancies import words as vacancy_words
from bot.language.reading import tongue_name

Values = Mapping[str, Any]
PAGE = 5
"""Openings on a screen, so that it is read on a small phone; one less where there are further ones."""
FEW = 3
"""Reasons beside an opening in a list; its own page has all of them."""


def list_(chat: Chat, turning: Turning, values: Values) -> Outcome:
    """The openings from a place on, best first; `only`: those that she is invited to.

    None is left out but those she passed, so paging on reaches all (C8).
    """
    records = {one.id: one for one in vacancies.all_shown(turning.conn, chat.hiring.desk, turning.now)}
    found = _wanted(chat, turning, records, invited=bool(values.get("only")))
    start = int(values.get("page") or 0)
    if values.get("chosen") == MORE:
        start = int(values.get("after") or 0)
    start = start if start < len(found) else 0
    if not found:
        return Outcome("none")
    count = PAGE if len(found) - start <= PAGE else PAGE - 1
    shown = found[start : start + count]
    items = [job_id(records[one.wanted.vacancy_id]) for one in shown]
    items += [MORE] if start + count < len(found) else []
    parts = [_short(chat, turning, records[one.wanted.vacancy_id], one) for one in shown]
    page = {"page": start, "after": start + count, "chosen": ""}
    return Outcome("some", {"items": items, "list": said(*parts), **page})


def _wanted(chat: Chat, turning: Turning, records: Mapping[str, Record], *, invited: bool) -> list[Opening]:
    if not chat.takes_part(turning):
        return []
    open_ = _invited(turning)
    passed = set(chat.passed(turning)) - set(open_)
    wanted = [one for record in records.values() if (one := chat.wanted(record)) is not None]
    found = matching.openings_for(turning.conn, turning.person, wanted)
    if invited:
        return [one for one in found if one.wanted.vacancy_id in open_]
    return [one for one in found if one.wanted.vacancy_id not in passed]


def _invited(turning: Turning) -> dict[str, str]:
    """Her open invitations by vacancy."""
    mine = matching.of_person(turning.conn, turning.person, turning.now)
    return {one.vacancy: one.id for one in mine if one.state in ("invited", "accepted")}


def name_of(chat: Chat, turning: Turning, employer: str) -> str:
    """What an employer is called; empty where it is gone."""
    row = rows.load(turning.conn, chat.hiring.desk, employer, turning.now)
    return "" if row is None else row.details.name


def _short(chat: Chat, turning: Turning, record: Record, one: Opening) -> Rich:
    lang, say = turning.lang, chat.label
    best = sorted(one.match.reasons, key=lambda reason: -reason.points)[:FEW]
    facts = _facts(chat, turning, record)
    return lines(lang, (chat.work(one.wanted.isco, lang), *facts, *_why(chat, say, best, lang)))


def _facts(chat: Chat, turning: Turning, record: Record) -> Sequence[str]:
    vacancy, lang = record.vacancy, turning.lang
    if vacancy is None:
        return ()
    by, where = vacancy_words.ADVERT["by"], vacancy_words.ADVERT["where"]
    name = {"name": name_of(chat, turning, record.employer)}
    place = {"town": vacancy.town, "country": vacancy.country}
    return (
        chat.label(Text(by.ctxt, by.msg, name), lang),
        chat.label(Text(where.ctxt, where.msg, place), lang),
    )


def _why(chat: Chat, say: Any, reasons: Sequence[matching.Reason], lang: str) -> list[str]:
    told = matching.reasons_in_words(Match(0, tuple(reasons)), lang, say, chat.work, tongue_name)
    return [f"• {line}" for line in told]


def open_(chat: Chat, turning: Turning, values: Values) -> Outcome:
    """One opening, a piece at a time: pay, employer and check first, then all the rest, why it fits (C8), the
    employer and what to know (E8).

    She can be interested from the first facts on; her yes is kept only behind what she must know beforehand,
    which stands between the two (`answer`).
    """
    id_ = vacancy_of(str(values.get("chosen") or ""))
    conn, desk, lang = turning.conn, chat.hiring.desk, turning.lang
    record = vacancies.shown(conn, desk, id_, turning.now)
    wanted = chat.wanted(record) if record else None
    if record is None or record.vacancy is None or wanted is None:
        return Outcome("gone")
    found = matching.openings_for(conn, turning.person, [wanted]) if chat.takes_part(turning) else []
    name = name_of(chat, turning, record.employer)
    first = [
        *([lines(lang, [chat.label(texts.INVITED, lang)])] if id_ in _invited(turning) else []),
        vacancies.opening(record.vacancy, name, lang, chat.label, chat.knows),
        Rich(employers.checked(conn, desk, record.employer, lang, chat.label, turning.now), lang),
    ]
    rest = [
        vacancies.details(record.vacancy, record.lang, lang, chat.label, chat.knows),
        *(_fits(chat, one, lang) for one in found),
        employers.face(conn, desk, record.employer, lang, chat.label, turning.now),
    ]
    facts = pieces(first, lang)
    cut = (*facts, *pieces(rest, lang))
    page = min(int(values.get("page") or 0), len(cut) - 1)
    read = page >= len(facts) - 1
    options = _options(
        last=page == len(cut) - 1, read=read, shares=released(conn, turning.person, record.employer)
    )
    about = {"vacancy": id_, "employer": record.employer, "options": options, "page": page}
    return Outcome("shown", {"view": said(cut[page]), **about})


def _options(*, last: bool, read: bool, shares: bool) -> list[str]:
    """What can be said below a piece of an opening; `read`: she has had pay, employer and check."""
    yes = ["yes"] if read or shares else []
    unshare = ["unshare"] if shares else []
    return [*yes, *([] if last else ["read_on"]), "no", *unshare, "money", "report", "human", "list"]


def _fits(chat: Chat, one: Opening, lang: str) -> Rich:
    why = _why(chat, chat.label, one.match.reasons, lang)
    return lines(lang, (chat.label(texts.WHY, lang), *why))


def answer(chat: Chat, turning: Turning, values: Values) -> Outcome:
    """What she says to an opening that she reads."""
    option, id_ = str(values["option"]), str(values["vacancy"])
    if option in ("human", "list"):
        return Outcome(option)
    if option == "unshare":
        return Outcome("refuse")
    return _yes(chat, turning, id_) if option == "yes" else _pass(chat, turning, id_)


def _yes(chat: Chat, turning: Turning, id_: str) -> Outcome:
    """She is interested: the next step is her consent, then a time; or the interview that she has (B6)."""
    record = vacancies.shown(turning.conn, chat.hiring.desk, id_, turning.now)
    document = chat.hiring.ports.document(turning.conn, turning.person) if chat.takes_part(turning) else None
    if record is None or document is None:
        return Outcome("gone")
    if booked := booked_for(chat, turning, id_):
        return Outcome("booked", {"booking": booked.id})
    if released(turning.conn, turning.person, record.employer):
        return _accept(turning, id_, "times")
    name = name_of(chat, turning, record.employer)
    know = lines(turning.lang, [chat.label(texts.BEFORE, turning.lang), *_beforehand(chat, turning)])
    return Outcome("ask", {"seen": document, "name": name, "know": said(know)})


def _beforehand(chat: Chat, turning: Turning) -> Iterable[str]:
    return employers.beforehand(turning.lang, chat.label)


def accept(chat: Chat, turning: Turning, values: Values) -> Outcome:
    """After her yes to this employer: an invitation of theirs is accepted with it."""
    return _accept(turning, str(values["vacancy"]), "accepted")


def _accept(turning: Turning, id_: str, outcome: str) -> Outcome:
    invitation = _invited(turning).get(id_)
    if invitation is not None:
        matching.answer(turning.conn, turning.person, invitation, turning.now, yes=True)
    return Outcome(outcome, {"seen": ""})


def _pass(chat: Chat, turning: Turning, id_: str) -> Outcome:
    """Not for her: an invitation is declined, and the advert is shown to her no more."""
    invitation = _invited(turning).get(id_)
    if invitation is not None:
        matching.answer(turning.conn, turning.person, invitation, turning.now, yes=False)
    passed = [one for one in chat.passed(turning) if one != id_]
    chat.note(turning, PASSED, [*passed, id_][-MOST_PASSED:])
    label = chat.label(texts.PASSED, turning.lang)
    return Outcome("told", {"text": said(lines(turning.lang, [label], heading=False))})


def booked_for(chat: Chat, turning: Turning, vacancy: str) -> slots.Booking | None:
    """Her coming interview for an advert."""
    now = chat.hiring.slots.now(turning.conn)
    mine = slots.of_person(turning.conn, turning.person)
    coming = (one for one in mine if one.state == "booked" and one.slot.end > now)
    return next((one for one in coming if one.slot.vacancy == vacancy), None)
