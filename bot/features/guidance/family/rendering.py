"""The words for a case, a paper and a list of papers, put together as they are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from bot.conversation.messages import Rich, Span, Text
from bot.features.guidance.family import day_words as days
from bot.features.guidance.family import paper_words as papers
from bot.features.guidance.family import words
from bot.features.guidance.family.deadlines import working_day_before
from bot.features.guidance.family.model import Case, Rule, Rules, Source, Timing, timing
from bot.features.library import host_of
from bot.language.bidi import isolate
from bot.language.dates import date_text
from bot.language.languages import row

Say = Callable[[Text, str], str]
"""Looks a text up and fills it, in a language or its fallback."""

SOON = timedelta(days=14)
MOST_SOURCES = 512
"""Names of sources that are kept in words: the rules have fewer."""
MARKS: Mapping[str, str] = {"have": "✓", "missing": "✗"}
OPEN = "▢"


@dataclass(frozen=True, slots=True)
class Namers:
    """The words that flows ask for by `show: ... as: family_...`. None raises for an id that is none."""

    rules: Rules
    say: Say

    def way(self, case: str, lang: str) -> Rich:
        """How it stands, below the name of the country."""
        asked, rule = self._rule(case)
        named = Text(words.HEADING.ctxt, words.HEADING.msg, {"country": asked.country})
        head = self.say(named, lang) if asked.country else ""
        text = words.WAYS[rule.way]
        filled = Text(text.ctxt, text.msg, {"since": rule.since, "until": rule.until})
        return _under(head, self.say(filled, lang), lang)

    def good_to_know(self, case: str, lang: str) -> Rich:
        """The rule's notes, when it was checked, and where it comes from."""
        asked, rule = self._rule(case)
        lines = [
            f"• {self.say(words.NOTES[note], lang)}" for note in rule.notes if _concerns(note, asked.who)
        ]
        overdue = self.rules.review_by < asked.today
        foot = Text(
            (words.OVERDUE if overdue else words.CHECKED).ctxt,
            (words.OVERDUE if overdue else words.CHECKED).msg,
            {"day": rule.checked, "source": "; ".join(map(_named, rule.sources))},
        )
        head = self.say(words.GOOD_TO_KNOW, lang) if lines else ""
        shown = _under(head, "\n".join([*lines, self.say(foot, lang)]), lang)
        return Rich(shown.text, lang, (*shown.spans, *_links(shown.text, rule.sources)))

    def day(self, case: str, lang: str) -> Rich:
        """The last day, or what is known of it."""
        asked, rule = self._rule(case)
        when = timing(rule, asked)
        said = " ".join(self.say(text, lang) for text in _day(when, rule, asked.today))
        if when.day is not None and row(lang).calendar != "gregorian":
            # The office counts in the other calendar: the reader sees which day that is there.
            said += f"\n{date_text(when.day, lang)} = {isolate(when.day.isoformat(), row(lang))}"
        return Rich(said, lang)

    def paper(self, id_: str, lang: str) -> Rich:
        """The name of a paper, numbered: `marriage/3/8`."""
        name, _, number = id_.partition("/")
        at, _, of = number.partition("/")
        label = self._paper(name, lang)
        if not (at.isdecimal() and of.isdecimal()):
            return Rich(label, lang)
        counted = Text(papers.NUMBERED.ctxt, papers.NUMBERED.msg, {"at": int(at), "of": int(of)})
        return _under(self.say(counted, lang), label, lang)

    def instead(self, id_: str, lang: str) -> Rich:
        """What may take the place of a missing paper, below its name."""
        paper = self.rules.named.get(id_)
        if paper is None:
            return Rich(self.say(papers.MISSING_ANYWHERE, lang), lang)
        return _under(self._paper(id_, lang), self.say(papers.INSTEAD[paper.instead], lang), lang)

    def papers(self, id_: str, lang: str) -> Rich:
        """The whole list with its marks: `refugee/DE/marriage=have,photos=`."""
        status, _, rest = id_.partition("/")
        country, _, listed = rest.partition("/")
        lines = []
        for entry in filter(None, listed.split(",")):
            name, _, mark = entry.partition("=")
            lines.append(f"{MARKS.get(mark, OPEN)} {self._paper(name, lang)}")
        in_eu = status == "refugee" and country in self.rules.bound
        foot = papers.MISSING_EU if in_eu else papers.MISSING_ANYWHERE
        legend, rest = (
            self.say(papers.LEGEND, lang),
            f"{self.say(foot, lang)} {self.say(papers.NEVER_BUY, lang)}",
        )
        return _under(self.say(papers.YOUR_PAPERS, lang), "\n".join([*lines, "", legend, "", rest]), lang)

    def _paper(self, name: str, lang: str) -> str:
        return self.say(papers.PAPERS.get(name, papers.YOUR_PAPERS), lang)

    def _rule(self, word: str) -> tuple[Case, Rule]:
        try:
            case = Case.read(word)
        except ValueError:
            case = Case("others", "", "unknown", None, date.max)
        return case, self.rules.of(case.country, case.status, case.who)


def _under(head: str, text: str, lang: str) -> Rich:
    """A text below a heading in bold, or alone."""
    return Rich(f"{head}\n\n{text}", lang, (Span(0, len(head), "bold"),)) if head else Rich(text, lang)


def _concerns(note: str, who: str) -> bool:
    without = {"children": words.COUPLES, "spouse": words.CHILDREN}
    return note not in without.get(who, frozenset())


@lru_cache(MOST_SOURCES)
def _named(source: Source) -> str:
    """Who says it, when, and the real host of the page (I10)."""
    year = f", {source.year}" if source.year else ""
    return f"{source.publisher}{year} ({host_of(source.url)})"


def _links(text: str, sources: tuple[Source, ...]) -> Iterator[Span]:
    """The name of each publisher leads to the page; the sources are the last thing in the text."""
    for source in sources:
        start = text.rfind(_named(source))
        if start >= 0:
            yield Span(start, start + len(source.publisher), "link", source.url)


def _day(when: Timing, rule: Rule, today: date) -> list[Text]:
    """What there is to say of the days, at most three sentences."""
    if when.day is None:
        if when.kind in ("open", "wait"):
            length = days.lasts(rule.limit.months) if rule.limit else days.waits(rule.wait)
            return [length, days.FROM[rule.counts_from], days.DO_NOT_WAIT if rule.limit else days.NOTE_DAY]
        return [days.DAYS[when.kind]]
    match when.kind:
        case "due":
            return [days.due(when.day), _urgency(when.day, today)]
        case "over":
            return [days.over(rule.limit.late if rule.limit else "", when.day)]
        case "later":
            return [days.later(when.day)]
        case _:
            return [days.ripe(when.day)]


def _urgency(day: date, today: date) -> Text:
    """An earlier day where offices may be closed on the last one, as long as that is not over itself."""
    working = working_day_before(day)
    if working != day and today <= working:
        return days.before_weekend(working)
    return days.SOON if day - today <= SOON else days.DO_NOT_WAIT
