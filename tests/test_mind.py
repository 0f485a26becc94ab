"""A broken flow, article or catalog stops the start, with file, line and remedy."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from bot import mind
from bot.channels.mail import Poster
from bot.conversation import signposts
from bot.conversation.loader import BrokenFlows
from bot.conversation.messages import Incoming
from bot.features.library.faults import BrokenContent
from bot.language.languages import LANGUAGES
from bot.language.po import CatalogError

TODAY = date(2026, 12, 1)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of everything that is read, to be broken."""
    for folder in ("flows", "content", "locales"):
        shutil.copytree(mind.ROOT / folder, tmp_path / folder)
    return tmp_path


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_what_is_in_the_tree_is_whole(root: Path) -> None:
    built = mind.build(today=TODAY, root=root)
    assert len(built.library.articles) >= 16
    assert set(built.flows) >= {"entry", "menu", "answer", "read"}
    assert isinstance(built.announcing.desk.post, Poster), "approvers are called by mail"


def test_a_flow_that_leads_nowhere_stops_the_start(root: Path) -> None:
    change(root / "flows" / "menu.yaml", "next: topics}", "next: topisc}")
    with pytest.raises(BrokenFlows, match=r"flows/menu\.yaml:\d+: step menu: .*topisc"):
        mind.build(today=TODAY, root=root)


def test_an_action_that_is_not_there_stops_the_start(root: Path) -> None:
    change(root / "flows" / "delete.yaml", "people.erase", "people.erace")
    with pytest.raises(BrokenFlows, match=r"delete\.yaml:\d+.*people\.erace"):
        mind.build(today=TODAY, root=root)


def test_yaml_that_cannot_be_read_stops_the_start(root: Path) -> None:
    change(root / "flows" / "menu.yaml", "steps:", "steps: [")
    with pytest.raises(BrokenFlows, match=r"menu\.yaml:\d+"):
        mind.build(today=TODAY, root=root)


def test_rules_of_a_way_that_ask_for_what_nobody_answers_stop_the_start(root: Path) -> None:
    change(root / "content" / "pathways" / "rules.yaml", "travel: [have]", "travel: [maybe]")
    with pytest.raises(BrokenContent, match=r"pathways/rules\.yaml:\d+: 'maybe' is not an answer"):
        mind.build(today=TODAY, root=root)


def test_an_article_without_a_source_stops_the_start(root: Path) -> None:
    change(root / "content" / "rights" / "recruitment-fees" / "en.md", "sources:", "sourcse:")
    with pytest.raises(BrokenContent, match=r"rights/recruitment-fees/en\.md:\d+.*sour"):
        mind.build(today=TODAY, root=root)


def test_a_point_of_a_contract_without_a_source_stops_the_start(root: Path) -> None:
    change(root / "content/guidance/contract.yaml", "source: *eu", "seen: *eu")
    with pytest.raises(BrokenContent, match=r"content/guidance/contract\.yaml:\d+: 'source' is missing"):
        mind.build(today=TODAY, root=root)


def test_a_catalog_that_is_missing_or_damaged_stops_the_start(root: Path) -> None:
    compiled = root / "locales" / "ar" / "LC_MESSAGES" / "rafiq.mo"
    compiled.write_bytes(compiled.read_bytes()[:100])
    with pytest.raises(CatalogError, match=r"ar/LC_MESSAGES/rafiq\.mo"):
        mind.build(today=TODAY, root=root)
    compiled.unlink()
    with pytest.raises(CatalogError, match=r"ar/LC_MESSAGES/rafiq\.mo:1: missing; run"):
        mind.build(today=TODAY, root=root)


def test_a_way_sign_is_not_searched_for_and_tells_of_no_danger(root: Path) -> None:
    built = mind.build(today=TODAY, root=root)
    for lang in LANGUAGES:
        for sign in signposts.WORDS.values():
            word = built.say(sign, lang)
            assert built.find(Incoming("text", word), lang) is None
            assert built.library.find(word, lang).outcome != "urgent", (lang, word)
    assert built.find(Incoming("text", "who pays recruitment fees"), "en") is not None
