"""The menu by kind of work: all pages of a role, once each; folded on a phone, named where one is."""

from __future__ import annotations

import re

import pytest

from bot.features.staff import ROLES
from bot.features.staff.demo import _PEOPLE
from bot.portal.menu import GROUPS, menu_of
from bot.portal.routes import PAGES
from tests.portal.world import World

DEMO = frozenset(_PEOPLE[0].roles)
"""What the administrator of a demo may do: the longest menu."""


@pytest.mark.parametrize(
    "held", [DEMO, *(frozenset({role}) for role in ROLES)], ids=lambda held: "+".join(sorted(held))
)
def test_every_page_that_a_role_may_open_stands_once_and_in_one_section(held: frozenset[str]) -> None:
    sections = menu_of(PAGES, held, "/").sections
    shown = [page.path for section in sections for page in section.pages]
    assert sorted(shown) == sorted(page.path for page in PAGES if page.card and page.admits(held))
    names = [section.name for section in sections]
    assert names == [name for name in GROUPS.values() if name in names]
    assert all(section.pages for section in sections)


def test_the_longest_menu_has_few_sections_of_few_pages() -> None:
    sections = menu_of(PAGES, DEMO, "/").sections
    assert sum(len(section.pages) for section in sections) >= 15
    assert len(sections) <= 6
    assert max(len(section.pages) for section in sections) <= 6


@pytest.mark.parametrize(
    ("path", "entry"),
    [("/audit", "/audit"), ("/audit/check", "/audit"), ("/exercises/new", "/exercises"), ("/auditors", None)],
)
def test_the_entry_that_leads_to_a_page_is_the_one_that_is_open(path: str, entry: str | None) -> None:
    menu = menu_of(PAGES, DEMO, path)
    assert (menu.here.path if menu.here else None) == entry
    opened = [section for section in menu.sections if section.open]
    assert len(opened) == (entry is not None)
    assert all(menu.here in section.pages for section in opened)


async def test_the_page_folds_its_menu_and_names_where_one_is(world: World) -> None:
    async with await world.signed_in("administrator") as browser:
        text = (await browser.get("/portal/audit")).text
    menu = text[text.index('<nav class="menu"') : text.index("<main")]
    assert '<details class="whole">' in menu, "closed where it is not shown beside the page"
    assert re.search(r'<summary>Menu <span class="at">Audit log</span></summary>', menu)
    assert menu.count('aria-current="page"') == 1
    assert '/audit" aria-current="page">Audit log</a>' in menu
    opened = re.findall(r"<details open>\s*<summary>([^<]+)</summary>", menu)
    assert opened == ["The service"]


async def test_a_section_of_one_page_is_that_page(world: World) -> None:
    async with await world.signed_in("case_worker") as browser:
        text = (await browser.get("/portal/")).text
    assert '<span class="at">Start</span>' in text
    assert "<summary>Employers and adverts</summary>" not in text
    assert "Reports and freezes</a>" in text


async def test_who_is_not_signed_in_has_no_menu(world: World) -> None:
    async with world.browser() as browser:
        assert '<nav class="menu"' not in (await browser.get("/portal/sign-in")).text
