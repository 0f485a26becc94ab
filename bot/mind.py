"""Everything that answers, put together: texts, library, flows, actions. No store, no channel, no network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bot.conversation import signposts
from bot.conversation.check import check_flows
from bot.conversation.flow import Flow, Issue
from bot.conversation.loader import BrokenFlows, read_flows
from bot.conversation.messages import Found, Incoming, Outgoing, Rich, Text
from bot.conversation.talk import World
from bot.conversation.texts import T
from bot.delivery.actions import Action
from bot.delivery.speech import Speech, meant
from bot.delivery.turns import Turns
from bot.delivery.wording import Namer, Wording
from bot.features.library import actions as library_actions
from bot.features.library import groups
from bot.features.library.service import Library
from bot.features.library.unanswered import Unanswered
from bot.features.people.actions import actions as people_actions
from bot.features.skills.occupations import Occupations
from bot.language import languages
from bot.language.catalogs import Catalogs
from bot.language.speech import LanguageSpeech
from bot.store.datakeys import DataKeys

ROOT = Path(__file__).resolve().parent.parent
"""Where flows/, content/ and locales/ stand beside the program."""

DEMO_OPERATOR = T("demo", "nobody yet, this is a demo")
DEMO_CONTACT = T("demo", "demo: nobody answers here")


@dataclass(frozen=True)
class Mind:
    """What answers a person, ready to be given a store and channels."""

    catalogs: Catalogs
    library: Library
    flows: Mapping[str, Flow]
    wording: Wording
    speech: Speech
    world: World
    turns: Turns
    occupations: Occupations

    def find(self, incoming: Incoming, lang: str | None) -> Found | None:
        """Search for a typed text, before the turn's transaction begins."""
        if incoming.kind != "text":
            return None
        if lang is not None and signposts.sign(self.world, self.speech.fold(incoming.text), lang):
            return None  # "menu" leads to the menu wherever it is understood, and asks for no article
        return self.library.find(incoming.text, lang or meant(incoming.hint) or meant(incoming.text) or "en")

    def say(self, text: Text, lang: str) -> str:
        return self.wording.label(text, lang)


def actions_of(
    library: Library, keys: DataKeys | None, unanswered: Unanswered | None = None
) -> tuple[Action, ...]:
    """Every action that a flow may call."""
    forgetters = [unanswered.forget] if unanswered else []
    return (*library_actions.actions(library, unanswered), *people_actions(keys, forgetters))


def build(
    *,
    operator: str = "",
    contact: str = "",
    place: str = "",
    today: date,
    keys: DataKeys | None = None,
    unanswered: Unanswered | None = None,
    root: Path = ROOT,
    walked: set[tuple[str, str, str]] | None = None,
    catalogs: Catalogs | None = None,
) -> Mind:
    """Read everything. Raises BrokenFlows, BrokenContent or CatalogError with file, line and remedy."""
    catalogs = catalogs or Catalogs.load(root / "locales")
    texts = LanguageSpeech(catalogs)
    facts: dict[str, Any] = {"operator": operator or DEMO_OPERATOR, "contact": contact or DEMO_CONTACT}
    namers: dict[str, Namer] = {}
    wording = Wording(texts, namers, facts)
    library = Library.load(root / "content", wording.label, today)
    library.place = library.places.get(place)
    namers.update(_namers(library, texts, wording))
    occupations = Occupations.load(root / "content")
    flows, issues = read_flows(root / "flows")
    actions = actions_of(library, keys, unanswered)
    issues += check_flows(flows, {action.name: action.outcomes for action in actions})
    if issues:
        raise BrokenFlows(issues)
    speech = Speech(wording)
    world = World(flows, speech, facts, walked)
    turns = Turns(world, wording, actions, before=library.refresh)
    return Mind(catalogs, library, flows, wording, speech, world, turns, occupations)


def flow_issues(root: Path = ROOT) -> list[Issue]:
    """Every mistake in the flows, texts that a language lacks among them."""
    catalogs = Catalogs.load(root / "locales")

    def missing(ctxt: str, msg: str) -> list[str]:
        return [tag for tag in languages.LANGUAGES if catalogs.look_up(tag, ctxt, msg)[1] != tag]

    flows, issues = read_flows(root / "flows")
    library = Library({}, lambda text, lang: text.msg, date.today())  # noqa: DTZ011  # no day is shown
    known = {action.name: action.outcomes for action in actions_of(library, None)}
    return issues + check_flows(flows, known, missing)


def _namers(library: Library, texts: LanguageSpeech, wording: Wording) -> dict[str, Namer]:
    def piece(id_: str, lang: str) -> Rich:
        name, _, number = id_.rpartition("#")
        number, _, other = number.partition("@")
        return library.piece(name, int(number), other or lang)

    def sources(id_: str, lang: str) -> Rich:
        name, _, other = id_.partition("@")
        return library.sources(name, other or lang)

    def urgent(id_: str, lang: str) -> Rich:
        kind, _, other = id_.partition("@")
        return library.first_aid(kind, other or lang)

    def group(id_: str, lang: str) -> Rich:
        return wording.rich(groups.name(id_), lang)

    def language(tag: str, lang: str) -> Rich:
        known = languages.LANGUAGES.get(tag)
        return Rich(known.own_name if known else tag, tag if known else lang)

    return {
        "article": library.label,
        "piece": piece,
        "sources": sources,
        "schemes": lambda what, lang: library.how_schemes_stand(lang),
        "group": group,
        "language": language,
        "country": lambda code, lang: Rich(texts.country(code, lang), lang),
        "urgent": urgent,
    }


def apology(mind: Mind, lang: str | None, code: str) -> Outgoing:
    """What is said after a turn was given up; the code finds it among the dead letters (L6)."""
    text = T("engine", "Something went wrong on my side. Please try again later. Code: {code}", code=code)
    rich = mind.wording.rich(text, lang or "en")
    return Outgoing(rich.text, rich.lang)
