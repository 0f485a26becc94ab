"""What people do in each kind of work, in plain words, to be rated: content/occupations/tasks/LANG.yaml.

One list a sub-major group of ISCO-08 (two digits), and one for minor groups (three digits) that differ much
from the rest of theirs. A task is known by its group and its place in the list, so lists only grow at their
end, and every language has the same tasks in the same order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from bot.features.library import BrokenContent, Fault, Notes, read_matter
from bot.features.skills.occupations.reading import read_all
from bot.features.skills.profile import Job
from bot.language.languages import LANGUAGES

TASKS_DIR = "occupations/tasks"
ORIGINAL = "en"
LEAST = 6
MINOR = 3
"""Digits of a minor group."""
LONGEST = 110
"""Code points of a task."""
OTHER = "00"
"""Tasks of any work, for who found no name for hers."""

Tasks = Mapping[str, Mapping[str, tuple[str, ...]]]
"""By language and group."""


def read_tasks(content_dir: Path, groups: Iterable[str]) -> Tasks:
    """All lists. `groups`: the 43 sub-major groups. Raises BrokenContent with every fault."""
    tasks, faults = _read_all(content_dir, groups)
    if faults:
        raise BrokenContent(faults)
    return tasks


def faults_of(content_dir: Path) -> list[Fault]:
    """Every fault with its file and line."""
    return _read_all(content_dir, read_all(content_dir, ()).isco.sub_major)[1]


def _read_all(content_dir: Path, groups: Iterable[str]) -> tuple[Tasks, list[Fault]]:
    wanted, faults = (*groups, OTHER), []
    tasks: dict[str, dict[str, tuple[str, ...]]] = {}
    for lang in (ORIGINAL, *(tag for tag in LANGUAGES if tag != ORIGINAL)):
        file = content_dir / TASKS_DIR / f"{lang}.yaml"
        notes = Notes(str(file.relative_to(content_dir.parent)))
        tasks[lang] = _read(file, notes, wanted, tasks.get(ORIGINAL, {}))
        faults += notes.faults
    return tasks, faults


def _read(
    file: Path, notes: Notes, wanted: tuple[str, ...], originals: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """One language's lists; `originals`: the English ones, empty while those are read."""
    if not file.is_file():
        notes.error(1, "this file is missing: put it back")
        return {}
    matter = read_matter(file.read_text(encoding="utf-8"), 0, notes)
    if matter is None:
        return {}
    for group in matter.names():
        if group[:2] not in wanted or (len(group) != MINOR and group not in wanted):
            notes.error(matter.line(group), f"{group} is no sub-major or minor group of ISCO-08: correct it")
    tasks = {
        group: matter.texts(group, LEAST) for group in dict.fromkeys((*wanted, *matter.names(), *originals))
    }
    for group, own in tasks.items():
        if originals and len(own) != len(originals.get(group, ())):
            notes.error(matter.line(group), f"group {group} has {len(own)} tasks, English another number")
        for task in own:
            if len(task) > LONGEST:
                notes.error(matter.line(group), f"“{task[:30]}…” is longer than {LONGEST} characters")
    return tasks


def group_of(job: Job, tasks: Mapping[str, tuple[str, ...]]) -> str:
    """The list of tasks that fits a job best."""
    if not job.code:
        return OTHER
    return job.code[:MINOR] if job.code[:MINOR] in tasks else job.code[:2]


def next_task(job: Job, tasks: Mapping[str, tuple[str, ...]]) -> int | None:
    """The first task of a job that she has not rated; None after the last."""
    many = len(tasks.get(group_of(job, tasks), ()))
    return next((at for at in range(many) if str(at) not in job.ratings), None)
