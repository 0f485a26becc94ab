"""What every channel keeps, with the real conversation, articles and store behind it."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager

import pytest

from bot.store.database import StoreUnavailable, Work
from bot.store.sqlite_store import SqliteStore
from tests.channels.phones import Phone
from tests.logged import logging_into

WHICH = "أي لغة تريد؟"
MACHINE = "I am Rafiq, a machine"
KEPT = "I ask for no name and no number"
MENU = "What do you want to know?"
QUESTION = "Is the Canada EMPP still open?"
ANSWER = "has taken no new applications since 31 December 2025"
FAREWELL = "Everything I kept about you is erased."

Trouble = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Trouble:
    """A block in which the real store can write nothing."""

    @contextmanager
    def trouble() -> Iterator[None]:
        async def refuses(store: SqliteStore, work: Work[object]) -> object:
            raise StoreUnavailable("disk_full")

        with monkeypatch.context() as patch:
            patch.setattr(SqliteStore, "write", refuses)
            yield

    return trouble


async def begins_in_english(phone: Phone) -> None:
    await phone.begins()
    await phone.sees(WHICH)
    await phone.presses("English")
    await phone.sees(MENU)


class ChannelContract:
    """Inherit it, and give the fixture `phone`."""

    async def test_the_first_word_is_her_language_by_its_own_name(self, phone: Phone) -> None:
        async with phone.connected():
            await phone.begins()
            asked = await phone.sees(WHICH)
        assert asked.labels[:2] == ("العربية", "English")
        assert {"Soomaali", "Kiswahili", "Українська", "Français", "Español"} < set(asked.labels)

    async def test_C1_who_speaks_and_what_is_kept_is_said_before_any_answer(self, phone: Phone) -> None:
        """She asks before she has chosen a language: it is kept and answered after the notice."""
        async with phone.connected():
            await phone.begins()
            await phone.sees(WHICH)
            await phone.says(QUESTION)
            await phone.until(lambda: phone.times(WHICH) == 2, "the same once more")
            await phone.presses("English")
            await phone.sees(ANSWER)
        told = [shown.text for shown in phone.shown]
        places = [
            next(i for i, text in enumerate(told) if words in text) for words in (MACHINE, KEPT, ANSWER)
        ]
        assert places == sorted(places)
        assert phone.times(MACHINE) == 1

    async def test_a_press_is_answered_in_her_language(self, phone: Phone) -> None:
        async with phone.connected():
            await phone.begins()
            await phone.sees(WHICH)
            await phone.presses("العربية")
            await phone.sees("ماذا تريد أن تعرف؟")
            await phone.presses("المواضيع")
            topics = await phone.sees("أي موضوع؟")
        assert "حقوقك في العمل" in topics.labels

    async def test_a_question_in_her_own_words_brings_the_article(self, phone: Phone) -> None:
        async with phone.connected():
            await begins_in_english(phone)
            await phone.says(QUESTION)
            answer = await phone.sees(ANSWER)
            assert "Closed since 31 December 2025." in answer.text
            await phone.presses("Sources")
            await phone.sees("Government of Canada, 2021")

    async def test_M2_an_update_that_comes_twice_has_one_effect(self, phone: Phone) -> None:
        async with phone.connected():
            await begins_in_english(phone)
            await phone.says_twice(QUESTION)
            await phone.sees(ANSWER)
            await phone.says("menu")
            await phone.sees(MENU)
        assert phone.times(ANSWER) == 1
        assert handled(phone) == received(phone)

    async def test_M1_what_the_store_cannot_take_is_kept_and_answered_later(
        self, phone: Phone, full_disk: Trouble
    ) -> None:
        async with phone.connected():
            await begins_in_english(phone)
            with full_disk():
                await phone.says(QUESTION)
                await phone.was_refused()
            await phone.sees(ANSWER)
            await phone.says("menu")
            await phone.sees(MENU)
        assert phone.times(ANSWER) == 1

    async def test_C13_nothing_is_shown_again_after_a_restart(self, phone: Phone) -> None:
        async with phone.connected():
            await begins_in_english(phone)
            await phone.says(QUESTION)
            await phone.sees(ANSWER)
        before = len(phone.shown)
        async with phone.connected():
            await phone.says("menu")
            await phone.sees(MENU)
        repeated = {shown.text for shown in phone.shown[before:]} & {
            shown.text for shown in phone.shown[:before]
        }
        assert all(MENU in text for text in repeated)
        assert phone.times(ANSWER) == phone.times(MACHINE) == 1

    async def test_C6_one_farewell_and_then_she_is_a_stranger(self, phone: Phone) -> None:
        async with phone.connected():
            await begins_in_english(phone)
            assert people(phone) == (1, 1)
            await phone.says("delete me")
            await phone.sees("Shall I erase everything")
            await phone.presses("Yes")
            await phone.sees(FAREWELL)
            assert people(phone) == (0, 0)
            await phone.begins()
            asked = await phone.sees(WHICH)
        assert asked.labels[0] == "العربية"
        assert phone.times(FAREWELL) == 1

    async def test_D2_K9_no_trace_of_her_is_in_any_file_or_log(self, phone: Phone) -> None:
        """What the platform tells of her, and what she types, in every byte that was written."""
        logged = io.StringIO()
        with logging_into(logged):
            async with phone.connected():
                await begins_in_english(phone)
                await phone.gives_herself_away()
                await phone.says("zebracanaries sing in my kitchen")
                await phone.sees("I do not know this")
                files = contents(phone)
        files += [*contents(phone), logged.getvalue().encode()]
        assert found((*phone.traces, "zebracanaries"), files) == []
        write_in_the_clear(phone, "zebracanaries")  # the control: the same search finds it then
        assert found((*phone.traces, "zebracanaries"), contents(phone)) == ["zebracanaries"]


def found(traces: Iterable[str], files: list[bytes]) -> list[str]:
    return [trace for trace in traces if any(trace.encode() in content for content in files)]


def write_in_the_clear(phone: Phone, words: str) -> None:
    with closing(sqlite3.connect(phone.folder / "data" / "rafiq.db")) as db:
        db.execute("INSERT INTO library_withdrawn (article, since, by) VALUES (?, 1, 'x')", [words])
        db.commit()


def contents(phone: Phone) -> list[bytes]:
    return [path.read_bytes() for path in phone.folder.rglob("*") if path.is_file()]


def people(phone: Phone) -> tuple[int, int]:
    """How many people there are, and how many keys of people; the demo's own left out."""
    invented = "SELECT person_id FROM candidates"  # nobody else here has a profile
    others = _count(
        phone, "rafiq.db", f"SELECT count(*) FROM persons WHERE channel = 'mail' OR id IN ({invented})"
    )
    return (
        _count(phone, "rafiq.db", "SELECT count(*) FROM persons") - others,
        _count(phone, "keys.db", "SELECT count(*) FROM data_keys WHERE name LIKE 'person:%'") - others,
    )


def received(phone: Phone) -> int:
    return _count(phone, "rafiq.db", "SELECT count(*) FROM inbox")


def handled(phone: Phone) -> int:
    return _count(phone, "rafiq.db", "SELECT count(*) FROM inbox WHERE state = 'handled' AND tries = 0")


def _count(phone: Phone, file: str, query: str) -> int:
    with closing(sqlite3.connect(phone.folder / "data" / file)) as db:
        (count,) = db.execute(query).fetchone()
        return int(count)
