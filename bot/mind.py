"""Everything that answers, put together: texts, library, flows, actions. No store, no channel, no network."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
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
from bot.features.guidance.orientation import actions as orientation_actions
from bot.features.guidance.orientation.model import Orientation
from bot.features.guidance.orientation.reading import read_orientation
from bot.features.guidance.orientation.wording import OrientationWords
from bot.features.guidance.practice import actions as practice_actions
from bot.features.guidance.practice.model import Interviews
from bot.features.guidance.practice.reading import read_interviews
from bot.features.guidance.practice.wording import PracticeWords
from bot.features.guidance.sheets import due_reviews
from bot.features.library import actions as library_actions
from bot.features.library import groups
from bot.features.library.faults import BrokenContent, Fault, Level
from bot.features.library.service import Library
from bot.features.library.unanswered import Unanswered
from bot.features.people.actions import actions as people_actions
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
    actions: tuple[Action, ...]

    def find(self, incoming: Incoming, lang: str | None) -> Found | None:
        """Search for a typed text, before the turn's transaction begins."""
        if incoming.kind != "text":
            return None
        lang = lang if lang in languages.LANGUAGES else None  # one that is shipped no more is as none
        if lang is not None and signposts.sign(self.world, self.speech.fold(incoming.text), lang):
            return None  # "menu" leads to the menu wherever it is understood, and asks for no article
        return self.library.find(incoming.text, lang or meant(incoming.hint) or meant(incoming.text) or "en")

    def say(self, text: Text, lang: str) -> str:
        return self.wording.label(text, lang)


@dataclass(frozen=True)
class Guides:
    """What the guided paths know, read from content/guidance/."""

    orientation: Orientation
    interviews: Interviews


def read_guides(content_dir: Path, known: Collection[str] | None) -> tuple[Guides, list[Issue]]:
    """All of them, and every mistake. `known`: the ids of the articles there are; None: not asked."""
    orientation, wrong_orientation = read_orientation(content_dir, known)
    interviews, wrong_interviews = read_interviews(content_dir, known)
    return Guides(orientation, interviews), [*wrong_orientation, *wrong_interviews]


def guide_faults(content_dir: Path, today: date) -> list[Fault]:
    """Every fault of content/guidance/ for `rafiq content check`, reviews that are due among them."""
    known = {f"{file.parts[-3]}/{file.parts[-2]}" for file in content_dir.glob("*/*/en.md")}
    guides, issues = read_guides(content_dir, known)
    sheets = [piece.checked for piece in guides.orientation.pieces.values()]
    due = [
        *due_reviews(content_dir / "guidance" / "orientation.yaml", sheets, today),
        *due_reviews(content_dir / "guidance" / "interviews.yaml", [guides.interviews.checked], today),
    ]
    return [*_faults(content_dir, issues, "error"), *_faults(content_dir, [] if issues else due, "due")]


def _faults(content_dir: Path, issues: Iterable[Issue], level: Level) -> list[Fault]:
    return [Fault(str(i.file.relative_to(content_dir.parent)), i.line, i.message, level) for i in issues]


def actions_of(
    library: Library,
    keys: DataKeys | None,
    unanswered: Unanswered | None = None,
    *,
    guides: Guides,
) -> tuple[Action, ...]:
    """Every action that a flow may call."""
    forgetters = [unanswered.forget] if unanswered else []

    def readable(article: str) -> bool:
        return library.pieces(article) > 0

    return (
        *library_actions.actions(library, unanswered),
        *people_actions(keys, forgetters),
        *orientation_actions.actions(guides.orientation, readable),
        *practice_actions.actions(guides.interviews, readable),
    )


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
    guides, broken = read_guides(root / "content", library.articles)
    if broken:
        raise BrokenContent(_faults(root / "content", broken, "error"))
    namers.update(_namers(library, guides, texts, wording))
    flows, issues = read_flows(root / "flows")
    actions = actions_of(library, keys, unanswered, guides=guides)
    issues += check_flows(flows, {action.name: action.outcomes for action in actions})
    if issues:
        raise BrokenFlows(issues)
    speech = Speech(wording)
    world = World(flows, speech, facts, walked)
    turns = Turns(world, wording, actions, before=library.refresh)
    return Mind(catalogs, library, flows, wording, speech, world, turns, actions)


def flow_issues(root: Path = ROOT) -> list[Issue]:
    """Every mistake in the flows, texts that a language lacks among them."""
    catalogs = Catalogs.load(root / "locales")

    def missing(ctxt: str, msg: str) -> list[str]:
        return [tag for tag in languages.LANGUAGES if catalogs.look_up(tag, ctxt, msg)[1] != tag]

    flows, issues = read_flows(root / "flows")
    library = Library({}, lambda text, lang: text.msg, date.today())  # noqa: DTZ011  # no day is shown
    guides, wrong = read_guides(root / "content", known=None)
    issues += wrong
    known = {action.name: action.outcomes for action in actions_of(library, None, guides=guides)}
    return issues + check_flows(flows, known, missing)


def _namers(library: Library, guides: Guides, texts: LanguageSpeech, wording: Wording) -> dict[str, Namer]:
    orientation = OrientationWords(guides.orientation, wording.label, lambda: library.today)
    practice = PracticeWords(guides.interviews, wording.label)

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
        "orientation": orientation.part,
        "orientation_piece": orientation.title,
        "interview": practice.part,
        "interview_kind": practice.label,
    }


def apology(mind: Mind, lang: str | None, code: str) -> Outgoing:
    """What is said after a turn was given up; the code finds it among the dead letters (L6)."""
    text = T("engine", "Something went wrong on my side. Please try again later. Code: {code}", code=code)
    rich = mind.wording.rich(text, lang or "en")
    return Outgoing(rich.text, rich.lang)
