"""One line of a profile is changed, and no other (C5)."""

from __future__ import annotations

import pytest

from bot.delivery.actions import Turning
from bot.features.skills.acting import Run
from bot.features.skills.changing import _drop_job, _drop_line, _reask, _take_job, _take_language, id_of
from bot.features.skills.profile import Job, Profile, Tongue


class Kept:
    """Counts what is kept; the actions need nothing else of their surroundings."""

    def __init__(self) -> None:
        self.times = 0

    def keep(self, turning: Turning, profile: Profile) -> None:
        self.times += 1


@pytest.fixture
def profile() -> Profile:
    return Profile(
        jobs=[Job("tailor", "7531", {"0": 2}, years="one_two"), Job("baker", "7512"), Job("helping at home")],
        tongues=[Tongue("ar", mother=True), Tongue("en", known={"reading": {"A1": True}})],
        answers={"school": "primary", "nights": "no"},
    )


def run(action: Run, profile: Profile, **values: str) -> tuple[str, int]:
    kept = Kept()
    outcome = action(kept, None, profile, values)  # type: ignore[arg-type]
    return outcome.name, kept.times


def test_a_work_that_is_taken_up_is_the_newest_one_and_keeps_what_it_holds(profile: Profile) -> None:
    assert run(_take_job, profile, job="7531:tailor") == ("taken", 1)
    assert [id_of(job) for job in profile.jobs] == ["7512:baker", ":helping at home", "7531:tailor"]
    assert profile.jobs[-1].ratings == {"0": 2}


def test_a_button_of_a_work_that_is_gone_changes_no_other_one(profile: Profile) -> None:
    run(_drop_job, profile, job="7512:baker")
    before = [id_of(job) for job in profile.jobs]
    assert run(_take_job, profile, job="7512:baker") == ("gone", 0)
    assert run(_drop_job, profile, job="7512:baker") == ("dropped", 0)
    assert [id_of(job) for job in profile.jobs] == before


def test_a_mother_tongue_is_asked_nothing(profile: Profile) -> None:
    assert run(_take_language, profile, tag="ar") == ("mother", 0)
    profile.tongues.reverse()
    assert run(_reask, profile) == ("ready", 0)


def test_only_the_questions_of_the_newest_language_are_asked_anew(profile: Profile) -> None:
    profile.tongues.insert(0, Tongue("fr", known={"reading": {"B1": True}}))
    assert run(_reask, profile) == ("ready", 1)
    assert [tongue.known for tongue in profile.tongues] == [{"reading": {"B1": True}}, {}, {}]


def test_an_answer_is_taken_out_alone(profile: Profile) -> None:
    assert run(_drop_line, profile, line="nights") == ("dropped", 1)
    assert run(_drop_line, profile, line="nights") == ("dropped", 0)
    assert profile.answers == {"school": "primary"}
    with pytest.raises(ValueError, match="no such line: jobs"):
        run(_drop_line, profile, line="jobs")
