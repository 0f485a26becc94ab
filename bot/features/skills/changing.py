"""What flows may do to one line of a profile: take it up again, or take it out; the others stay (C5).

A work or language that is taken up moves to the end of its list, where the questions of their flows work
on "the newest one".
"""

from __future__ import annotations

from bot.delivery.actions import Action, Outcome, Turning
from bot.features.skills.acting import Run, Skills, Values, bound
from bot.features.skills.profile import ONE_ANSWER, Job, Profile, Tongue


def actions(skills: Skills) -> tuple[Action, ...]:
    """The actions that change what is there. Without her consent there is nothing to change."""
    return tuple(bound(name, outcomes, run, skills) for name, outcomes, run in _ACTIONS)


def id_of(job: Job) -> str:
    """A work as buttons name it: code and words, so that an old button never means another one."""
    return f"{job.code}:{job.words}"


def _jobs(skills: Skills, turning: Turning, profile: Profile, values: Values) -> Outcome:
    items = [id_of(job) for job in profile.jobs]
    return Outcome("some" if items else "none", {"items": items})


def _take_job(skills: Skills, turning: Turning, profile: Profile, values: Values) -> Outcome:
    job = _job(profile, values)
    if job is None:
        return Outcome("gone")
    profile.jobs.remove(job)
    profile.jobs.append(job)
    skills.keep(turning, profile)
    return Outcome("taken")


def _rerate(skills: Skills, turning: Turning, profile: Profile, values: Values) -> Outcome:
    """All tasks of the newest work are asked anew."""
    if profile.jobs:
        profile.jobs[-1].ratings = {}
        skills.keep(turning, profile)
    return Outcome("ready")


def _drop_job(skills: Skills, turning: Turning, profile: Profile, values: Values) -> Outcome:
    job = _job(profile, values)
    if job is not None:
        profile.jobs.remove(job)
        skills.keep(turning, profile)
    return Outcome("dropped")


def _job(profile: Profile, values: Values) -> Job | None:
    return next((job for job in profile.jobs if id_of(job) == values["job"]), None)


def _languages(skills: Skills, turning: Turning, profile: Profile, values: Values) -> Outcome:
    items = [tongue.tag for tongue in profile.tongues]
    return Outcome("some" if items else "none", {"items": items})


def _take_language(skills: Skills, turning: Turning, profile: Profile, values: Values) -> Outcome:
    tongue = _tongue(profile, values)
    if tongue is None:
        return Outcome("gone")
    if tongue.mother:
        return Outcome("mother")
    profile.tongues.remove(tongue)
    profile.tongues.append(tongue)
    skills.keep(turning, profile)
    return Outcome("taken")


def _reask(skills: Skills, turning: Turning, profile: Profile, values: Values) -> Outcome:
    """All questions about the newest language are asked anew; a mother tongue has none."""
    if profile.tongues and not profile.tongues[-1].mother:
        profile.tongues[-1].known = {}
        skills.keep(turning, profile)
    return Outcome("ready")


def _drop_language(skills: Skills, turning: Turning, profile: Profile, values: Values) -> Outcome:
    tongue = _tongue(profile, values)
    if tongue is not None:
        profile.tongues.remove(tongue)
        skills.keep(turning, profile)
    return Outcome("dropped")


def _tongue(profile: Profile, values: Values) -> Tongue | None:
    return next((tongue for tongue in profile.tongues if tongue.tag == values["tag"]), None)


def _drop_line(skills: Skills, turning: Turning, profile: Profile, values: Values) -> Outcome:
    """A question with one answer counts as passed over. Raises ValueError for a line that there is not."""
    line = str(values["line"])
    if not any(line in questions for questions in ONE_ANSWER.values()):
        raise ValueError(f"no such line: {line}")
    if profile.answers.pop(line, None) is not None:
        skills.keep(turning, profile)
    return Outcome("dropped")


_ACTIONS: tuple[tuple[str, str, Run], ...] = (
    ("skills.jobs", "some none", _jobs),
    ("skills.take_job", "taken gone", _take_job),
    ("skills.rerate", "ready", _rerate),
    ("skills.drop_job", "dropped", _drop_job),
    ("skills.languages", "some none", _languages),
    ("skills.take_language", "taken mother gone", _take_language),
    ("skills.reask", "ready", _reask),
    ("skills.drop_language", "dropped", _drop_language),
    ("skills.drop_line", "dropped", _drop_line),
)
