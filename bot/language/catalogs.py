"""Texts looked up by language: the translation, or the next best in the chain, and which it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from bot.language.languages import ENGLISH, LANGUAGES, row
from bot.language.mo import Compiled, Table
from bot.language.po import TRANSLATED, po_path, read_compiled, read_text_catalog, to_table


class Catalogs:
    """The texts of all shipped languages, in memory."""

    def __init__(self, tables: Mapping[str, Table | Compiled]) -> None:
        """`tables` by tag; a language without one falls back along its chain."""
        self._chains: dict[str, tuple[tuple[str, Table | Compiled, Callable[[int], int]], ...]] = {
            language.tag: tuple(
                (tag, tables[tag], row(tag).plural.choose) for tag in language.chain if tag in tables
            )
            for language in LANGUAGES.values()
        }

    @classmethod
    def load(cls, folder: Path) -> Catalogs:
        """From compiled catalogs. Raises CatalogError where one is missing, damaged or out of date."""
        return cls({language.tag: read_compiled(folder, language) for language in TRANSLATED})

    @classmethod
    def from_po(cls, folder: Path) -> Catalogs:
        """Straight from the .po files, whichever exist: for tests and tools."""
        return cls(
            {
                language.tag: to_table(read_text_catalog(po_path(folder, language), language), language)
                for language in TRANSLATED
                if po_path(folder, language).exists()
            }
        )

    def look_up(
        self, lang: str, ctxt: str, msg: str, plural: str = "", n: int | None = None
    ) -> tuple[str, str]:
        """The template of a message and the tag of the language that it is in.

        With `n` it is the plural form that `n` takes in that language. English is always there, last.
        """
        for tag, table, choose in self._chains.get(lang, ()):
            forms = table.get((ctxt, msg))
            if forms is not None:
                return (forms[-1] if n is None or len(forms) == 1 else forms[choose(abs(n))]), tag
        if plural and (n is None or ENGLISH.plural.choose(abs(n))):
            return plural, ENGLISH.tag
        return msg, ENGLISH.tag
