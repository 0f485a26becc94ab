"""Catalogs as a translator would leave them, for tests that need a few."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.language.languages import LANGUAGES
from bot.language.po import po_path

HEADER = r"""msgid ""
msgstr ""
"Language: {tag}\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: {plural}\n"

"""
GREETING = 'msgctxt "welcome.hello"\nmsgid "Hello {name}"\nmsgstr "%s"\n\n'
HOURS = 'msgctxt "welcome.wait"\nmsgid "{n} hour"\nmsgid_plural "{n} hours"\n%s\n'


def plural(*forms: str) -> str:
    return HOURS % "".join(f'msgstr[{n}] "{form}"\n' for n, form in enumerate(forms))


GOOD = {
    "ar": GREETING % "مرحبًا {name}"
    + plural("أقل من ساعة", "ساعة واحدة", "ساعتان", "{n} ساعات", "{n} ساعة", "{n} ساعة"),
    "fr": GREETING % "Bonjour {name}" + plural("{n} heure", "{n} heures"),
    "fa": GREETING % "سلام {name}" + plural("{n} ساعت", "{n} ساعت"),
    "so": GREETING % "Salaan {name}" + plural("{n} saac", "{n} saacadood"),
    "sw": GREETING % "Hujambo {name}" + plural("saa {n}", "saa {n}"),
    "uk": GREETING % "Вітаю, {name}" + plural("{n} година", "{n} години", "{n} годин"),
    "es": GREETING % "Hola, {name}" + plural("{n} hora", "{n} horas"),
}

Write = Callable[..., Path]


@pytest.fixture
def locales(tmp_path: Path) -> Write:
    """Writes complete catalogs, but for the languages given otherwise, and returns their folder."""

    def write(**other: str) -> Path:
        for tag, entries in (GOOD | other).items():
            path = po_path(tmp_path, LANGUAGES[tag])
            path.parent.mkdir(parents=True, exist_ok=True)
            header = HEADER.format(tag=tag, plural=LANGUAGES[tag].plural.header)
            path.write_text(header + entries, encoding="utf-8")
        return tmp_path

    return write
