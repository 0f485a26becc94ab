"""Reading the form of an advert. Nothing typed is lost: a page shows `typed` again, with the problems."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

from bot.conversation.messages import Rich, Text
from bot.features.interviews.employers import words as employer_words
from bot.features.interviews.employers.model import LONG, SHORT
from bot.features.interviews.vacancies import words
from bot.features.interviews.vacancies.model import (
    ANSWER_DAYS_MOST,
    CEFR,
    CONTRACTS,
    COSTS,
    FAIR_PAYERS,
    HOURS_MOST,
    LICENCES,
    NO_ROUTE,
    OPEN_DAYS,
    OPEN_DAYS_MOST,
    PAPERS,
    PAYERS,
    PERIODS,
    SKILLS,
    WITH_END,
    LanguageNeed,
    Vacancy,
    amount,
)
from bot.features.interviews.vacancies.money import currencies
from bot.language.names import is_country
from bot.language.normal import clean
from bot.language.reading.tongues import TONGUES

LANGUAGES_MOST = 8
YEARS_MOST = 30
PLACES_MOST = 500
MONTHS_MOST = 60
TASKS_LEAST = 3
"""Words that say what is to be done."""

Form = Mapping[str, Sequence[str]]
"""Each field with all its values, as a posted form has them."""


class Match(Protocol):
    @property
    def code(self) -> str: ...


class Occupations(Protocol):
    """What is asked of the feature of skills (its front shows Occupations)."""

    def find(self, text: str, lang: str) -> Sequence[Match]: ...
    def title(self, code: str, lang: str) -> Rich: ...


@dataclass(frozen=True)
class Knows:
    """What adverts lean on of other parts; made once, in app.py."""

    occupations: Occupations
    route_known: Callable[[str], bool]
    """Is this the id of an article that can be read now?"""
    route_title: Callable[[str, str], Rich]


@dataclass(frozen=True)
class Draft:
    """What the form of an advert came to. `vacancy` is there only where there is no problem."""

    vacancy: Vacancy | None
    typed: Mapping[str, tuple[str, ...]]
    problems: Mapping[str, Text]
    """By the name of the field: the sentence that says what to do."""
    offers: tuple[str, ...] = ()
    """Unit groups that the typed occupation may mean, to choose from."""


def read_vacancy(form: Form, lang: str, knows: Knows, now: float) -> Draft:
    """The fields: those of Vacancy, but for `occupation` (words) beside `isco`, `languages` as repeated
    tag/skill/level, `cost_KIND` for each cost, and yes for `nights`."""
    read = _Reader(form)
    isco, offers = _occupation(read, lang, knows)
    vacancy = Vacancy(
        isco=isco,
        tasks=_tasks(read),
        country=_country(read),
        town=read.text("town", SHORT),
        pay=_amount(read, "pay"),
        currency=_currency(read),
        period=read.one_of("period", PERIODS),
        hours=_hours(read),
        nights=read.first("nights") == "yes",
        contract=(contract := read.one_of("contract", CONTRACTS)),
        months=_months(read, contract),
        start=_start(read, now),
        route=(route := _route(read, knows)),
        route_words=_route_words(read, route),
        languages=_languages(read),
        years=read.number("years", 0, YEARS_MOST, empty=0),
        papers=read.some_of("papers", PAPERS),
        licences=read.some_of("licences", LICENCES),
        wishes=read.maybe("wishes", LONG),
        places=read.number("places", 1, PLACES_MOST),
        costs=_costs(read),
        answer_days=read.number("answer_days", 1, ANSWER_DAYS_MOST),
        until=_until(read, now),
    )
    return Draft(None if read.problems else vacancy, read.typed, read.problems, offers)


@dataclass
class _Reader:
    """The fields of a form, read one by one; problems gather, the first one of a field stays."""

    form: Form
    problems: dict[str, Text] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.typed = {name: tuple(map(clean, values)) for name, values in self.form.items()}

    def first(self, name: str) -> str:
        return next(iter(self.typed.get(name, ())), "").strip()

    def problem(self, name: str, text: Text) -> None:
        self.problems.setdefault(name, text)

    def text(self, name: str, most: int) -> str:
        text = self.maybe(name, most)
        if not text:
            self.problem(name, employer_words.MISSING)
        return text

    def maybe(self, name: str, most: int) -> str:
        text = self.first(name)
        if len(text) > most:
            self.problem(name, employer_words.too_long(most))
        return text

    def one_of(self, name: str, known: Sequence[str]) -> str:
        value = self.text(name, SHORT)
        if value and value not in known:
            self.problem(name, words.NO_CHOICE)
        return value

    def some_of(self, name: str, known: Sequence[str]) -> tuple[str, ...]:
        chosen = set(filter(None, self.typed.get(name, ())))
        if not chosen.issubset(known):
            self.problem(name, words.NO_CHOICE)
        return tuple(one for one in known if one in chosen)

    def number(self, name: str, low: int, high: int, empty: int | None = None) -> int:
        text = self.first(name)
        if not text and empty is not None:
            return empty
        if not text:
            self.problem(name, employer_words.MISSING)
            return low
        if not (text.isdecimal() and len(text) < 6 and low <= int(text) <= high):
            self.problem(name, words.number_between(low, high))
            return low
        return int(text)


def _occupation(read: _Reader, lang: str, knows: Knows) -> tuple[str, tuple[str, ...]]:
    typed = read.first("occupation")
    offers = tuple(match.code for match in knows.occupations.find(typed, lang)) if typed else ()
    code = read.first("isco")
    if code and _is_unit(code, knows):
        return code, offers
    if not typed and not code:
        read.problem("occupation", employer_words.MISSING)
    elif offers or code:
        read.problem("isco", words.WHICH_OCCUPATION)
    else:
        read.problem("occupation", words.NO_OCCUPATION)
    return code, offers


def _is_unit(code: str, knows: Knows) -> bool:
    try:
        knows.occupations.title(code, "en")
    except KeyError:
        return False
    return len(code) == 4


def _tasks(read: _Reader) -> str:
    text = read.text("tasks", LONG)
    if text and len(text.split()) < TASKS_LEAST:
        read.problem("tasks", employer_words.NO_REASON)
    return text


def _country(read: _Reader) -> str:
    code = read.text("country", SHORT).upper()
    if code and not is_country(code):
        read.problem("country", employer_words.NO_COUNTRY)
    return code


def _amount(read: _Reader, name: str) -> str:
    text = read.text(name, SHORT)
    value = amount(text) if text else None
    if text and value is None:
        read.problem(name, words.NO_AMOUNT)
    return value or ""


def _currency(read: _Reader) -> str:
    code = read.text("currency", SHORT).upper()
    if code and code not in currencies():
        read.problem("currency", words.NO_CURRENCY)
    return code


def _hours(read: _Reader) -> str:
    text = read.text("hours", SHORT)
    value = amount(text) if text else None
    if text and (value is None or float(value) > HOURS_MOST):
        read.problem("hours", words.NO_HOURS)
    return value or ""


def _months(read: _Reader, contract: str) -> int | None:
    if contract in WITH_END or read.first("months"):
        return read.number("months", 1, MONTHS_MOST)
    return None


def _start(read: _Reader, now: float) -> str:
    text = read.text("start", SHORT)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        read.problem("start", words.NO_START)
        return text
    if day < datetime.fromtimestamp(now, UTC).date():
        read.problem("start", words.PAST_START)
    return day.isoformat()


def _until(read: _Reader, now: float) -> str:
    """The last day on which it is open; OPEN_DAYS from today where none is named."""
    today = datetime.fromtimestamp(now, UTC).date()
    text = read.maybe("until", SHORT)
    if not text:
        return (today + timedelta(days=OPEN_DAYS)).isoformat()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        read.problem("until", words.NO_START)
        return text
    if not today <= day <= today + timedelta(days=OPEN_DAYS_MOST):
        read.problem("until", words.NO_UNTIL)
    return day.isoformat()


def _route(read: _Reader, knows: Knows) -> str:
    route = read.text("route", SHORT)
    if route and route != NO_ROUTE and not knows.route_known(route):
        read.problem("route", words.NO_CHOICE)
    return route


def _route_words(read: _Reader, route: str) -> str:
    text = read.maybe("route_words", LONG)
    if route == NO_ROUTE and not text:
        read.problem("route_words", words.NO_ROUTE_WORDS)
    return text


def _languages(read: _Reader) -> tuple[LanguageNeed, ...]:
    needs: dict[tuple[str, str], LanguageNeed] = {}
    for value in filter(None, read.typed.get("languages", ())):
        tag, _, rest = value.partition("/")
        skill, _, level = rest.partition("/")
        if tag not in TONGUES or skill not in SKILLS or level not in CEFR:
            read.problem("languages", words.NO_LANGUAGE)
            continue
        needs[tag, skill] = LanguageNeed(tag, skill, level)
    if len({tag for tag, _ in needs}) > LANGUAGES_MOST:
        read.problem("languages", words.number_between(0, LANGUAGES_MOST))
    return tuple(needs.values())


def _costs(read: _Reader) -> dict[str, str]:
    """Any cost for the worker blocks, wholly or in part (E2)."""
    costs = {}
    for kind in COSTS:
        payer = read.first(f"cost_{kind}")
        costs[kind] = payer
        if not payer:
            read.problem(f"cost_{kind}", words.COST_MISSING)
        elif payer not in PAYERS:
            read.problem(f"cost_{kind}", words.NO_CHOICE)
        elif payer not in FAIR_PAYERS:
            read.problem(f"cost_{kind}", words.COST_ON_WORKER)
    return costs
