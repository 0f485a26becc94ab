"""A sheet to keep: a title, parts with lines and boxes to tick."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from bot.conversation.messages import Attachment
from bot.documents.typeset import pdf
from bot.language.languages import LANGUAGES

TYPE = "application/pdf"


@dataclass(frozen=True, slots=True)
class Part:
    """A heading (or none), then lines, then things to do or to bring, each with a box."""

    heading: str = ""
    lines: tuple[str, ...] = ()
    ticks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """`foot` stands on every page: who says this, and of when it is."""

    title: str
    parts: tuple[Part, ...]
    foot: str


def as_pdf(sheet: Sheet, lang: str, name: str) -> Attachment:
    """A sheet in a language (BCP 47 tag); `name` is that of the file, ASCII without ending."""
    return as_pdf_of("sheet.typ", asdict(sheet), lang, name)


def as_pdf_of(template: str, values: dict[str, Any], lang: str, name: str) -> Attachment:
    """A template of this folder with values (plain JSON), set in the direction of the language."""
    rtl = LANGUAGES[lang].direction == "rtl"
    return Attachment(f"{name}.pdf", TYPE, pdf(template, values | {"lang": lang, "rtl": rtl}))
