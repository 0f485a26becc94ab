"""Weighs every way of the library against what was answered, and puts the result into words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from bot.conversation.messages import Rich, Span, Text
from bot.conversation.texts import T
from bot.features.guidance.pathways.model import VERDICTS, Need, Rules, Verdict, Way, known
from bot.features.guidance.pathways.reading import ENDED, Status


class Shelf(Protocol):
    """What the finder asks of the library: titles, and how a scheme stands right now."""

    def status(self, id: str) -> Status | None: ...
    def standing(self, id: str, lang: str) -> str: ...
    def label(self, id: str, lang: str) -> Rich: ...


Say = Callable[[Text, str], str]
"""Looks a text up and fills it, in a language or its fallback."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """One way with its verdict. `need` decided; None for a yes, and for a scheme that takes nobody."""

    way: str
    verdict: Verdict
    need: Need | None = None

    @property
    def token(self) -> str:
        """Small enough for a flow's variable: way, verdict and need."""
        return f"{self.way} {self.verdict} {self.need.id if self.need else ''}".strip()


PAGE = 5
"""Ways on a page; the ways on, back and to a person stand below them."""
MOST_LINES = 1024
"""Lines of lists that are kept in words: every way with every verdict in every language is fewer."""
ONE: Mapping[str, Text] = {
    "yes": T("pathways", "Yes: {title}"),
    "maybe": T("pathways", "Maybe: {title}"),
    "no": T("pathways", "Not now: {title}"),
}
NOTHING_AGAINST = T(
    "pathways", "Nothing that you said speaks against this way. That is no promise: others decide."
)
ENDED_SCHEME = T("pathways", "This scheme takes nobody new.")
COUNTS = T(
    "pathways",
    "I looked at {all} ways: “yes” {yes}, “maybe” {maybe}, “not now” {no}. “Yes” only means that nothing you"
    " said speaks against it; nobody can promise a way.",
)


class Finder:
    """The rules and the library that they speak of. Keeps nothing of anybody."""

    def __init__(self, rules: Rules, shelf: Shelf, say: Say) -> None:
        self._rules = rules
        self._shelf = shelf
        self._say = say
        self._worded = lru_cache(MOST_LINES)(self._words)

    def weigh(self, given: Mapping[str, object]) -> list[Weighed]:
        """Every way that may be shown to her, the best first. A withdrawn article takes its way along."""
        answers = known(given)
        found = []
        for way in self._rules.values():
            status = self._shelf.status(way.article)
            if status is not None and way.is_for(answers.get("age")):
                found.append(self._weigh(way, status, answers))
        return sorted(found, key=lambda weighed: VERDICTS.index(weighed.verdict))

    def _weigh(self, way: Way, status: Status, answers: Mapping[str, str]) -> Weighed:
        if status.state in ENDED:
            return Weighed(way.id, "no")
        verdict, need = way.weigh(answers)
        return Weighed(way.id, verdict, need)

    def article(self, way: str) -> str:
        """The article of a way; "" where there is no such way, or nothing to read of it (any more)."""
        found = self._rules.get(way)
        return found.article if found and self._shelf.status(found.article) is not None else ""

    def helpful(self, way: str, result: str) -> tuple[str, ...]:
        """Besides the way's own article, the one that helps with the need that decided."""
        found = self._rules.get(way)
        need = next((_parts(one)[2] for one in result.split(",") if _parts(one)[0] == way), "")
        articles = [one.read for one in found.needs if one.id == need and one.read] if found else []
        return tuple(id for id in articles if self._shelf.status(id) is not None)

    def title(self, way: str, lang: str) -> Rich:
        found = self._rules.get(way)
        return self._shelf.label(found.article if found else "", lang)

    def listed(self, id: str, lang: str) -> Rich:
        """One page of a result, a line a way; the first has the counts. id: page, its ways, result."""
        page, _, rest = id.partition(" ")
        ways, _, result = rest.partition(" ")
        verdicts = {way: verdict for way, verdict, _ in map(_parts, result.split(","))}
        lines = [f"• {self._line(way, verdicts[way], lang)}" for way in ways.split(",") if way in verdicts]
        head = [self._counted(verdicts.values(), lang)] if page == "0" else []
        return Rich("\n\n".join((*head, "\n".join(lines))), lang)

    def _counted(self, verdicts: Collection[str], lang: str) -> str:
        counts = Counter(verdicts)
        values = {"all": len(verdicts)} | {str(verdict): counts[verdict] for verdict in VERDICTS}
        return self._say(Text(COUNTS.ctxt, COUNTS.msg, values), lang)

    def why(self, id: str, lang: str) -> Rich:
        """The page of one way: verdict and title, the reason, how the scheme stands, the next step.

        id: the way and the result that it stands in.
        """
        name, _, result = id.partition(" ")
        way = self._rules.get(name)
        token = next((one for one in result.split(",") if _parts(one)[0] == name), "")
        if way is None or not token:
            return self._shelf.label("", lang)
        _, verdict, need = _parts(token)
        head = self._line(name, verdict, lang)
        reason = self._say(_reason(way, verdict, need), lang)
        rest = (reason, self._shelf.standing(way.article, lang), self._say(way.next, lang))
        return Rich("\n\n".join((head, *rest)), lang, (Span(0, len(head), "bold"),))

    def _line(self, way: str, verdict: str, lang: str) -> str:
        return self._worded(verdict, self.title(way, lang).text, lang)

    def _words(self, verdict: str, title: str, lang: str) -> str:
        text = ONE.get(verdict, ONE["maybe"])
        return self._say(Text(text.ctxt, text.msg, {"title": title}), lang)


def _parts(token: str) -> tuple[str, str, str]:
    """Way, verdict and need; the need is "" where none decided."""
    way, _, rest = token.partition(" ")
    verdict, _, need = rest.partition(" ")
    return way, verdict, need


def _reason(way: Way, verdict: str, need: str) -> Text:
    """Why: nothing against it, the scheme has ended, or what the deciding need says."""
    if verdict == "yes":
        return NOTHING_AGAINST
    found = next((one for one in way.needs if one.id == need), None)
    if found is None:
        return ENDED_SCHEME
    return found.no if verdict == "no" and found.no is not None else found.open
