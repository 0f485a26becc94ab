"""Reads content/occupations: isco.yaml, core.yaml and LANG.yaml, with every fault that they have.

The README beside those files says how they are written. A fault of level `error` stops a start.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.features.library import Fault, Matter, Notes, read_matter
from bot.features.skills.occupations.model import MAJORS, SUB_MAJORS, UNITS, Isco, Names, Unit
from bot.language.languages import LANGUAGES
from bot.language.normal import fold

FOLDER = "occupations"
TITLE_MAX = 60
"""Characters that a button can show on a small phone."""
LEAST, MOST = 4, 20
"""Names of a unit group."""
SHARED = "*"
"""Ends a name that is knowingly written in several unit groups."""


@dataclass(frozen=True, slots=True)
class Data:
    """Everything that was read; `faults` in the order of files and lines."""

    isco: Isco
    core: tuple[str, ...]
    names: Mapping[str, Names]
    faults: tuple[Fault, ...]

    @property
    def errors(self) -> tuple[Fault, ...]:
        return tuple(fault for fault in self.faults if fault.level == "error")


def read_all(content_dir: Path, languages: Iterable[str]) -> Data:
    """The whole folder; nothing at all, and no fault, where there is no such folder."""
    folder = content_dir / FOLDER
    if not folder.is_dir():
        return Data(Isco(), (), {}, ())
    faults: list[Fault] = []
    isco = _read_isco(folder, faults)
    core = _read_core(folder, isco, faults)
    names = {}
    for lang in languages:
        path = folder / f"{lang}.yaml"
        notes = _notes(path)
        if path.is_file():
            names[lang] = _read_names(path, isco, core, notes)
        else:
            notes.due(1, "this language is missing: write what people call their work in it")
        faults += notes.faults
    return Data(isco, core, names, tuple(sorted(faults)))


def _notes(path: Path) -> Notes:
    return Notes(f"{path.parent.parent.name}/{path.parent.name}/{path.name}")


def _matter(path: Path, notes: Notes) -> Matter | None:
    if not path.is_file():
        notes.error(1, "this file is missing: put it back")
        return None
    return read_matter(path.read_text(encoding="utf-8"), 0, notes)


def _titles(matter: Matter, key: str, limit: int = 0) -> dict[str, str]:
    part = matter.part(key)
    return {code: part.text(code, limit) for code in part.names()} if part is not None else {}


def _read_isco(folder: Path, faults: list[Fault]) -> Isco:
    path = folder / "isco.yaml"
    notes = _notes(path)
    matter = _matter(path, notes)
    isco = Isco()
    if matter is not None:
        isco = Isco(_titles(matter, "major"), _titles(matter, "sub_major"), _titles(matter, "unit"))
        _check_codes(matter, "major", isco.major, MAJORS, {""})
        _check_codes(matter, "sub_major", isco.sub_major, SUB_MAJORS, isco.major)
        _check_codes(matter, "unit", isco.unit, UNITS, isco.sub_major)
        matter.close()
    faults += notes.faults
    return isco


def _check_codes(matter: Matter, key: str, codes: Mapping[str, str], many: int, above: Iterable[str]) -> None:
    """Each level has as many groups as ISCO-08, and each group stands in one of the level above."""
    digits = {"major": 1, "sub_major": 2, "unit": 4}[key]
    cut = {"major": 0, "sub_major": 1, "unit": 2}[key]
    line = matter.line(key)
    if len(codes) != many:
        matter.notes.error(line, f"'{key}' has {len(codes)} codes, but ISCO-08 has {many}: correct the list")
    for code in codes:
        if not (code.isascii() and code.isdecimal() and len(code) == digits) or code[:cut] not in above:
            matter.notes.error(line, f"'{code}' is no code of '{key}': correct it")


def _read_core(folder: Path, isco: Isco, faults: list[Fault]) -> tuple[str, ...]:
    path = folder / "core.yaml"
    notes = _notes(path)
    matter = _matter(path, notes)
    units = matter.part("unit") if matter is not None else None
    found: list[str] = []
    for group in units.names() if units is not None else ():
        assert units is not None
        for code in units.texts(group, 1):
            if code not in isco.unit or not code.startswith(group) or code in found:
                message = f"'{code}' is not one more unit group of '{group}': correct it"
                notes.error(units.line(group), message)
            found.append(code)
    if matter is not None:
        matter.close()
    faults += notes.faults
    return tuple(found)


def _read_names(path: Path, isco: Isco, core: Iterable[str], notes: Notes) -> Names:
    matter = _matter(path, notes)
    if matter is None:
        return Names()
    groups = _titles(matter, "sub_major", TITLE_MAX)
    units = matter.part("unit")
    read = _Reader(isco, notes)
    found = {code: read.unit(code, units) for code in units.names()} if units is not None else {}
    light = matter.texts("light") if "light" in matter else ()
    matter.close()
    for code in isco.sub_major.keys() - groups.keys():
        notes.wrong(matter.line("sub_major"), f"the sub-major group '{code}' has no title: write one")
    for code in groups.keys() - isco.sub_major.keys():
        notes.error(matter.line("sub_major"), f"'{code}' is no sub-major group of ISCO-08: correct it")
    for code in sorted(set(core) - found.keys()):
        notes.wrong(matter.line("unit"), f"the unit group '{code}' of core.yaml is missing: name it")
    read.judge_names()
    return Names(groups, {code: unit for code, unit in found.items() if unit.title}, light)


class _Reader:
    """Reads the unit groups of one language, and remembers what stands twice."""

    def __init__(self, isco: Isco, notes: Notes) -> None:
        self._isco = isco
        self._notes = notes
        self._lines: dict[str, int] = {}
        self._titles: dict[str, str] = {}
        """The unit group of each folded title."""
        self._names: dict[str, list[tuple[str, bool]]] = {}
        """The unit groups of each folded name, and whether it has its star there."""

    def unit(self, code: str, units: Matter) -> Unit:
        """One unit group; its title is empty where it cannot be used."""
        line = self._lines[code] = units.line(code)
        if code not in self._isco.unit:
            self._notes.error(line, f"'{code}' is no unit group of ISCO-08: correct it")
        part = units.part(code)
        if part is None:
            return Unit("", ())
        title, written = part.text("title", TITLE_MAX), part.texts("names", 1)
        part.close()
        if not LEAST <= len(written) <= MOST:
            self._notes.wrong(line, f"'{code}' has {len(written)} names, {LEAST} to {MOST} are right")
        other = self._titles.setdefault(fold(title), code)
        if other != code:
            self._notes.wrong(line, f"'{code}' has the title of '{other}': nobody could tell them apart")
        for name in written:
            self._hear(code, name)
        return Unit(title, tuple(name.removesuffix(SHARED) for name in written))

    def _hear(self, code: str, name: str) -> None:
        plain = fold(name.removesuffix(SHARED))
        said = self._names.setdefault(plain, [])
        if not plain:
            self._notes.wrong(self._lines[code], f"'{name}' has no letters: take it out")
        elif any(other == code for other, _ in said):
            self._notes.wrong(self._lines[code], f"'{code}' has the name '{name}' twice: keep one")
        said.append((code, name.endswith(SHARED)))

    def judge_names(self) -> None:
        """A name of several unit groups has a star in each, and no other has one."""
        for name, said in self._names.items():
            codes = dict.fromkeys(code for code, _ in said)
            for code, starred in said:
                if len(codes) > 1 and not starred:
                    message = (
                        f"the name '{name}' stands in {', '.join(codes)}: end it with * in each, or keep one"
                    )
                    self._notes.wrong(self._lines[code], message)
                elif len(codes) == 1 and starred:
                    message = f"the name '{name}' stands nowhere else: take its * away"
                    self._notes.wrong(self._lines[code], message)


def faults_of(content_dir: Path) -> list[Fault]:
    """Every fault of the occupations, for `rafiq content check`."""
    return list(read_all(content_dir, LANGUAGES).faults)
