"""Everything that answers, put together: texts, library, flows, actions. No store, no channel, no network."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from secrets import token_bytes
from typing import Any

from sqlalchemy import Connection

from bot.adverts import Adverts, adverts
from bot.announcing import Announcing, Rules
from bot.announcing import join as join_announcing
from bot.channels.mail import Poster
from bot.conversation import signposts
from bot.conversation.check import check_flows
from bot.conversation.flow import Flow, Issue
from bot.conversation.loader import BrokenFlows, read_flows
from bot.conversation.messages import Found, Incoming, Outgoing, Text
from bot.conversation.talk import World
from bot.conversation.texts import T
from bot.delivery.actions import Action
from bot.delivery.speech import Speech, meant
from bot.delivery.turns import Turns
from bot.delivery.wording import Maker, Namer, Wording
from bot.features.interviews.matching import looking
from bot.features.interviews.slots import DatabaseTime, database_time
from bot.features.library import urgent
from bot.features.library.service import Library
from bot.features.library.unanswered import Unanswered
from bot.features.places import Gazetteer
from bot.features.places.actions import Desk as PlacesDesk
from bot.features.places.ports import Redeem, Verify
from bot.features.skills.returning import Returning
from bot.features.staff import Site, Staff, directory
from bot.hiring import Hiring, Rooms, join
from bot.language import languages
from bot.language.catalogs import Catalogs
from bot.language.speech import LanguageSpeech
from bot.parts import advert_check, all_parts
from bot.store import keyring
from bot.store.datakeys import DataKeys
from bot.store.lookup import Lookup

ROOT: Path = Path(__file__).resolve().parent.parent
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
    keys: DataKeys
    """Those that it was given; else keys that nothing stored was ever sealed with (a rehearsal)."""
    actions: tuple[Action, ...]
    hiring: Hiring
    adverts: Adverts
    announcing: Announcing
    gazetteer: Gazetteer
    verify: Verify
    refresh: Callable[[Connection, float], None]
    """What `turns` looks at before each turn: what is withdrawn, and the places that there are."""

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


def build(
    *,
    operator: str = "",
    contact: str = "",
    place: str = "",
    today: date,
    keys: DataKeys | None = None,
    secret: bytes = b"",
    chance: Callable[[int], bytes] = token_bytes,
    unanswered: Unanswered | None = None,
    origin: str = "http://localhost:8000",
    organizer: str = "",
    rooms: Rooms | None = None,
    root: Path = ROOT,
    walked: set[tuple[str, str, str]] | None = None,
    catalogs: Catalogs | None = None,
    database_time: DatabaseTime = database_time,
    staff: Staff | None = None,
    rules: Rules | None = None,
    verify: Verify | None = None,
    redeem: Redeem | None = None,
) -> Mind:
    """Read everything. `keys` and `secret` (of look-ups) are those of the store; without them, new ones.
    `chance`: random bytes. `origin`: where the portal is; `organizer`: the address that mails come from.
    `rooms`: where interviews may take place.

    `database_time`: another one for a rehearsal. `staff`: of the store; a rehearsal gets new keys.
    `rules`: of announcements. `verify`, `redeem`: instead of those of announcements, for a rehearsal.

    Raises BrokenFlows, BrokenContent or CatalogError with file, line and remedy.
    """
    catalogs = catalogs or Catalogs.load(root / "locales")
    texts = LanguageSpeech(catalogs)
    facts: dict[str, Any] = {"operator": operator or DEMO_OPERATOR, "contact": contact or DEMO_CONTACT}
    namers: dict[str, Namer] = {}
    makers: dict[str, Maker] = {}
    wording = Wording(texts, namers, facts, makers)
    library = Library.load(root / "content", wording.label, today)
    library.place = library.places.get(place)
    library.near = gazetteer = Gazetteer(library.places.get)
    keys, secret = keys or DataKeys(keyring.generate()), secret or token_bytes(32)
    returning = Returning(keys, secret, chance, looking.keeper(keys))
    post = Poster(keys, directory.addressee, wording.rich, origin, organizer)
    hiring = join(keys, Lookup(secret), post, rooms, database_time)
    content = root / "content"
    staff = staff or Staff.of(keyring.generate(), keys, Site.of(origin, 0))
    announcing = join_announcing(staff, content, wording.rich, rules, library.packed, post)
    verify = verify or announcing.verify
    desk = PlacesDesk(gazetteer, verify, redeem or announcing.redeem)
    parts = all_parts(content, library, texts, wording, keys, returning, hiring, desk, unanswered, origin)
    for part in parts:
        namers.update(part.namers)
        makers.update(part.makers)
    actions = tuple(action for part in parts for action in part.actions)
    flows = _sound_flows(root, actions)
    speech = Speech(wording, gazetteer.find)
    world = World(flows, speech, facts, urgent.TELLING, walked)
    refresh = _refresh(library, gazetteer)
    turns = Turns(world, wording, actions, before=refresh)
    own = adverts(content, library, advert_check(content, library.packed), wording.label)
    return Mind(
        catalogs,
        library,
        flows,
        wording,
        speech,
        world,
        turns,
        keys,
        actions,
        hiring,
        own,
        announcing,
        gazetteer,
        verify,
        refresh,
    )


def _sound_flows(root: Path, actions: Iterable[Action]) -> dict[str, Flow]:
    """The flows of flows/. Raises BrokenFlows with every mistake in them."""
    flows, issues = read_flows(root / "flows")
    issues += check_flows(flows, {action.name: action.outcomes for action in actions})
    if issues:
        raise BrokenFlows(issues)
    return flows


def _refresh(library: Library, gazetteer: Gazetteer) -> Callable[[Connection, float], None]:
    """What is looked at before each turn."""

    def refresh(conn: Connection, now: float) -> None:
        library.refresh(conn, now)
        gazetteer.refresh(conn, now)

    return refresh


def flow_issues(root: Path = ROOT) -> list[Issue]:
    """Every mistake in the flows, texts that a language lacks among them."""
    catalogs = Catalogs.load(root / "locales")

    def missing(ctxt: str, msg: str) -> list[str]:
        return [tag for tag in languages.LANGUAGES if catalogs.look_up(tag, ctxt, msg)[1] != tag]

    flows, issues = read_flows(root / "flows")
    texts = LanguageSpeech(catalogs)
    wording = Wording(texts, {}, {})
    library = Library({}, wording.label, date.today())  # noqa: DTZ011  # no day is shown
    keys = DataKeys(keyring.generate())
    hiring = join(keys, Lookup(b""), Poster(keys, directory.addressee, wording.rich, ""))
    returning, desk = Returning(keys, b""), PlacesDesk(Gazetteer())
    parts = all_parts(root / "content", library, texts, wording, keys, returning, hiring, desk)
    known = {action.name: action.outcomes for part in parts for action in part.actions}
    return issues + check_flows(flows, known, missing)


def apology(mind: Mind, lang: str | None, code: str) -> Outgoing:
    """What is said after a turn was given up; the code finds it among the dead letters (L6)."""
    text = T("engine", "Something went wrong on my side. Please try again later. Code: {code}", code=code)
    rich = mind.wording.rich(text, lang or "en")
    return Outgoing(rich.text, rich.lang)
