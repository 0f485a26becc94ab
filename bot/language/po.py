"""Catalog files as they lie in locales/: where they are, and what a compiled or a text one says."""

from __future__ import annotations

import hashlib
import io
import os
import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, PoFileParser

from bot.language.languages import ENGLISH, LANGUAGES, Language
from bot.language.mo import Compiled, Table, pack

DOMAIN = "rafiq"
TRANSLATED: tuple[Language, ...] = tuple(row for row in LANGUAGES.values() if row is not ENGLISH)
"""The languages that have a catalog. English has none: its texts are the message ids."""

SOURCE = "X-Source-SHA256"
"""The header of a compiled catalog that holds the hash of the .po file it was made from."""

TOOL = "python -m bot.language.catalogs_tool"
_REMEDY = f"run `{TOOL} compile`"

# Stricter than Babel, which takes a lost closing quote for part of the text, and its last letter with it.
_LINE = re.compile(
    r'|#.*|(?:(?:msgid|msgid_plural|msgctxt|msgstr|msgstr\[[0-5]\]) )?"(?:[^"\\]|\\[\\"nrt])*"', re.DOTALL
)


class CatalogError(Exception):
    """A catalog cannot be used. The message says what mends it."""

    def __init__(self, path: Path, message: str, line: int = 1) -> None:
        super().__init__(f"{path}:{line}: {message}")
        self.message = message
        self.line = line


class RowCatalog(Catalog):
    """A catalog with the plural forms of our row of the language, whatever its own header says."""

    def __init__(self, row: Language, header_comment: str | None = None) -> None:
        super().__init__(header_comment=header_comment)
        self._row = row

    @property
    def num_plurals(self) -> int:
        return len(self._row.plural.categories)


def po_path(folder: Path, row: Language) -> Path:
    return folder / row.tag / "LC_MESSAGES" / f"{DOMAIN}.po"


def mo_path(folder: Path, row: Language) -> Path:
    return po_path(folder, row).with_suffix(".mo")


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_text_catalog(path: Path, row: Language = ENGLISH) -> Catalog:
    """The catalog in a .po file, or an English .pot file. Raises CatalogError with file and line."""
    try:
        data = path.read_bytes()
        for number, line in enumerate(data.decode("utf-8").split("\n"), start=1):
            if not _LINE.fullmatch(line.strip()):
                raise CatalogError(path, "no line of a gettext catalog", number)
        catalog = RowCatalog(row)
        PoFileParser(catalog, abort_invalid=True).parse(io.BytesIO(data))
        return catalog
    except PoFileError as error:
        raise CatalogError(path, f"no gettext catalog: {error}", error.lineno + 1) from error
    except FileNotFoundError as error:
        raise CatalogError(path, f"missing; run `{TOOL} update`, then translate") from error
    except (OSError, ValueError) as error:
        raise CatalogError(path, f"no gettext catalog: {error}") from error


def read_compiled(folder: Path, row: Language) -> Compiled:
    """The texts of a compiled catalog. Raises CatalogError where it is missing, damaged or out of date."""
    compiled, source = mo_path(folder, row), po_path(folder, row)
    try:
        catalog = Compiled(compiled.read_bytes())
    except FileNotFoundError as error:
        raise CatalogError(compiled, f"missing; {_REMEDY}") from error
    except (OSError, ValueError) as error:
        raise CatalogError(compiled, f"damaged ({error}); {_REMEDY}") from error
    if source.exists() and digest(source) != catalog.header.get(SOURCE):
        raise CatalogError(compiled, f"not made from the {source.name} beside it; {_REMEDY}")
    return catalog


def write_compiled(folder: Path, row: Language) -> None:
    """Compile one .po file. Raises CatalogError where it cannot be read."""
    source = po_path(folder, row)
    header = {
        "Language": row.tag,
        "Content-Type": "text/plain; charset=UTF-8",
        "Plural-Forms": row.plural.header,
        SOURCE: digest(source),
    }
    replace_file(mo_path(folder, row), pack(to_table(read_text_catalog(source, row), row), header))


def replace_file(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: a program that starts just now must not read half a catalog."""
    partial = path.with_name(f"{path.name}.{os.getpid()}")
    partial.write_bytes(data)
    partial.replace(path)


def to_table(catalog: Catalog, row: Language) -> Table:
    """The finished texts of a catalog: not the fuzzy, not those that lack a plural form."""
    table: Table = {}
    for message in catalog:
        if not message.id or message.fuzzy:
            continue
        plural = not isinstance(message.id, str)
        msgid = message.id if isinstance(message.id, str) else message.id[0]
        texts = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        wanted = len(row.plural.categories) if plural else 1
        if len(texts) == wanted and all(texts):
            table[message.context or "", msgid] = texts
    return table
