"""What the flow of this path asks for. Nothing is stored: the answers come and go with each call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from bot.delivery.actions import Action, Outcome, Turning
from bot.features.guidance.family.model import STATUSES, WHO, Case, Rules, timing

Values = Mapping[str, Any]
Readable = Callable[[str], bool]
"""Whether an article can be read right now."""

LITTLE = ("family/overview", "family/who-counts", "family/time-limits")
"""What to read for somebody of whom nothing is known."""
PROOF = ("family/documents", "pathways/missing-papers", "pathways/travel-documents")
"""What to read about missing papers."""


def actions(rules: Rules, readable: Readable) -> tuple[Action, ...]:
    """All actions of this path, bound to its rules."""
    path = _Path(rules, readable)
    return (
        Action("family.countries", frozenset({"listed"}), path.countries),
        Action("family.since", frozenset({"decision", "arrival", "visa", "none"}), path.since),
        Action("family.look", frozenset({"looked"}), path.look),
        Action("family.list", frozenset({"listed"}), path.whole_list),
        Action("family.first_paper", frozenset({"first"}), path.first_paper),
        Action("family.next_paper", frozenset({"next", "done"}), path.next_paper),
    )


@dataclass(frozen=True)
class _Path:
    rules: Rules
    readable: Readable

    def countries(self, turning: Turning, values: Values) -> Outcome:
        """The countries that stand on buttons, with none of them chosen yet."""
        return Outcome("listed", {"countries": list(self.rules.offered), "country": ""})

    def since(self, turning: Turning, values: Values) -> Outcome:
        """Which day has to be known to count with: of the decision, the arrival, the visa, or none."""
        case = _case(turning, values)
        return Outcome(self.rules.of(case.country, case.status, case.who).counts_from or "none")

    def look(self, turning: Turning, values: Values) -> Outcome:
        """Make a case of the answers. `due` is its last day where that is still to come, else empty.

        `case` is empty where neither country nor status is known, and a child's own rights do not tell.
        """
        case = _case(turning, values)
        if not case.country and case.status == "unknown" and case.who != "child":
            return Outcome("looked", {"case": "", "due": "", "articles": self._open(LITTLE)})
        rule = self.rules.of(case.country, case.status, case.who)
        when = timing(rule, case)
        due = when.day.isoformat() if when.kind == "due" and when.day else ""
        return Outcome("looked", {"case": str(case), "due": due, "articles": self._open(rule.articles)})

    def whole_list(self, turning: Turning, values: Values) -> Outcome:
        """Every paper, with nothing noted about any."""
        return Outcome("listed", self._listed(_case(turning, values), {}))

    def first_paper(self, turning: Turning, values: Values) -> Outcome:
        """The first paper of the list; the rules name at least one for everybody."""
        case = _case(turning, values)
        return Outcome("first", self._listed(case, {}) | self._asked(case, 0))

    def next_paper(self, turning: Turning, values: Values) -> Outcome:
        """Note the answer about a paper ("" where it was skipped), and give the next one."""
        case = _case(turning, values)
        marks = dict(values.get("marks") or {}) | {str(values["paper"]): str(values.get("answer") or "")}
        at = len([one for one in self.rules.papers_for(case.status, case.who) if one.id in marks])
        asked = self._asked(case, at)
        return Outcome("next" if asked else "done", self._listed(case, marks) | asked)

    def _listed(self, case: Case, marks: Mapping[str, str]) -> dict[str, Any]:
        papers = self.rules.papers_for(case.status, case.who)
        listed = ",".join(f"{one.id}={marks.get(one.id, '')}" for one in papers)
        return {
            "marks": dict(marks),
            "list": f"{case.status}/{case.country}/{listed}",
            "pages": self._open(PROOF),
        }

    def _asked(self, case: Case, at: int) -> dict[str, Any]:
        papers = self.rules.papers_for(case.status, case.who)
        if at >= len(papers):
            return {}
        return {"paper": papers[at].id, "numbered": f"{papers[at].id}/{at + 1}/{len(papers)}"}

    def _open(self, articles: tuple[str, ...]) -> list[str]:
        return [article for article in articles if self.readable(article)]


def _case(turning: Turning, values: Values) -> Case:
    """What a flow knows; a value that is none of ours counts as not known."""
    who, status = values.get("who"), values.get("status")
    country, since = str(values.get("country") or ""), values.get("since")
    return Case(
        who if who in WHO else "others",
        country if len(country) == 2 and country.isascii() and country.isupper() else "",
        status if status in STATUSES else "unknown",
        date.fromisoformat(since) if since else None,
        datetime.fromtimestamp(turning.now, UTC).date(),
    )
