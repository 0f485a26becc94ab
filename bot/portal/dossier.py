"""All that a page shows of one employer to staff, masked until a factor is fresh (S5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from bot import admission
from bot.conversation.messages import Text
from bot.features.interviews import employers
from bot.features.interviews.employers import Application, Check, Decision, words
from bot.features.interviews.employers.history import REFUSALS
from bot.features.interviews.employers.standing import shown_host
from bot.features.staff import directory, fresh
from bot.portal.visit import Visit

MASKED = ("person", "phone", "mail")
"""Fields of Details about a person."""
HISTORY = (*REFUSALS, "employer.admitted")


@dataclass(frozen=True)
class Dossier:
    """`open`: a factor was just shown, so nothing is masked and checks can be written."""

    application: Application
    open: bool
    host: str
    """The real host, and beside it how it looks where that differs (I10)."""
    checks: tuple[Check, ...]
    names: Mapping[str, str]
    """Of accounts."""
    hints: tuple[Text, ...]
    twins: tuple[tuple[str, Text], ...]
    """The id of another application, and in what it agrees."""
    history: tuple[Decision, ...]
    may_link: bool
    """A link can be made for its first person, to take the account up."""
    may_check: bool
    """This reader has not checked yet in this round, and the state lets somebody check."""

    def fact(self, name: str) -> str:
        """What the employer said, "" where it is masked."""
        return "" if name in MASKED and not self.open else str(getattr(self.application.details, name))

    def said(self, check: Check, name: str) -> str:
        """A field of a colleague's checklist."""
        return str(getattr(check.checklist, name))


def read_dossier(conn: Connection, visit: Visit, employer: str) -> Dossier | None:
    """None where there is no such employer. Writes down who looked, and whether all was shown (L3)."""
    desk, me, now = visit.desk.hiring.desk, visit.me, visit.now
    found = employers.application(conn, desk, me, employer, now)
    if found is None:
        return None
    open_ = fresh(me, now)
    if open_:
        desk.note(conn, me.account, "employer.unmasked", employer, {}, now)
    checks = tuple(employers.checks(conn, desk, me, employer, now))
    history = tuple(employers.decisions(conn, desk, me, employer=employer, about=employer, what=HISTORY))
    people = {one.account for one in checks} | {one.account for one in history}
    listed = employers.Listed(employer, "", "", found.state, found.until, found.applied, ())
    return Dossier(
        application=found,
        open=open_,
        host=shown_host(found.details.host),
        checks=checks,
        names=directory.names(conn, visit.desk.staff, people),
        hints=tuple(words.HINTS[code] for code in found.hints),
        twins=tuple((twin.employer, _twin(visit, twin)) for twin in found.twins),
        history=history,
        may_link=admission.may_link(conn, visit.desk.staff, employer, now),
        may_check=listed.due(now) and me.account not in found.checked_by,
    )


def _twin(visit: Visit, twin: employers.Twin) -> Text:
    marks = [visit.label(words.MARKS[mark]) for mark in twin.marks]
    return words.twin(marks, visit.label(words.STATES[twin.state]))
