"""An advert exactly as it is read in the chat, in whichever language the page is asked for."""

from __future__ import annotations

from dataclasses import dataclass

from bot.features.interviews.vacancies import Record
from bot.language.languages import LANGUAGES
from bot.portal.visit import Visit


@dataclass(frozen=True)
class Preview:
    """`title` is the bold first line; `text` the rest, in `lang`."""

    title: str
    text: str
    lang: str


def preview(visit: Visit, record: Record, name: str) -> Preview | None:
    """None while the advert is not whole. `name`: of the employer. The language is ?as=TAG, or the
    reader's own."""
    if record.vacancy is None:
        return None
    asked = visit.asked("as")
    lang = asked if asked in LANGUAGES else visit.lang
    rich = visit.desk.adverts.shown(record.vacancy, name, record.lang, lang)
    title, _, text = rich.text.partition("\n")
    return Preview(title, text, lang)
