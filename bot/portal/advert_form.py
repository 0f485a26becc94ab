"""The form of an advert: its fields in sections, and languages as rows of three lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.conversation.messages import Text
from bot.conversation.texts import T
from bot.features.interviews.employers.model import LONG
from bot.features.interviews.vacancies import CEFR, Draft, words
from bot.features.interviews.vacancies.form import LANGUAGES_MOST
from bot.features.interviews.vacancies.model import COSTS, NO_ROUTE
from bot.portal.forms import Field, Form, Kind, Option
from bot.portal.lists import CHOOSE, country_options, currency_options, tongue_options
from bot.portal.sent import Sent
from bot.portal.visit import Visit

ROWS_LEAST = 3
_PARTS = ("tag", "skill", "level")
VERSION = Field("version", T("portal.advert", "Version"), "hidden", longest=9)

SECTIONS: tuple[tuple[Text, tuple[str, ...]], ...] = (
    (
        T("portal.advert", "The work"),
        ("occupation", "isco", "tasks", "country", "town", "places", "start"),
    ),
    (
        T("portal.advert", "Pay and contract"),
        ("pay", "currency", "period", "hours", "nights", "contract", "months"),
    ),
    (T("portal.advert", "The way there"), ("route", "route_words")),
    (T("portal.advert", "What the work needs"), ("years", "papers", "licences", "wishes")),
    (words.FIELDS["costs"], tuple(f"cost_{kind}" for kind in COSTS)),
    (T("portal.advert", "Your answer"), ("answer_days", "until")),
)
LANGUAGES_IN = 3
"""The section that the rows of languages stand in."""

_KINDS: Mapping[str, Kind] = {
    "occupation": "text",
    "isco": "choice",
    "tasks": "lines",
    "country": "choice",
    "town": "text",
    "places": "number",
    "start": "date",
    "pay": "text",
    "currency": "choice",
    "period": "choice",
    "hours": "text",
    "nights": "yes",
    "contract": "choice",
    "months": "number",
    "route": "choice",
    "route_words": "lines",
    "years": "number",
    "papers": "choices",
    "licences": "choices",
    "wishes": "lines",
    "answer_days": "number",
    "until": "date",
}
_NEEDED = frozenset(_KINDS) - {
    *("nights", "months", "route_words", "years", "papers", "licences", "wishes", "until")
}
_HINTS: Mapping[str, Text] = {
    "occupation": T("portal.advert", "In your own words. You choose the right entry of a list afterwards."),
    "months": T("portal.advert", "Only for a contract that ends."),
    "tasks": T(
        "portal.advert", "Whoever reads it reads your words as they are: write short sentences. No addresses."
    ),
    "answer_days": T("portal.advert", "Counted from the interview. Candidates are told of it."),
    "until": T("portal.advert", "Empty: 60 days from today. Afterwards nobody sees the advert any more."),
}


def typed_of(sent: Sent) -> dict[str, tuple[str, ...]]:
    """What came back, as read_vacancy takes it: each row of languages joined as tag/skill/level."""
    rows = ["/".join(sent.get(name) for name in row_names(at)) for at in range(LANGUAGES_MOST)]
    typed = {name: sent.values.get(name, ()) for name in all_names()}
    typed["languages"] = tuple(row for row in rows if row.strip("/"))
    return {name: tuple(filter(None, values)) for name, values in typed.items()}


def all_names() -> tuple[str, ...]:
    """Every field but languages."""
    return *_KINDS, *(f"cost_{kind}" for kind in COSTS)


def row_names(at: int) -> tuple[str, ...]:
    """The names of the three lists of a row of languages."""
    return tuple(f"language_{at}_{part}" for part in _PARTS)


def advert_form(
    visit: Visit, typed: Mapping[str, Sequence[str]], draft: Draft | None = None, version: int = 0
) -> Form:
    """The form with what was typed, and the problems of the draft beside their fields."""
    used = list(typed.get("languages", ()))
    rows = min(LANGUAGES_MOST, max(ROWS_LEAST, len(used) + 1))
    isco = (*(draft.offers if draft else ()), *typed.get("isco", ()))
    fields = [*_fields(visit, tuple(dict.fromkeys(isco))), *_rows(visit, rows), VERSION]
    form = Form(fields, {name: tuple(values) for name, values in typed.items() if name != "languages"})
    form.values["version"] = (str(version),)
    for at, value in enumerate(used[:rows]):
        for name, part in zip(row_names(at), value.split("/"), strict=False):
            form.values[name] = (part,)
    for name, problem in (draft.problems if draft else {}).items():
        # The rows of languages have one problem together, which stands beside the first of them.
        form.wrong("language_0_tag" if name == "languages" else name, problem)
    return form


def known_names() -> frozenset[str]:
    """Every name that a form of an advert may send (I14)."""
    rows = (name for at in range(LANGUAGES_MOST) for name in row_names(at))
    return frozenset((*all_names(), *rows, "version"))


def _fields(visit: Visit, isco: tuple[str, ...]) -> list[Field]:
    options = _options(visit, isco)
    fields = []
    for name, kind in _KINDS.items():
        if name == "isco" and not isco:
            continue
        longest = LONG if kind == "lines" else 200
        fields.append(
            Field(
                name,
                words.FIELDS[name],
                kind,
                _HINTS.get(name),
                options.get(name, ()),
                name in _NEEDED,
                longest,
            )
        )
    payers = (CHOOSE, *_of(words.PAYERS))
    return fields + [Field(f"cost_{kind}", words.COSTS[kind], "choice", options=payers) for kind in COSTS]


def _options(visit: Visit, isco: tuple[str, ...]) -> dict[str, tuple[Option, ...]]:
    knows, lang = visit.desk.adverts.knows, visit.lang
    routes = ((id_, knows.route_title(id_, lang).text) for id_ in visit.desk.adverts.routes())
    none = Option(NO_ROUTE, T("portal.advert", "Another way, or no visa needed"))
    return {
        "isco": tuple(Option(code, title) for code in isco if (title := _title(visit, code))),
        "country": country_options(lang),
        "currency": currency_options(lang),
        "period": _of(words.PERIODS),
        "contract": _of(words.CONTRACTS),
        "papers": _of(words.PAPERS),
        "licences": _of(words.LICENCES),
        "route": (CHOOSE, none, *(Option(id_, title) for id_, title in routes)),
    }


def _title(visit: Visit, code: str) -> str:
    try:
        return visit.desk.adverts.knows.occupations.title(code, visit.lang).text
    except KeyError:
        return ""


def _of(known: Mapping[str, Text]) -> tuple[Option, ...]:
    return tuple(Option(code, text) for code, text in known.items())


def _rows(visit: Visit, rows: int) -> list[Field]:
    """Rows of language, skill and level."""
    skills = (Option("", "–"), *_of(words.SKILLS))
    levels = (Option("", "–"), *(Option(level, level) for level in CEFR))
    kinds = (
        (T("portal.advert", "Language"), tongue_options(visit.lang)),
        (T("portal.advert", "Skill"), (*skills,)),
        (T("portal.advert", "Level"), levels),
    )
    return [
        Field(name, label, "choice", options=options, required=False)
        for at in range(rows)
        for name, (label, options) in zip(row_names(at), kinds, strict=True)
    ]
