"""Faults of catalogs, each with file and line: what a translator left out, and what would not work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message

from bot.language.languages import Language
from bot.language.normal import clean
from bot.language.po import TRANSLATED, CatalogError, po_path, read_text_catalog
from bot.language.templates import Placeholder, TemplateError, placeholders

_PLURAL_HEADER = re.compile(r'Plural-Forms:[^\\]*(?:"\s*"[^\\]*)*\\n')


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault. `broken` tells what must not be compiled from what merely is not translated yet."""

    file: Path
    line: int
    message: str
    broken: bool = True

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


def check(folder: Path, template: Catalog | Path | None) -> list[Problem]:
    """The faults of every catalog under `folder`, and of the English texts in `template` (a catalog or .pot).

    Without a template only what is broken is looked for, not what is missing or obsolete.
    """
    if isinstance(template, Path):
        template = read_text_catalog(template)
    problems = list(_english(template)) if template is not None else []
    for row in TRANSLATED:
        problems += _catalog(po_path(folder, row), row, template)
    return problems


def _english(template: Catalog) -> Iterator[Problem]:
    """Faults of the message ids themselves, told where they stand in the source."""
    for message in template:
        if not message.id:
            continue
        file, line = message.locations[0] if message.locations else ("rafiq.pot", message.lineno or 1)
        if not message.context:
            yield Problem(Path(file), line or 1, f"{_named(message)} has no context")
        for text in _ids(message):
            for fault in _flaws(text):
                yield Problem(Path(file), line or 1, f"{_named(message)}: {fault}")
        if isinstance(message.id, str):
            continue
        try:
            one, other = map(placeholders, message.id)
        except TemplateError:
            continue
        if one - other:
            yield Problem(
                Path(file), line or 1, f"{_named(message)}: {_list(one - other)} only in the singular"
            )


def _catalog(path: Path, row: Language, template: Catalog | None) -> Iterator[Problem]:
    try:
        catalog = read_text_catalog(path, row)
    except CatalogError as error:
        yield Problem(path, error.line, error.message)
        return
    yield from _header(path, row)
    yield from _repeated(path, catalog)
    for message in catalog:
        if not message.id:
            continue
        if template is not None and template.get(_key(message), message.context) is None:
            yield Problem(path, message.lineno or 1, f"{_named(message)} is obsolete; update", broken=False)
            continue
        yield from _message(path, row, message)
    for message in catalog.obsolete.values():
        yield Problem(path, message.lineno or 1, f"{_named(message)} is obsolete; update", broken=False)
    for message in template or ():
        if message.id and catalog.get(_key(message), message.context) is None:
            yield Problem(path, 1, f"{_named(message)} is missing; update, then translate", broken=False)


def _header(path: Path, row: Language) -> Iterator[Problem]:
    source = path.read_text(encoding="utf-8")
    found = _PLURAL_HEADER.search(source)
    value = re.sub(r'"\s*"', "", found[0])[len("Plural-Forms:") : -2].strip() if found else "none"
    if value != row.plural.header:
        line = source.count("\n", 0, found.start()) + 1 if found else 1
        yield Problem(path, line, f"Plural-Forms is {value}, and must be {row.plural.header}; update")


def _repeated(path: Path, catalog: Catalog) -> Iterator[Problem]:
    """Babel takes the last of two entries with one id and says nothing."""
    entries = len(re.findall(r"^msgid\s", path.read_text(encoding="utf-8"), re.MULTILINE))
    if entries > len(list(catalog)):
        yield Problem(
            path, 1, f"{entries - len(list(catalog))} entries stand twice, or the header is missing"
        )


def _message(path: Path, row: Language, message: Message) -> Iterator[Problem]:
    """Faults of one translation."""
    line = message.lineno or 1
    if message.fuzzy:
        yield Problem(path, line, f"{_named(message)} is fuzzy", broken=False)
    forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))
    plural = not isinstance(message.id, str)
    for number, text in enumerate(forms):
        name = (
            f"{_named(message)}, form {number} ({row.plural.categories[number]})"
            if plural
            else _named(message)
        )
        if not text.strip():
            yield Problem(path, line, f"{name} is not translated", broken=False)
            continue
        for fault in _flaws(text) or _other_values(message, text, plural and row.plural.exact(number)):
            yield Problem(path, line, f"{name}: {fault}")


def _other_values(message: Message, text: str, exact: bool) -> list[str]:
    """What a translation's placeholders lack or have too many. An exact plural form may omit the number."""
    try:
        wanted = placeholders(_ids(message)[-1])
    except TemplateError:
        return []  # the fault is the English text's, and told there
    found = placeholders(text)
    optional = (
        frozenset({Placeholder("n", "")}) | wanted - placeholders(_ids(message)[0]) if exact else frozenset()
    )
    faults = []
    if wanted - found - optional:
        faults.append(f"lacks {_list(wanted - found - optional)}")
    if found - wanted:
        faults.append(f"has {_list(found - wanted)}, which the English has not")
    return faults


def _flaws(text: str) -> list[str]:
    """Faults that a text has by itself, in any language."""
    try:
        placeholders(text)
    except TemplateError as error:
        return [str(error)]
    if clean(text) != text:
        return ["has hidden characters or is not NFC"]
    if text != text.strip():
        return ["begins or ends with white space"]
    return []


def _ids(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _key(message: Message) -> str:
    return _ids(message)[0]


def _named(message: Message) -> str:
    text = _key(message)
    return f'{message.context or "?"} "{text if len(text) <= 40 else text[:39] + "…"}"'


def _list(found: frozenset[Placeholder]) -> str:
    return ", ".join(sorted(map(str, found)))
