"""What every action of the skills is made of: the parts that it needs, and the profile that it works on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.delivery.actions import Action, Outcome, Turning
from bot.features.skills import records
from bot.features.skills.occupations import Occupations
from bot.features.skills.profile import Profile, Saved, unheard
from bot.features.skills.returning import Returning
from bot.features.skills.tasks import Tasks
from bot.store.datakeys import DataKeys

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


def bound(name: str, outcomes: str, run: Run, skills: Skills) -> Action:
    """An action on her profile; without her consent it acts on an empty one, and keeps nothing."""
    return Action(
        name,
        frozenset(outcomes.split()),
        lambda turning, values: run(skills, turning, skills.of(turning) or Profile(), values),
    )
