"""What flows may ask about her skills. Each runs on the turn's connection and declares its outcomes.

Every answer is kept in the profile at once, so that she can stop anywhere and go on another day.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.delivery.actions import Action, Outcome, Turning
from bot.features.skills import cefr, records
from bot.features.skills.occupations import Occupations
from bot.features.skills.profile import (
    JOBS_MOST,
    LANGUAGES_MOST,
    LEVELS,
    Job,
    Profile,
    Saved,
    Tongue,
    encode,
    unheard,
)
from bot.features.skills.returning import Returning
from bot.features.skills.tasks import Tasks, group_of, next_task
from bot.language.languages import ENGLISH, LANGUAGES
from bot.language.reading import read_tongues
from bot.store.datakeys import DataKeys

PARTS = ("jobs", "languages", "school", "practical", "wishes")
"""The parts of a profile, in the order in which they are asked."""
ONE_ANSWER = {
    "school": frozenset({"school", "certificates", "papers"}),
    "practical": frozenset({"digital", "licences"}),
    "wishes": frozenset({"countries", "start", "nights", "training", "alone", "lives", "travel"}),
}
"""The questions with one answer, by part."""
_QUESTIONS = frozenset().union(*ONE_ANSWER.values())
_JOB_FIELDS = frozenset({"years", "recent", "tools"})

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Skills:
    """What the actions need: occupations, tasks by language, the keys."""

    occupations: Occupations
    tasks: Tasks
    keys: DataKeys
    returning: Returning
    saved: Saved = unheard

    def of(self, turning: Turning) -> Profile | None:
        """Her profile; None where she has not allowed one."""
        cipher = self.keys.for_person(turning.conn, turning.person)
        return records.load(turning.conn, cipher, turning.person)

    def keep(self, turning: Turning, profile: Profile) -> None:
        """Keep what she said, if she still allows it (C4)."""
        if self.of(turning) is not None:
            cipher = self.keys.for_person(turning.conn, turning.person)
            records.save(turning.conn, cipher, turning.person, profile, turning.now, self.saved)


Run = Callable[[Skills, Turning, Profile, Values], Outcome]


def actions(skills: Skills) -> tuple[Action, ...]:
    """All actions of this feature. Without her consent each acts on an empty profile, and keeps nothing."""
    bound = [
        Action(name, frozenset(outcomes.split()), _bound(run, skills)) for name, outcomes, run in _ACTIONS
    ]
    return (
        *bound,
        Action("skills.open", frozenset({"some", "none"}), lambda turning, values: _open(skills, turning)),
        Action(
            "skills.export", frozenset({"ready", "gone"}), lambda turning, values: _export(skills, turning)
        ),
        Action("skills.code", frozenset({"made", "gone"}), lambda turning, _: _code(skills, turning)),
        Action(
            "skills.bring", frozenset({"moved", "unknown"}), lambda turning, v: _bring(skills, turning, v)
        ),
        Action("skills.forget", frozenset({"forgotten"}), _forget),
    )


def _bound(run: Run, skills: Skills) -> Callable[[Turning, Values], Outcome]:
    return lambda turning, values: run(skills, turning, skills.of(turning) or Profile(), values)


def _open(skills: Skills, turning: Turning) -> Outcome:
    """Has she a profile?"""
    return Outcome("none" if skills.of(turning) is None else "some")


def _export(skills: Skills, turning: Turning) -> Outcome:
    """The whole profile, for a file; it may have been erased since the button was shown."""
    profile = skills.of(turning)
    return Outcome("gone") if profile is None else Outcome("ready", {"card": encode(profile).decode()})


def _code(skills: Skills, turning: Turning) -> Outcome:
    """A code that she may write down, shown once."""
    if skills.of(turning) is None:
        return Outcome("gone")
    return Outcome("made", {"code": skills.returning.code(turning.conn, turning.person)})


def _bring(skills: Skills, turning: Turning, values: Values) -> Outcome:
    """The profile that a code from another phone stands for."""
    moved = skills.returning.bring(turning.conn, turning.person, str(values["code"]), turning.now)
    return Outcome("moved" if moved else "unknown", {"code": ""})


def _find(skills: Skills, turning: Turning, profile: Profile, values: Values) -> Outcome:
    """The occupations that a text may mean, three at most."""
    found = [match.code for match in skills.occupations.find(str(values["text"]), turning.lang)]
    return Outcome("some" if found else "none", {"items": found})


def _next(skills: Skills, turning: Turning, profile: Profile, values: Values) -> Outcome:
    """The part that comes next."""
    parts = (part for part in PARTS if part not in profile.done)
    return Outcome("card" if skills.of(turning) is None else next(parts, "card"))


def _finish(skills: Skills, turning: Turning, profile: Profile, values: Values) -> Outcome:
    """A part is finished or passed over."""
    part = str(values["part"])
    if part not in profile.done:
        profile.done.append(part)
        skills.keep(turning, profile)
    return Outcome("kept")


def _again(skills: Skills, turning: Turning, profile: Profile, values: Values) -> Outcome:
    """She wants to answer a part anew: what it held is forgotten."""
    part = str(values["part"])
    if part == "jobs":
        profile.jobs.clear()
    elif part == "languages":
        profile.tongues.clear()
    for name in ONE_ANSWER.get(part, ()):
        profile.answers.pop(name, None)
    profile.done = [done for done in profile.done if done != part]
    skills.keep(turning, profile)
    return Outcome("kept")


def _add_job(skills: Skills, turning: Turning, profile: Profile, values: Values) -> Outcome:
    if len(profile.jobs) >= JOBS_MOST:
        return Outcome("full")
    code = str(values.get("code") or "")
    profile.jobs.append(Job(str(values["words"])[:200], code if code.isdecimal() else ""))
    skills.keep(turning, profile)
    return Outcome("added")


def _task(skills: Skills, turning: Turning, profile: Profile, values: Values) -> Outcome:
    """The next task of the newest job to be rated."""
    if not profile.jobs:
        return Outcome("done")
    job = profile.jobs[-1]
    tasks = skills.tasks[ENGLISH.tag]
    at = next_task(job, tasks)
    if at is None:
        return Outcome("done")
    return Outcome("task", {"task": f"{group_of(job, tasks)}.{at}"})


def _rate(skills: Skills, turning: Turning, profile: Profile, values: Values) -> Outcome:
    """How well she does a task; passing over the rest of the list counts as rated with nothing."""
    number = str(values["task"]).partition(".")[2]
    if profile.jobs:
        level = str(values.get("level") or "")
        profile.jobs[-1].ratings[number] = LEVELS.index(level) if level in LEVELS else -1
        skills.keep(turning, profile)
    return Outcome("kept")


def _job(skills: Skills, turning: Turning, profile: Profile, values: Values) -> Outcome:
    """A fact about the newest job."""
    field = str(values["field"])
    if field not in _JOB_FIELDS:
        raise ValueError(f"a job has no {field}")
    if profile.jobs:
        setattr(profile.jobs[-1], field, str(values["value"])[:300])
        skills.keep(turning, profile)
    return Outcome("kept")


def _find_language(skills: Skills, turning: Turning, profile: Profile, values: Values) -> Outcome:
    found = read_tongues(str(values["text"]), turning.lang)
    if not found:
        return Outcome("none", {"items": []})
    return Outcome("one" if len(found) == 1 else "some", {"items": list(found), "tag": found[0]})


def _add_mother(skills: Skills, turning: Turning, profile: Profile, values: Values) -> Outcome:
    tag = str(values["tag"])
    profile.tongues = [Tongue(tag, mother=True), *_others(profile, tag)][:LANGUAGES_MOST]
    skills.keep(turning, profile)
    return Outcome("added")


def _add_language(skills: Skills, turning: Turning, profile: Profile, values: Values) -> Outcome:
    tag = str(values["tag"])
    profile.tongues = _others(profile, tag)
    if len(profile.tongues) >= LANGUAGES_MOST:
        return Outcome("full")
    profile.tongues.append(Tongue(tag))
    skills.keep(turning, profile)
    return Outcome("added")


def _others(profile: Profile, tag: str) -> list[Tongue]:
    return [tongue for tongue in profile.tongues if tongue.tag != tag]


def _question(skills: Skills, turning: Turning, profile: Profile, values: Values) -> Outcome:
    """The next "can you ...?" about the newest language."""
    if not profile.tongues or profile.tongues[-1].mother:
        return Outcome("done")
    asked = cefr.next_question(profile.tongues[-1].known)
    return Outcome("can", {"can": ".".join(asked)}) if asked else Outcome("done")


def _can(skills: Skills, turning: Turning, profile: Profile, values: Values) -> Outcome:
    skill, _, level = str(values["can"]).partition(".")
    if profile.tongues and level in cefr.STATEMENTS.get(skill, {}):
        profile.tongues[-1].known.setdefault(skill, {})[level] = values["answer"] == "yes"
        skills.keep(turning, profile)
    return Outcome("kept")


def _answer(skills: Skills, turning: Turning, profile: Profile, values: Values) -> Outcome:
    """A question with one answer."""
    name = str(values["question"])
    if name not in _QUESTIONS:
        raise ValueError(f"no such question: {name}")
    profile.answers[name] = values["value"]
    skills.keep(turning, profile)
    return Outcome("kept")


def _cv_languages(skills: Skills, turning: Turning, profile: Profile, values: Values) -> Outcome:
    """Hers first, then English, then the others."""
    return Outcome("some", {"languages": list(dict.fromkeys((turning.lang, ENGLISH.tag, *LANGUAGES)))})


def _cv(skills: Skills, turning: Turning, profile: Profile, values: Values) -> Outcome:
    order = {"card": encode(profile).decode(), "name": str(values.get("name") or ""), "lang": values["lang"]}
    return Outcome("ready", {"cv": json.dumps(order, ensure_ascii=False)})


def _forget(turning: Turning, values: Values) -> Outcome:
    """What was needed for one message only is not stored with the turn: a name (D3), a return code."""
    return Outcome("forgotten", {"name": "", "cv": "", "code": ""})


def _card(skills: Skills, turning: Turning, profile: Profile, values: Values) -> Outcome:
    """The whole profile, for the message or file that is made of it."""
    return Outcome("ready", {"card": encode(profile).decode()})


_ACTIONS: tuple[tuple[str, str, Run], ...] = (
    ("skills.find", "some none", _find),
    ("skills.next", " ".join((*PARTS, "card")), _next),
    ("skills.finish", "kept", _finish),
    ("skills.again", "kept", _again),
    ("skills.add_job", "added full", _add_job),
    ("skills.task", "task done", _task),
    ("skills.rate", "kept", _rate),
    ("skills.job", "kept", _job),
    ("skills.find_language", "one some none", _find_language),
    ("skills.add_mother", "added", _add_mother),
    ("skills.add_language", "added full", _add_language),
    ("skills.question", "can done", _question),
    ("skills.can", "kept", _can),
    ("skills.answer", "kept", _answer),
    ("skills.card", "ready", _card),
    ("skills.cv_languages", "some", _cv_languages),
    ("skills.cv", "ready", _cv),
)
