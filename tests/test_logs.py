"""What is logged, and what can never be (L1, L2, K9)."""

from __future__ import annotations

import asyncio
import gc
import io
import json
import logging
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from bot import logs
from bot.logs import FIELDS, WITHHELD, Pseudonyms
from bot.store import keyring as key_files
from bot.store.database import Store
from bot.store.datakeys import DataKeys
from bot.store.keyring import KeyringError
from bot.store.postgres_store import PostgresStore

CANARY = "Amina-canary-4711"
TOKEN = "123456789:AAcanaryCANARYcanaryCANARYcanary123"


class Lines:
    """What was logged."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return map(json.loads, self.text.splitlines())

    @property
    def last(self) -> dict[str, Any]:
        return list(self)[-1]


@pytest.fixture
def lines() -> Iterator[Lines]:
    """Logging as the program has it, and afterwards as the tests have it."""
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    root = logging.getLogger()
    before = root.handlers[:], root.level
    found = Lines()
    logs.configure([TOKEN, "webhook-" + CANARY], found.stream)
    yield found
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
    root.handlers[:] = before[0]
    root.setLevel(before[1])
    logging.captureWarnings(False)
    structlog.reset_defaults()


def test_L1_listed_fields_pass_and_all_others_are_dropped(lines: Lines) -> None:
    structlog.get_logger("x").info(
        "turn.done",
        result="handled",
        ms=3.5,
        count=2,
        name=CANARY,
        text=CANARY,
        chat_id=4711,
        url="/?q=" + CANARY,
    )
    assert set(lines.last) == {"time", "level", "event", "result", "ms", "count"}
    assert lines.last["time"].endswith("+00:00")
    assert CANARY not in lines.text


@pytest.mark.parametrize("field", sorted(set(FIELDS) - {"time", "level"}))
@pytest.mark.parametrize(
    "value",
    [
        CANARY + " رفيق",
        "123456789",
        123456789012,
        {"name": CANARY, "Amina Noor": 1},
        [CANARY + " x", "+4915112345678"],
        TOKEN,
        "/chat/987654321?token=" + CANARY,
        object(),
    ],
)
def test_L1_a_listed_field_of_the_wrong_shape_is_withheld(lines: Lines, field: str, value: object) -> None:
    structlog.get_logger().info(**{"event": "turn.done", field: value})
    assert lines.last[field] == WITHHELD
    for secret in (CANARY, "Amina", "98765", "12345678", TOKEN):
        assert secret not in lines.text


def test_L1_an_event_is_a_name_not_a_sentence(lines: Lines) -> None:
    structlog.get_logger().warning(f"could not answer {CANARY}")
    assert lines.last["event"] == WITHHELD


def test_L1_a_person_appears_as_a_pseudonym_of_the_day() -> None:
    names = Pseudonyms(b"secret" * 6)
    today = names.of("person-1", 1_795_255_200)
    assert today == names.of("person-1", 1_795_255_200 + 3_600)
    assert today != names.of("person-1", 1_795_255_200 + 86_400)
    assert today != names.of("person-2", 1_795_255_200)
    assert today != Pseudonyms(b"others" * 6).of("person-1", 1_795_255_200)
    assert FIELDS["person"](today)
    assert not FIELDS["person"]("KJ3xv0TqkFQW1lHq3ZcLZw")  # the control: an id itself does not pass


def test_L1_of_a_channel_only_its_kind_is_logged(lines: Lines) -> None:
    structlog.get_logger().info("turn.done", channel="telegram:123456789")
    assert lines.last["channel"] == "telegram"


def test_L1_an_error_is_its_types_and_lines_without_values(lines: Lines) -> None:
    def fails() -> None:
        try:
            int(CANARY)
        except ValueError as error:
            raise KeyError(CANARY) from error

    try:
        fails()
    except KeyError:
        structlog.get_logger().exception("turn.failed")
    assert lines.last["level"] == "error"
    assert lines.last["error"] == ["KeyError", "ValueError"]
    assert all(
        line.startswith("main/tests/test_logs.py:") or "/test_logs.py:" in line
        for line in lines.last["trace"]
    )
    assert str(Path.cwd()) not in lines.text
    assert CANARY not in lines.text


def test_L2_messages_of_libraries_keep_their_place_and_lose_their_words(lines: Lines) -> None:
    library = logging.getLogger("aiogram.client")
    library.error("request to /bot%s/sendMessage failed", TOKEN)
    library.warning(f"chat {CANARY} not found")
    library.info("not even this: %s", CANARY)
    assert [line["event"] for line in lines] == ["library.message"] * 2
    assert lines.last["logger"] == "aiogram.client"
    assert lines.last["where"].rpartition(":")[0].endswith("tests/test_logs.py")
    assert CANARY not in lines.text
    assert TOKEN not in lines.text


def test_a_message_of_ours_through_standard_logging_keeps_its_event(lines: Lines) -> None:
    logging.getLogger("bot.channels.telegram").warning("telegram.unreachable %s", CANARY)
    assert lines.last["event"] == "telegram.unreachable"
    assert CANARY not in lines.text


def test_L2_a_record_that_cannot_be_formatted_shows_nothing(
    lines: Lines, capsys: pytest.CaptureFixture[str]
) -> None:
    root = logging.getLogger()
    root.handlers[:] = [handler for handler in root.handlers if isinstance(handler, logs._Library)]
    logging.getLogger("x").error("%d %d", CANARY)
    assert lines.last["event"] == "library.message"
    assert CANARY not in capsys.readouterr().err + lines.text


def test_L2_secrets_are_taken_out_of_a_line_even_where_they_had_passed(lines: Lines) -> None:
    writer = logs._Writer(["abcdefgh"], lines.stream)
    assert "abcdefgh" not in writer.line({"event": "turn.abcdefgh"})
    assert "abcdefgi" in writer.line({"event": "turn.abcdefgi"})  # the control


def test_L2_an_error_that_nobody_caught_shows_no_value(
    lines: Lines, capsys: pytest.CaptureFixture[str]
) -> None:
    error = ValueError(CANARY)
    sys.excepthook(ValueError, error, None)
    assert lines.last["event"] == "crash"

    def dies() -> None:
        raise RuntimeError(CANARY)

    thread = threading.Thread(target=dies)
    thread.start()
    thread.join()
    assert (lines.last["event"], lines.last["error"]) == ("crash.thread", ["RuntimeError"])
    assert CANARY not in capsys.readouterr().err + lines.text


def test_L2_an_error_while_an_object_goes_shows_no_value(lines: Lines) -> None:
    class Bad:
        def __del__(self) -> None:
            raise ValueError(CANARY)

    Bad()
    gc.collect()
    assert lines.last["event"] == "crash.unraisable"
    assert CANARY not in lines.text


async def test_L2_a_forgotten_task_shows_no_value(lines: Lines) -> None:
    async def fails() -> None:
        raise ValueError(CANARY)

    task = asyncio.ensure_future(fails())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del task
    gc.collect()
    assert (lines.last["logger"], lines.last["error"]) == ("asyncio", ["ValueError"])
    assert CANARY not in lines.text


def test_L2_a_warning_shows_no_value(lines: Lines) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(True)
        warnings.warn(CANARY, stacklevel=1)
    assert CANARY not in lines.text


async def test_L2_errors_of_the_database_show_no_value(lines: Lines, store: Store) -> None:
    log = structlog.get_logger()

    async def logged(work: Callable[[Connection], object]) -> str:
        with pytest.raises(DBAPIError) as caught:
            await store.write(work)
        log.error("turn.failed", exc_info=caught.value)
        logging.getLogger("sqlalchemy").error("failed: %s", caught.value, exc_info=caught.value)
        return str(caught.value)

    insert = text("INSERT INTO library_withdrawn (article, since, by) VALUES (:article, 1, 'x')")
    await store.write(lambda conn: conn.execute(insert, {"article": CANARY}))
    said = [
        await logged(lambda conn: conn.execute(insert, {"article": CANARY})),
        await logged(lambda conn: conn.execute(text(f"SELECT '{CANARY}' FROM nowhere"))),
        await logged(lambda conn: conn.execute(text("SELECT no_such(:a)"), {"a": CANARY})),
    ]
    assert any(CANARY in words for words in said)  # the control: the words themselves do quote it
    assert len(list(lines)) == 6
    assert CANARY not in lines.text


async def test_L2_an_address_with_a_password_is_not_shown_when_it_fails(lines: Lines) -> None:
    store = PostgresStore(f"postgresql://rafiq:{CANARY}@127.0.0.1:1/rafiq")
    try:
        await store.write(lambda conn: None)
    except Exception as error:
        structlog.get_logger().error("store.unavailable", exc_info=error)
        assert CANARY not in str(error)
    await store.close()
    assert lines.last["error"][0] == "StoreUnavailable"
    assert CANARY not in lines.text


def test_L2_errors_of_keys_show_no_value(lines: Lines, tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    path.write_text(json.dumps({name: [{"id": CANARY, "key": CANARY}] for name in key_files.PURPOSES}))
    path.chmod(0o600)
    with pytest.raises(KeyringError) as caught:
        key_files.load(path, tmp_path / "data")
    structlog.get_logger().error("start.refused", exc_info=caught.value)
    assert CANARY not in lines.text + str(caught.value)


async def test_L2_an_unreadable_field_shows_no_value(lines: Lines, store: Store, data_keys: DataKeys) -> None:
    cipher = await store.write(lambda conn: data_keys.create_person_key(conn, CANARY))
    sealed = cipher.seal(CANARY.encode(), "persons.place", CANARY)
    try:
        cipher.open_(sealed, "persons.answers", CANARY)
    except Exception as error:
        structlog.get_logger().error("turn.failed", exc_info=error)
        assert CANARY not in str(error)
    assert lines.last["error"] == ["Tampered"]
    assert CANARY not in lines.text
