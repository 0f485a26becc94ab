"""The language half of what the core asks of words (the protocol Speech in bot.conversation.ports)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from bot.language import names, normal, reading
from bot.language.catalogs import Catalogs
from bot.language.detection import guess
from bot.language.formatting import fill, fill_anyhow
from bot.language.languages import ENGLISH, TAGS
from bot.language.templates import TemplateError

_log = logging.getLogger(__name__)


def _log_problem(problem: str) -> None:
    _log.error("text cannot be filled in: %s", problem)


class LanguageSpeech:
    """Texts looked up and filled in, names, and readings of what a person typed."""

    def __init__(self, catalogs: Catalogs, report: Callable[[str], None] = _log_problem) -> None:
        """`report` is told of a text that cannot be filled in: language, context and fault, no values."""
        self._catalogs = catalogs
        self._report = report

    def text(
        self,
        lang: str,
        ctxt: str,
        msg: str,
        values: Mapping[str, Any] | None = None,
        plural: str = "",
        count: str = "",
    ) -> tuple[str, str]:
        """The text in words and the tag of the language that it is in.

        `count` names the value that chooses the plural form. A faulty translation gives way to English,
        a faulty English text is shown as far as it goes; both are reported, neither raises.
        """
        values = values or {}
        n = values.get(count) if count else None
        n = n if isinstance(n, int) else None
        template, found = self._catalogs.look_up(lang, ctxt, msg, plural, n)
        if "{" not in template and "}" not in template:
            return template, found
        try:
            return fill(template, values, found), found
        except TemplateError as error:
            self._report(f"{found} {ctxt}: {error}")
        if found != ENGLISH.tag:
            template, found = self._catalogs.look_up(ENGLISH.tag, ctxt, msg, plural, n)
        return fill_anyhow(template, values, found), found

    def country(self, code: str, lang: str) -> str:
        """The name of a country; the code itself where it is none."""
        try:
            return names.country_name(code, lang)
        except KeyError:
            return code

    def language(self, tag: str, lang: str) -> str:
        """The name of a language; the tag itself where it is unknown."""
        try:
            return names.language_name(tag, lang)
        except KeyError:
            return tag

    def fold(self, text: str) -> str:
        """The text as it is compared (bot.language.normal.fold)."""
        return normal.fold(text)

    def languages(self, hint: str) -> tuple[str, ...]:
        """All shipped tags; first the one that `hint` names, or else those it seems to be written in."""
        named = reading.read_language(hint)
        first = (named,) if named else guess(hint)
        return *first, *(tag for tag in TAGS if tag not in first)

    def read_number(self, text: str, lang: str) -> int | None:
        """See bot.language.reading.numbers."""
        return reading.read_number(text, lang)

    def read_date(self, text: str, lang: str, today: date) -> date | None:
        """See bot.language.reading.dates."""
        return reading.read_date(text, lang, today)

    def read_countries(self, text: str, lang: str) -> tuple[str, ...]:
        """See bot.language.reading.countries."""
        return reading.read_countries(text, lang)
