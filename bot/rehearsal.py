"""A conversation played without a store or a channel: for transcripts, coverage and the engine's benchmark.

A transcript is a YAML file that says what a person does, by choice ids, so that one walk serves every
language:

    - start: ""                        # the start button, or a deep link's payload
    - press: $lang                     # a choice of the newest screen by its id ($lang: the run's language)
    - press: {id: topics, back: 2}     # the same on the screen before the screen before
    - type: {title: rights/contract}   # the title of an article, in the run's language
    - type: {label: topics}            # the words on a button
    - type: {en: "hello", ar: "مرحبا"} # own words; a language without them takes "*"
    - command: menu
    - other: photo
    - open: true                       # the chat page is opened again
    - wait: 2400                       # seconds that pass
    - withdraw: [rights/contract]      # the operator takes articles back
    - phone: new                       # she goes on from another phone, where nobody knows her
    - due: first                       # the first reminder that she has not been told is due now
    - due: next                        # the first one that was not due before
    - due: last                        # the one that is farthest away
    - due: gone                        # one is due that was taken back in the same moment
    - recruiters: [Sunrise Manpower]   # the operator loads a list of certified recruiters
    - jobs: open                       # invented employers, adverts and times (bot/rehearsal_hiring.py)
    - places: some                     # invented places (bot/rehearsal_places.py)
    - press: {place: demo-camp}        # the choice of a place by its code
    - press: {at: 0}                   # the first choice of the newest screen
    - read: "yes"                      # "Read on" until this choice is on the screen
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import Connection, create_engine, insert, select

from bot import rehearsal_places
from bot.conversation.events import Did
from bot.conversation.messages import Found, Incoming, Outgoing
from bot.conversation.session import Screen, decode, read_screen
from bot.delivery import reminders
from bot.delivery.persons import ANSWERS_LIFE
from bot.delivery.ports import PersonState
from bot.delivery.tables import persons
from bot.delivery.turns import Turns
from bot.features import places
from bot.features.guidance.offers.recruiters import Recruiter, replace_list
from bot.features.library.records import withdraw
from bot.features.staff.tables import audit_start
from bot.hiring import Hiring
from bot.rehearsal_hiring import OTHER, Stage
from bot.store.datakeys import DataKeys
from bot.store.key_rows import KEY_ROWS
from bot.store.schema import metadata
from bot.store.sqlite_store import driver

BEGINNING = float(calendar.timegm((2026, 12, 1, 9, 0, 0)))
"""The moment at which every rehearsal begins: Tuesday, 1 December 2026, 09:00 UTC."""

PERSON = "rehearsal"
PIECES = 20
"""Pieces of one page after which a rehearsal gives up reading on."""
NOW = "rehearsal.now"
"""Where the invented database keeps its time."""
Find = Callable[[str, str], Found]


class BadTranscript(Exception):
    """A transcript asks for what is not on the screen, or is not written as it should be."""


@dataclass(frozen=True)
class Seen:
    """What one move brought: the messages, the position after it, and the choices on the newest screen."""

    move: Any
    did: Did | None
    before: PersonState
    messages: list[Outgoing]
    where: tuple[tuple[str, str], ...]
    choices: tuple[str, ...]


@dataclass
class Rehearsal:
    """One invented person in one language, and her conversation so far."""

    turns: Turns
    find: Find
    keys: DataKeys
    title: Callable[[str, str], str]
    lang: str
    hiring: Hiring
    person: str = PERSON
    conn: Connection = field(default_factory=lambda: empty_database())
    now: float = BEGINNING
    state: PersonState = field(default_factory=lambda: PersonState(PERSON, "console", None, None, None))
    answered_at: float = BEGINNING
    buttons: dict[str, str] = field(default_factory=dict)
    screens: list[Screen] = field(default_factory=list)
    reminded: set[str] = field(default_factory=set)

    def play(self, walk: list[Any]) -> Iterator[Seen]:
        for move in walk:
            yield self.move(move)

    def move(self, move: Any) -> Seen:
        """One line of a transcript."""
        if not isinstance(move, dict) or len(move) != 1:
            raise BadTranscript(f"one word with its value is wanted, not {move!r}")
        (word, value), before = next(iter(move.items())), self.state
        if word == "wait":
            self.now += float(value)
            return Seen(move, None, before, [], self._where(), ())
        if word == "phone":
            self.person = f"{self.person}+"
            before = self.state = PersonState(self.person, "console", None, None, None)
            self.screens, self.buttons = [], {}
            return Seen(move, None, before, [], self._where(), ())
        if word == "read":
            return self._read_until(move, str(value))
        if word == "withdraw":
            for article in value:
                withdraw(self.conn, article, self.now, "rehearsal")
            self.now += 2  # the list of what is withdrawn may be a second old
            return Seen(move, None, before, [], self._where(), ())
        if word == "recruiters":
            rows = [Recruiter(str(name), "PH", "certified") for name in value]
            replace_list(self.conn, rows, datetime.fromtimestamp(self.now, UTC).date())
            return Seen(move, None, before, [], self._where(), ())
        if word == "places":
            if not rehearsal_places.play(self.conn, str(value), self.now, self.person):
                raise BadTranscript(f"there is no scene “{value}” of invented places")
            self.now += 2  # the register in memory may be a second old
            return Seen(move, None, before, [], self._where(), ())
        self.conn.info[NOW] = int(self.now)
        meet(self.conn, self.keys, self.person)
        if word == "jobs":
            meet(self.conn, self.keys, OTHER)
            if not Stage(self.conn, self.hiring, self.person, self.lang, self.now).play(str(value)):
                raise BadTranscript(f"there is no scene “{value}” of invented jobs")
            return Seen(move, None, before, [], self._where(), ())
        incoming = self._incoming(word, value)
        self.conn.info[NOW] = int(self.now)
        found = self._found(incoming)
        if self.now - self.answered_at >= ANSWERS_LIFE:
            before = self.state = replace(before, answers=None)
        result = self.turns.run(self.conn, before, incoming, found, self.now)
        seen = before.seen if incoming.kind == "due" else int(self.now)
        self.state = PersonState(self.person, "console", result.lang, result.place, result.answers, seen)
        self.answered_at = self.now
        for message in result.messages:
            self.buttons.update({button.id: button.label for button in message.keys})
        kept = decode(result.place, result.answers).place.screens if result.place else []
        self.screens = [screen for screen in map(read_screen, kept) if screen is not None]
        choices = self.screens[-1].ids if self.screens else ()
        return Seen(move, Did(incoming, found), before, result.messages, self._where(), choices)

    def _read_until(self, move: Any, wanted: str) -> Seen:
        """One scene of all pieces: how many there are differs from language to language."""
        messages: list[Outgoing] = []
        before = self.state
        for _ in range(PIECES):
            seen = self.move({"press": "read_on"})
            messages += seen.messages
            if wanted in seen.choices:
                return replace(seen, move=move, before=before, messages=messages)
        raise BadTranscript(f"“{wanted}” is on none of the next {PIECES} pieces")

    def _found(self, incoming: Incoming) -> Found | None:
        return self.find(incoming.text, self.state.lang or self.lang) if incoming.kind == "text" else None

    def _where(self) -> tuple[tuple[str, str], ...]:
        if self.state.place is None:
            return ()
        return tuple((frame.flow, frame.step) for frame in decode(self.state.place, None).place.stack)

    def _incoming(self, word: str, value: Any) -> Incoming:
        match word:
            case "press":
                return Incoming("press", button=self._button(value), message="1")
            case "type":
                return Incoming("text", self._typed(value), hint=self.lang)
            case "start" | "command" | "other":
                return Incoming(word, str(value), hint=self.lang)
            case "open":
                return Incoming("open", hint=self.lang)
            case "due":
                return Incoming(
                    "due", self._due(str(value)) if value in ("first", "next", "last") else "gone"
                )
        raise BadTranscript(f"“{word}” is none of start, press, read, type, command, other, open, wait, due")

    def _due(self, which: str) -> str:
        """The next reminder's id; the clock moves to its time."""
        mine = reminders.of(self.conn, self.keys.for_person(self.conn, self.person), self.person)
        coming = [one for one in mine if which != "next" or one.id not in self.reminded]
        if not coming:
            raise BadTranscript("she has asked for no reminder")
        one = coming[-1 if which == "last" else 0]
        self.now = max(self.now, float(one.due))
        self.reminded.add(one.id)
        return one.id

    def _button(self, value: Any) -> str:
        """`{raw: ...}` is a button id as a forger might send it."""
        if isinstance(value, dict) and "raw" in value:
            return str(value["raw"])
        if isinstance(value, dict) and "place" in value:
            found = places.by_code(self.conn, str(value["place"]))
            value = found.id if found else str(value["place"])
        back = int(value.get("back", 0)) if isinstance(value, dict) else 0
        wanted = str(value.get("id") if isinstance(value, dict) else value).replace("$lang", self.lang)
        if back >= len(self.screens):
            raise BadTranscript(f"there are only {len(self.screens)} screens to press on")
        screen = self.screens[-1 - back]
        if isinstance(value, dict) and "at" in value:
            return f"{screen.no}.{int(value['at'])}"
        if wanted in screen.ids:
            return f"{screen.no}.{screen.ids.index(wanted)}"
        if f"{screen.no}.{wanted}" in self.buttons:
            return f"{screen.no}.{wanted}"
        raise BadTranscript(f"“{wanted}” is not on the screen; there are {', '.join(screen.ids)}")

    def _typed(self, value: Any) -> str:
        if not isinstance(value, dict):
            return str(value)
        if "title" in value:
            return self.title(str(value["title"]), self.lang)
        if "label" in value:
            return self.buttons[self._button(value["label"])]
        text = value.get(self.lang, value.get("*"))
        if text is None:
            raise BadTranscript(f"no words for {self.lang}, and none for “*”")
        return str(text)


def read_transcript(file: Path) -> list[Any]:
    """The moves of a transcript file. Raises BadTranscript, which names the file."""
    # Everything is a text to the base loader: to others a choice named `no` would be False.
    walk = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)  # noqa: S506
    if not isinstance(walk, list) or not walk:
        raise BadTranscript(f"{file}: a transcript is a list of moves")
    return walk


def written(scenes: list[Seen]) -> str:
    """A conversation as a page to read: what she did, then what came, with the buttons below."""
    lines: list[str] = []
    for seen in scenes:
        word, value = next(iter(seen.move.items()))
        lines.append(f"> {word}: {_short(value)}")
        for message in seen.messages:
            mark = "(in place) " if message.replaces else ""
            lines.extend(["", mark + message.text])
            if message.attachment is not None:
                lines.append(f"<{message.attachment.name}>")
            lines.extend(_button_lines(message))
        lines.append("")
    return "\n".join(lines)


def _button_lines(message: Outgoing) -> Iterator[str]:
    choices = [button.label for button in message.buttons if not button.nav]
    nav = [button.label for button in message.buttons if button.nav]
    if choices:
        yield "".join(f"[{label}] " for label in choices).rstrip()
    if nav:
        yield "".join(f"({label}) " for label in nav).rstrip()


def _short(value: Any) -> str:
    return (
        ", ".join(f"{key} {item}" for key, item in value.items()) if isinstance(value, dict) else str(value)
    )


def meet(conn: Connection, keys: DataKeys, person: str) -> None:
    """Somebody is known and has a key, like everybody who writes; once erased, she is somebody new."""
    if not conn.scalar(select(persons.c.id).where(persons.c.id == person)):
        row = {"id": person, "channel": "console", "address": b"", "address_hash": person.encode()}
        conn.execute(insert(persons).values(row))
        keys.create_person_key(conn, person)


class _Keys(dict[str, bytes]):
    """The KeyRows of one invented person, who is gone with the process."""

    def get_many(self, names: Iterable[str]) -> dict[str, bytes]:
        return {name: self[name] for name in names if name in self}

    def put(self, name: str, wrapped: bytes) -> bytes:
        return self.setdefault(name, wrapped)

    def remove(self, names: Iterable[str]) -> None:
        for name in names:
            self.pop(name, None)

    def names(self, prefix: str, after: str = "", limit: int = 1_000) -> list[str]:
        return sorted(name for name in self if name.startswith(prefix) and name > after)[:limit]


def database_time(conn: Connection) -> int:
    """The time of a rehearsal, by which holds end; the machine's own would change from day to day."""
    return int(conn.info.get(NOW, BEGINNING))


def empty_database() -> Connection:
    """A new database in memory, with all tables and the first row of the audit log."""
    engine = create_engine("sqlite://")
    conn = engine.connect()
    driver(conn).deserialize(_tables())
    conn.exec_driver_sql(
        "PRAGMA foreign_keys=ON"
    )  # what goes takes with it what hangs on it, as it really does
    conn.info[KEY_ROWS] = _Keys()
    return conn


@cache
def _tables() -> bytes:
    """The file of such a database: making a hundred tables costs 80 ms, copying them less than one."""
    engine = create_engine("sqlite://")
    with engine.connect() as conn:
        metadata.create_all(conn)
        conn.execute(insert(audit_start).values(id=1, number=0, hash=bytes(32)))
        conn.commit()
        return bytes(driver(conn).serialize())
