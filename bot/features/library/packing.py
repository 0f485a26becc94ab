"""What is worked out once, when the content is packed, so that no first question waits for it."""

from __future__ import annotations

from bot.features.library.content import Content
from bot.features.library.finding import Finder
from bot.features.library.packed import Pack
from bot.language.detection import guess
from bot.language.languages import TAGS


def pack_of(content: Content, made_from: str) -> Pack:
    """Content without errors, with what the search learns of it; `made_from`: the print of its files."""
    finder = Finder(content.articles, content.urgent, content.everyday, guess)
    learnt = {lang: finder.learnt(lang) for lang in TAGS}
    tables = {lang: finder.tables(lang) for lang in TAGS}
    spoken = content.urgent.spoken
    return Pack(made_from, content.articles, spoken, content.everyday, content.places, learnt, tables)
