"""What adverts lean on of other parts: occupations, visa routes, the marks for reviewers, words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.conversation.messages import Rich, Text
from bot.features.interviews.vacancies import AdvertCheck, Knows, Vacancy, advert
from bot.features.library.service import Library
from bot.features.skills.occupations import Occupations

WAYS = "pathways"
"""The group of articles that a visa route can be chosen from."""


@dataclass(frozen=True)
class Adverts:
    """What pages about adverts are handed. `put`: a text in words of a language."""

    knows: Knows
    check: AdvertCheck
    put: Callable[[Text, str], str]
    routes: Callable[[], tuple[str, ...]]
    """The ids of the articles about ways to another country that can be read now."""
    title: Callable[[str, str], Rich]
    """The title of any article, by its id and a language."""

    def shown(self, vacancy: Vacancy, name: str, own_lang: str, lang: str) -> Rich:
        """The whole advert as it is read in the chat. `name`: of the employer; `own_lang`: of its words."""
        return advert(vacancy, name, own_lang, lang, self.put, self.knows)


@cache
def occupations_of(content: Path) -> Occupations:
    """Read once a process: it takes a second. Raises BrokenContent."""
    return Occupations.load(content)


def adverts(content: Path, library: Library, check: AdvertCheck, put: Callable[[Text, str], str]) -> Adverts:
    """Introduce them. Raises BrokenContent for data that cannot be used."""

    def routes() -> tuple[str, ...]:
        return library.in_group(WAYS)

    def known(id_: str) -> bool:
        return id_ in routes()

    return Adverts(Knows(occupations_of(content), known, library.label), check, put, routes, library.label)
