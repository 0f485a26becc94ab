"""The menu: the pages that somebody may come to, by kind of work, so that twenty of them fill no phone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.conversation.messages import Text
from bot.conversation.texts import T
from bot.portal.table import Group, Page

GROUPS: Mapping[Group, Text] = {
    "meetings": T("portal.menu", "Interviews and candidates"),
    "jobs": T("portal.menu", "Employers and adverts"),
    "telling": T("portal.menu", "Announcements and places"),
    "people": T("portal.menu", "Organisations and teams"),
    "service": T("portal.menu", "The service"),
    "own": T("portal.menu", "Account and access"),
}
"""Kinds of work, in the order of the menu."""


@dataclass(frozen=True)
class Section:
    """One kind of work. `open`: the page that is shown now is one of them."""

    name: Text
    pages: tuple[Page, ...]
    open: bool


@dataclass(frozen=True)
class Menu:
    """What base.html and the first page lead to. `here`: the entry that is shown now, or that leads to it."""

    sections: tuple[Section, ...] = ()
    here: Page | None = None


def menu_of(pages: Iterable[Page], held: frozenset[str], path: str) -> Menu:
    """The menu of somebody with these roles, on the page of this path below /portal."""
    mine = [page for page in pages if page.card and page.admits(held)]
    over = [page for page in mine if path == page.path or path.startswith(page.path + "/")]
    here = max(over, key=lambda page: len(page.path), default=None)
    grouped = ((name, tuple(page for page in mine if _group(page) == code)) for code, name in GROUPS.items())
    return Menu(tuple(Section(name, those, here in those) for name, those in grouped if those), here)


def _group(page: Page) -> Group | None:
    return page.card.group if page.card else None
