"""Catalogs made and kept: `python -m bot.language.catalogs_tool extract|update|compile|check`.

extract  writes locales/rafiq.pot from flows, Python and templates (for translators' tools; not committed)
update   brings every locales/TAG/LC_MESSAGES/rafiq.po up to date with the texts, keeping translations
compile  writes the .mo files that the program reads
check    lists every fault of every catalog with file and line, and fails where there is one
"""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import write_po

from bot.language.extract import FlowTextError
from bot.language.languages import ENGLISH
from bot.language.po import (
    DOMAIN,
    TRANSLATED,
    CatalogError,
    RowCatalog,
    po_path,
    read_text_catalog,
    replace_file,
    write_compiled,
)
from bot.language.po_check import check

ROOT = Path(__file__).resolve().parents[2]
KEYWORDS = DEFAULT_KEYWORDS | {"T": ((1, "c"), 2), "TN": ((1, "c"), 2, 3)}
COMMENT_TAG = "Translators:"

_HEADER = """\
{comment}
msgid ""
msgstr ""
"Project-Id-Version: rafiq\\n"
"Language: {tag}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural}\\n"

"""


_COMMENT = (
    "# {name} texts of Rafiq. Say here who translated them and whether a native speaker has reviewed them."
)


def extract(root: Path = ROOT) -> Catalog:
    """All texts of the program in one template catalog. Raises FlowTextError for a text tagged wrongly."""
    with (root / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found = sorted(
        extract_from_dir(root, methods, options, KEYWORDS, [COMMENT_TAG]), key=lambda text: text[:2]
    )
    catalog = Catalog(fuzzy=False)
    for filename, line, message, comments, context in found:
        catalog.add(message, None, [(filename, line)], auto_comments=comments, context=context)
    return catalog


def write_template(template: Catalog, folder: Path) -> Path:
    """Write the template with the lines where the texts stand; it is made anew at will, and not committed."""
    path = folder / f"{DOMAIN}.pot"
    header = _HEADER.format(comment="# All texts of Rafiq.", tag="", plural=ENGLISH.plural.header)
    _write(path, header, template, lines=True)
    return path


def update(template: Catalog, folder: Path) -> None:
    """Write every .po anew from the template: translations kept, texts that are gone dropped, new ones empty.

    Nothing is guessed from similar texts: a guess would have to be found and checked again.
    Where nothing changed, the same bytes are written.
    """
    for row in TRANSLATED:
        path = po_path(folder, row)
        path.parent.mkdir(parents=True, exist_ok=True)
        comment = _COMMENT.format(name=row.english_name)
        catalog = read_text_catalog(path, row) if path.exists() else RowCatalog(row, comment)
        catalog.update(template, no_fuzzy_matching=True)
        header = _HEADER.format(comment=catalog.header_comment, tag=row.tag, plural=row.plural.header)
        _write(path, header, catalog, lines=False)


def compile_all(folder: Path) -> None:
    """Write every .mo from its .po, with the hash of the .po in it. Raises CatalogError."""
    for row in TRANSLATED:
        write_compiled(folder, row)


def main(arguments: list[str] | None = None) -> int:
    """The command. Returns its exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("action", choices=("extract", "update", "compile", "check"))
    parser.add_argument("--root", type=Path, default=ROOT, help="the folder with babel.cfg and locales/")
    options = parser.parse_args(arguments)
    folder = options.root / "locales"
    try:
        problems = _run(options.action, options.root, folder)
    except (CatalogError, FlowTextError) as error:
        problems = [str(error)]
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    return 1 if problems else 0


def _run(action: str, root: Path, folder: Path) -> list[str]:
    """Do it, and return what is wrong, a line each."""
    if action == "extract":
        write_template(extract(root), folder)
        return []
    if action == "update":
        update(extract(root), folder)
        return []
    if action == "check":
        return [str(problem) for problem in check(folder, extract(root))]
    broken = [str(problem) for problem in check(folder, None) if problem.broken]
    if not broken:
        compile_all(folder)
    return broken


def _write(path: Path, header: str, catalog: Catalog, lines: bool) -> None:
    buffer = io.BytesIO()
    buffer.write(header.encode())
    write_po(buffer, catalog, width=0, omit_header=True, ignore_obsolete=True, include_lineno=lines)
    replace_file(path, buffer.getvalue().rstrip(b"\n") + b"\n")


if __name__ == "__main__":
    sys.exit(main())
