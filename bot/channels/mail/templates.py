"""The kinds of mail: what each says, and the only values that it takes.

A value is a code, a number, a moment or a path of the portal, checked by shape: a name or a sentence cannot
pass, so that no mail can carry a candidate's data.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.conversation.messages import Text
from bot.conversation.texts import T

Read = Mapping[str, str | int]


class BadMail(ValueError):
    """A mail of an unknown kind or with wrong values: a fault of whoever posts it. Quotes no value."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail before it is put into words: texts, and paths of the portal each on a line of its own."""

    subject: Text
    paragraphs: tuple[Text | str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """How a mail is written, from what, and whether it brings a calendar file."""

    write: Callable[[Read, str, float], Letter]
    needs: frozenset[str] = frozenset()
    may: frozenset[str] = frozenset()
    calendar: bool = False


_SHAPES: dict[str, re.Pattern[str]] = {
    "link": re.compile(r"/(?!/)[A-Za-z0-9._~/?=&%-]{0,300}", re.ASCII),
    "reference": re.compile(
        # Letters and digits mixed: no name, and no telephone number.
        r"(?=.*\d)(?=.*[A-Z])(?!.*\d{5})[A-Z0-9-]{4,32}|(?=.*[A-Za-z_-])[A-Za-z0-9_-]{22}",
        re.ASCII,
    ),
    "uid": re.compile(r"[A-Za-z0-9_-]{16,64}", re.ASCII),
}
_NUMBERS = frozenset(("start", "was", "by", "until", "minutes", "sequence"))
_NUMBER = re.compile(r"\d{1,11}", re.ASCII)


def read_values(kind: str, values: Mapping[str, str]) -> Read:
    """The values of a mail, checked. Raises BadMail."""
    known = KINDS.get(kind)
    if known is None:
        raise BadMail("there is no such kind of mail")
    if missing := known.needs - values.keys():
        raise BadMail(f"{kind} needs {', '.join(sorted(missing))}")
    if len(values.keys() - known.needs - known.may):
        raise BadMail(f"{kind} takes only {', '.join(sorted(known.needs | known.may))}")
    return {name: _read(kind, name, value) for name, value in values.items()}


def _read(kind: str, name: str, value: str) -> str | int:
    shape = _NUMBER if name in _NUMBERS else _SHAPES[name]
    if not shape.fullmatch(value):
        raise BadMail(f"{name} of {kind} has another shape than it may")
    return int(value) if name in _NUMBERS else value


def _letter(subject: Text, *paragraphs: Text | str) -> Letter:
    return Letter(subject, (*paragraphs, T("mail", "A machine wrote this mail. Nobody reads answers to it.")))


def _minutes(read: Read) -> Text:
    return T("mail", "Length in minutes: {minutes}", minutes=read["minutes"])


def _details(read: Read, words: Text) -> tuple[Text | str, ...]:
    return (words, str(read["link"])) if "link" in read else ()


def _invited(read: Read, zone: str, now: float) -> Letter:
    return _letter(
        T("mail", "Your account at Rafiq"),
        T("mail", "You are invited to Rafiq, a service that informs refugees and arranges job interviews."),
        T("mail", "Open this page to set up how you sign in. The link works once:"),
        str(read["link"]),
        T("mail", "The link ends at this time: {until:datetime}", until=(read["until"], zone)),
        T("mail", "If you do not know why you got this, do nothing: the link ends by itself."),
    )


def _recovered(read: Read, zone: str, now: float) -> Letter:
    return _letter(
        T("mail", "Your account was reset"),
        T("mail", "Two administrators removed every way to sign in to your account and ended all sessions."),
        T("mail", "This happened at: {when:datetime}", when=(int(now), zone)),
        *_details(read, T("mail", "Open this page to set up how you sign in. The link works once:")),
        T("mail", "If you did not ask for this, tell an administrator at once."),
    )


def _factor(read: Read, zone: str, now: float) -> Letter:
    return _letter(
        T("mail", "A new way to sign in to your account"),
        T("mail", "A new way to sign in was added to your account."),
        T("mail", "This happened at: {when:datetime}", when=(int(now), zone)),
        *_details(read, T("mail", "Open this page to see all your ways to sign in:")),
        T("mail", "If this was not you, tell an administrator at once."),
    )


def _booked(read: Read, zone: str, now: float) -> Letter:
    return _letter(
        T("mail", "An interview is booked"),
        T("mail", "An interview with candidate {reference} is booked.", reference=read["reference"]),
        T("mail", "Time: {start:datetime}", start=(read["start"], zone)),
        _minutes(read),
        *_details(read, T("mail", "Open this page to join, to move or to cancel it:")),
    )


def _moved(read: Read, zone: str, now: float) -> Letter:
    return _letter(
        T("mail", "An interview has a new time"),
        T("mail", "The interview with candidate {reference} has a new time.", reference=read["reference"]),
        T("mail", "New time: {start:datetime}", start=(read["start"], zone)),
        T("mail", "Old time, no longer valid: {was:datetime}", was=(read["was"], zone)),
        _minutes(read),
        *_details(read, T("mail", "Open this page to join, to move or to cancel it:")),
    )


def _cancelled(read: Read, zone: str, now: float) -> Letter:
    return _letter(
        T("mail", "An interview is cancelled"),
        T("mail", "The interview with candidate {reference} is cancelled.", reference=read["reference"]),
        T("mail", "It was planned for: {start:datetime}", start=(read["start"], zone)),
        *_details(read, T("mail", "Open this page for more:")),
    )


def _result_due(read: Read, zone: str, now: float) -> Letter:
    return _letter(
        T("mail", "The result of an interview is due"),
        T("mail", "Candidate {reference} is waiting for your answer.", reference=read["reference"]),
        T("mail", "You promised it by: {by:datetime}", by=(read["by"], zone)),
        T("mail", "If no answer comes by then, staff of the NGO will ask you."),
        *_details(read, T("mail", "Open this page to record the result:")),
    )


def _result_alarm(read: Read, zone: str, now: float) -> Letter:
    return _letter(
        T("mail", "A promised result did not come"),
        T("mail", "Candidate {reference} got no answer from the employer.", reference=read["reference"]),
        T("mail", "It was promised by: {by:datetime}", by=(read["by"], zone)),
        *_details(read, T("mail", "Please ask the employer. Open this page:")),
    )


def _frozen(read: Read, zone: str, now: float) -> Letter:
    return _letter(
        T("mail", "An employer is frozen"),
        T("mail", "There was a report. The employer's slots and messages are stopped until staff decide."),
        T("mail", "The name of whoever made the report is protected."),
        *_details(read, T("mail", "Open this page for more:")),
    )


def _released(read: Read, zone: str, now: float) -> Letter:
    return _letter(
        T("mail", "Your vacancy is released"),
        T("mail", "A reviewer has read your vacancy and released it. People whom it fits can see it now."),
        *_details(read, T("mail", "Open this page to offer times for interviews:")),
    )


def _refused(read: Read, zone: str, now: float) -> Letter:
    return _letter(
        T("mail", "Your vacancy is not released"),
        T("mail", "A reviewer has read your vacancy and did not release it."),
        *_details(read, T("mail", "Open this page to read why and to change it:")),
    )


def _ended(read: Read, zone: str, now: float) -> Letter:
    return _letter(
        T("mail", "Your vacancy has ended"),
        T("mail", "The last day of your vacancy is over, so nobody sees it any more."),
        T("mail", "Interviews that are booked stay."),
        *_details(read, T("mail", "If the place is still free, open this page to change the last day:")),
    )


def _waiting(read: Read, zone: str, now: float) -> Letter:
    return _letter(
        T("mail", "An announcement waits for approval"),
        T("mail", "An announcement of your organisation waits for a second person to read and approve it."),
        T("mail", "Nothing of it is sent before that."),
        *_details(read, T("mail", "Open this page to read it, then approve it or send it back:")),
    )


def _approved(read: Read, zone: str, now: float) -> Letter:
    return _letter(
        T("mail", "Your announcement is approved"),
        T("mail", "Another person has read your announcement and approved it. It is sent from its start on."),
        *_details(read, T("mail", "Open this page to see how far it is, or to stop it:")),
    )


def _sent_back(read: Read, zone: str, now: float) -> Letter:
    return _letter(
        T("mail", "Your announcement was sent back"),
        T("mail", "Another person has read your announcement and did not approve it. It is a draft again."),
        *_details(read, T("mail", "Open this page to read why, and to change the announcement:")),
    )


_LINK = frozenset(("link",))
_INTERVIEW = frozenset(("start", "minutes", "reference", "uid", "sequence", "link"))
_RESULT = frozenset(("by", "reference", "link"))

KINDS: Mapping[str, Kind] = {
    "account.invited": Kind(_invited, frozenset(("link", "until"))),
    "account.recovered": Kind(_recovered, may=_LINK),
    "factor.added": Kind(_factor, may=_LINK),
    "interview.booked": Kind(_booked, _INTERVIEW, calendar=True),
    "interview.moved": Kind(_moved, _INTERVIEW | {"was"}, calendar=True),
    "interview.cancelled": Kind(_cancelled, _INTERVIEW, calendar=True),
    "interview.result_due": Kind(_result_due, _RESULT),
    "result.alarm": Kind(_result_alarm, _RESULT),
    "employer.frozen": Kind(_frozen, may=_LINK),
    "vacancy.released": Kind(_released, may=_LINK),
    "vacancy.refused": Kind(_refused, may=_LINK),
    "vacancy.ended": Kind(_ended, may=_LINK),
    "announcement.waiting": Kind(_waiting, _LINK),
    "announcement.approved": Kind(_approved, _LINK),
    "announcement.sent_back": Kind(_sent_back, _LINK),
}
"""Every kind of mail by its code."""
