"""What people do in each kind of work, in plain words, to be rated: content/occupations/tasks/LANG.yaml.

One list a sub-major group of ISCO-08 (two digits), and one for minor groups (three digits) that differ much
from the rest of theirs. A task is known by its group and its place in the list, so lists only grow at their
end, and every language has the same tasks in the same order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml

from bot.features.library import BrokenContent, Fault
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
    faults: list[Fault] = []
    wanted = (*groups, OTHER)
    tasks = {lang: _read(content_dir / TASKS_DIR / f"{lang}.yaml", content_dir, faults) for lang in LANGUAGES}
    originals = tasks.get(ORIGINAL, {})
    for lang, own in tasks.items():
        name = f"{TASKS_DIR}/{lang}.yaml"
        for group in dict.fromkeys((*wanted, *originals)):
            many = len(own.get(group, ()))
            if many < LEAST:
                faults.append(Fault(name, 1, f"group {group} has {many} tasks: give at least {LEAST}"))
            elif many != len(originals.get(group, ())):
                faults.append(Fault(name, 1, f"group {group} has {many} tasks, English another number"))
        for group in own.keys() - set(wanted):
            if group[:2] not in wanted or len(group) != MINOR:
                faults.append(Fault(name, 1, f"{group} is no sub-major or minor group of ISCO-08"))
    return tasks, faults


def _read(file: Path, content_dir: Path, faults: list[Fault]) -> dict[str, tuple[str, ...]]:
    name = str(file.relative_to(content_dir))
    try:
        node = yaml.compose(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
    except (OSError, UnicodeError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        faults.append(
            Fault(name, mark.line + 1 if mark else 1, f"it cannot be read ({type(error).__name__})")
        )
        return {}
    if not isinstance(node, yaml.MappingNode):
        faults.append(Fault(name, 1, "groups with their lists of tasks are wanted"))
        return {}
    return {key.value: _list(name, value, faults) for key, value in node.value}


def _list(name: str, node: yaml.Node, faults: list[Fault]) -> tuple[str, ...]:
    if not isinstance(node, yaml.SequenceNode):
        faults.append(Fault(name, node.start_mark.line + 1, "a list of tasks is wanted here"))
        return ()
    for item in node.value:
        if not isinstance(item, yaml.ScalarNode) or not 0 < len(item.value.strip()) <= LONGEST:
            line = item.start_mark.line + 1
            faults.append(Fault(name, line, f"a task is a text of at most {LONGEST} characters"))
    return tuple(str(item.value).strip() for item in node.value)


def group_of(job: Job, tasks: Mapping[str, tuple[str, ...]]) -> str:
    """The list of tasks that fits a job best."""
    if not job.code:
        return OTHER
    return job.code[:MINOR] if job.code[:MINOR] in tasks else job.code[:2]


def next_task(job: Job, tasks: Mapping[str, tuple[str, ...]]) -> int | None:
    """The first task of a job that she has not rated; None after the last."""
    many = len(tasks.get(group_of(job, tasks), ()))
    return next((at for at in range(many) if str(at) not in job.ratings), None)
