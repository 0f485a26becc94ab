"""K9: without keys, nothing that people wrote or are can be read anywhere."""

from __future__ import annotations

import io
import logging
import sys
import threading

import structlog
from sqlalchemy import Connection, text

from bot import logs
from bot.delivery.keys import Keys
from bot.store.database import Store
from bot.store.datakeys import DataKeys
from bot.store.lookup import Lookup
from tests.clock import FakeClock
from tests.delivery.people import Known, ciphertexts, settle
from tests.dumps import found_in

PEOPLE = 40
"""Each with five texts: 200 known strings."""


def settle_all(conn: Connection, keys: Keys, now: float) -> list[Known]:
    return [settle(conn, keys, f"canary-{number:03}", now) for number in range(PEOPLE)]


async def test_K9_a_dump_contains_none_of_200_known_strings(
    store: Store, data_keys: DataKeys, lookup: Lookup, clock: FakeClock
) -> None:
    keys = Keys(data_keys, lookup)
    people = await store.write(lambda conn: settle_all(conn, keys, clock.now()))
    canaries = [word for known in people for word in known.texts]
    assert len(set(canaries)) == 200
    assert await found_in(store, canaries) == []
    sealed = await store.read(ciphertexts)
    assert len(sealed) == 200
    assert await found_in(store, sealed) == sealed  # the control: everything is there, encrypted


async def test_K9_the_search_finds_what_is_stored_in_the_clear(store: Store) -> None:
    """The negative control: the same search, and one column that is not encrypted."""
    clear = text("INSERT INTO library_withdrawn (article, since, by) VALUES ('address-of-canary', 1, 'x')")
    await store.write(lambda conn: conn.execute(clear))
    assert await found_in(store, [b"address-of-canary"]) == [b"address-of-canary"]


async def test_K9_logs_contain_none_of_200_known_strings(
    store: Store, data_keys: DataKeys, lookup: Lookup, clock: FakeClock
) -> None:
    """Whoever is careless enough to hand everything to the log still writes none of it."""
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    handlers = logging.getLogger().handlers[:]
    stream = io.StringIO()
    logs.configure(stream=stream)
    try:
        people = await store.write(lambda conn: settle_all(conn, Keys(data_keys, lookup), clock.now()))
        log = structlog.get_logger()
        for known in people:
            for word in (text.decode() for text in known.texts):
                log.error(word, result=word, person=word, text=word, exc_info=ValueError(word))
                logging.getLogger("library").error("failed for %s", word, exc_info=ValueError(word))
    finally:
        sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
        logging.getLogger().handlers[:] = handlers
        logging.captureWarnings(False)
        structlog.reset_defaults()
    written = stream.getvalue()
    assert len(written.splitlines()) == 400
    found = {word for known in people for word in known.texts if word.decode() in written}
    assert found == set()
