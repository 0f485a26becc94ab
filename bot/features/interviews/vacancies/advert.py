"""The advert as a refugee reads it: its codes in her language, the employer's words as its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot.conversation.messages import Rich, Span, Text
from bot.features.interviews.vacancies import words
from bot.features.interviews.vacancies.form import Knows
from bot.features.interviews.vacancies.model import NO_ROUTE, Vacancy
from bot.features.interviews.vacancies.money import money_text, number_text
from bot.language.bidi import isolate
from bot.language.languages import row

Put = Callable[[Text, str], str]
"""A text in words of a language."""


def advert(vacancy: Vacancy, name: str, own_lang: str, lang: str, put: Put, knows: Knows) -> Rich:
    """The whole advert. `name`: of the employer; `own_lang`: of its own words."""
    first = opening(vacancy, name, lang, put, knows)
    rest = details(vacancy, own_lang, lang, put, knows)
    return Rich(f"{first.text}\n{rest.text}", lang, first.spans)


def opening(vacancy: Vacancy, name: str, lang: str, put: Put, knows: Knows) -> Rich:
    """What an advert begins with: the work, the employer, the place and the pay."""
    title = isolate(knows.occupations.title(vacancy.isco, lang).text, row(lang))
    text = "\n".join((title, *_first(vacancy, name, lang, put)))
    return Rich(text, lang, (Span(0, len(title), "bold"),))


def details(vacancy: Vacancy, own_lang: str, lang: str, put: Put, knows: Knows) -> Rich:
    """All the rest of an advert."""
    parts = (
        _facts(vacancy, lang, put, knows),
        _needs(vacancy, lang, put),
        _costs(vacancy, lang, put),
        _own_words(vacancy, own_lang, lang, put),
    )
    return Rich("\n\n".join("\n".join(lines) for part in parts if (lines := list(part))), lang)


def _said(text: Text, **values: object) -> Text:
    return Text(text.ctxt, text.msg, values)


def _first(vacancy: Vacancy, name: str, lang: str, put: Put) -> Iterator[str]:
    say = words.ADVERT
    yield put(_said(say["by"], name=name), lang)
    yield put(_said(say["where"], town=vacancy.town, country=vacancy.country), lang)
    pay = money_text(vacancy.pay, vacancy.currency, lang)
    yield put(_said(words.PAY[vacancy.period], pay=pay), lang)


def _facts(vacancy: Vacancy, lang: str, put: Put, knows: Knows) -> Iterator[str]:
    say = words.ADVERT
    contract = put(words.CONTRACTS[vacancy.contract], lang)
    yield put(_said(say["contract"], contract=contract, hours=number_text(vacancy.hours, lang)), lang)
    if vacancy.months:
        yield put(words.months(vacancy.months), lang)
    if vacancy.nights:
        yield put(words.FIELDS["nights"], lang)
    yield put(_said(say["start"], day=vacancy.start), lang)
    yield put(words.places(vacancy.places), lang)
    if vacancy.route != NO_ROUTE:
        yield put(_said(say["route"], route=knows.route_title(vacancy.route, lang).text), lang)
    yield put(words.answer_days(vacancy.answer_days), lang)


def _needs(vacancy: Vacancy, lang: str, put: Put) -> Iterator[str]:
    lines = [
        put(
            _said(
                words.ADVERT["language"],
                language=need.tag,
                skill=put(words.SKILLS[need.skill], lang),
                level=need.level,
            ),
            lang,
        )
        for need in vacancy.languages
    ]
    if vacancy.years:
        lines.append(put(words.years(vacancy.years), lang))
    for name, known, chosen in (
        ("papers", words.PAPERS, vacancy.papers),
        ("licences", words.LICENCES, vacancy.licences),
    ):
        if chosen:
            listed = [put(known[one], lang) for one in chosen]
            lines.append(put(_said(words.ADVERT[name], **{name: listed}), lang))
    if not lines:
        yield put(words.ADVERT["no_needs"], lang)
        return
    yield put(words.ADVERT["needs"], lang)
    yield from (f"• {line}" for line in lines)


def _costs(vacancy: Vacancy, lang: str, put: Put) -> Iterator[str]:
    yield put(words.ADVERT["costs"], lang)
    for payer, text in words.PAID.items():
        costs = [put(words.COSTS[kind], lang) for kind, paid in vacancy.costs.items() if paid == payer]
        if costs:
            yield f"• {put(_said(text, costs=costs), lang)}"


def _own_words(vacancy: Vacancy, own_lang: str, lang: str, put: Put) -> Iterator[str]:
    """Quoted, so that nobody takes them for ours; each line keeps its own direction."""
    yield put(_said(words.ADVERT["own"], language=own_lang), lang)
    yield _quoted(vacancy.tasks, lang)
    if vacancy.route_words:
        yield _quoted(vacancy.route_words, lang)
    if vacancy.wishes:
        yield put(words.ADVERT["wishes"], lang)
        yield _quoted(vacancy.wishes, lang)


def _quoted(text: str, lang: str) -> str:
    return "\n".join(f"“{isolate(line.strip(), row(lang))}”" for line in text.splitlines() if line.strip())
