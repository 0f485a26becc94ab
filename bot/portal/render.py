"""Pages from templates. Everything is escaped by the templates; no markup is ever put together here (I7).

In a template: {{ T("portal.team", "Team") }} is a text in the reader's language, {{ text | words }} one
that Python chose, {{ seconds | moment }} a time in her zone and calendar, {{ 1200 | number }} a number in her
digits, {{ "KE" | country }} the name of a country, {{ asset("portal.css") }} the address of a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from bot.channels.web import Labels
from bot.channels.web.assets import Assets
from bot.channels.web.languages import direction
from bot.conversation.messages import Text, Words
from bot.language.dates import date_text, datetime_text
from bot.language.languages import LANGUAGES, row
from bot.language.names import country_name
from bot.language.numbers import number_text

_TIME = Markup('<time datetime="{at}">{words}</time>')


class Renderer:
    """Fills templates of bot/portal/templates in."""

    def __init__(self, labels: Labels, assets: Assets) -> None:
        self._labels = labels
        env = Environment(
            loader=PackageLoader("bot.portal"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        env.globals |= {
            "asset": assets.url,
            "T": self._text,
            "TN": self._counted,
            "languages": LANGUAGES.values(),
            "direction": direction,
        }
        env.filters |= {
            "words": self._words,
            "moment": self._moment,
            "moment_at": self._moment_at,
            "day": self._day,
            "moment_day": self._moment_day,
            "number": self._number,
            "country": self._country,
        }
        self._env = env

    def page(self, template: str, lang: str, zone: str, context: Mapping[str, Any]) -> str:
        """One page as HTML."""
        shared = {"lang": lang, "dir": direction(lang), "zone": zone}
        return self._env.get_template(template).render(shared | dict(context))

    def label(self, text: Words, lang: str) -> str:
        """A text or a name in words."""
        return self._labels.label(text, lang)

    @pass_context
    def _text(self, context: Context, ctxt: str, msg: str, /, **values: Any) -> str:
        return self.label(Text(ctxt, msg, values), context["lang"])

    @pass_context
    def _counted(self, context: Context, ctxt: str, one: str, other: str, /, n: int, **values: Any) -> str:
        return self.label(Text(ctxt, one, {**values, "n": n}, plural=other, count="n"), context["lang"])

    @pass_context
    def _words(self, context: Context, text: Text | str) -> str:
        return text if isinstance(text, str) else self.label(text, context["lang"])

    @pass_context
    def _number(self, context: Context, number: int) -> str:
        return number_text(number, row(context["lang"]))

    @pass_context
    def _moment_at(self, context: Context, seconds: float, zone: str) -> Markup:
        """A moment in a zone that is not the reader's own (B7)."""
        return _time(seconds, zone, context["lang"])

    @pass_context
    def _day(self, context: Context, day: date) -> str:
        """A date in her calendar, with the weekday."""
        return date_text(day, context["lang"], weekday=True)

    @pass_context
    def _moment_day(self, context: Context, seconds: float) -> str:
        """The day of UTC on which a moment is, where no finer time is kept."""
        return self._day(context, datetime.fromtimestamp(seconds, UTC).date())

    @pass_context
    def _country(self, context: Context, code: str) -> str:
        return country_name(code, context["lang"])

    @pass_context
    def _moment(self, context: Context, seconds: float) -> Markup:
        return _time(seconds, context["zone"], context["lang"])


def _time(seconds: float, zone: str, lang: str) -> Markup:
    at = datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return _TIME.format(at=at, words=datetime_text(seconds, zone, lang))
