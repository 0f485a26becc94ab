"""The page where a check code is tried, without any script, and the start link of the web chat."""

from __future__ import annotations

import re

import httpx
import pytest

from bot.channels.web import Checked, WebSettings, build
from bot.channels.web.answers import BURST, Door
from bot.store.database import StoreUnavailable
from tests.channels.web.reception import MemoryReception
from tests.channels.web.words import SmallLabels, SmallPages, converse
from tests.pace import no_time_passes

REAL = Checked("This is real.", "<b>Water</b> at gate 3\nuntil four", "ar")


async def _check(code: str, lang: str) -> Checked:
    if code == "down":
        raise StoreUnavailable("disk_full")
    return REAL if code == "K7M-4HX-Q3N" else Checked("I do not know it.")


def page(patience: float = 0.0) -> tuple[httpx.AsyncClient, MemoryReception]:
    reception = MemoryReception(converse)
    app = build(reception, SmallPages(), SmallLabels(), WebSettings(patience=patience), _check)
    transport = httpx.ASGITransport(app=app, client=("192.0.2.1", 1))
    return httpx.AsyncClient(transport=transport, base_url="http://localhost"), reception


async def test_A11_a_code_is_answered_with_the_words_of_the_message() -> None:
    client, _ = page()
    answer = await client.get("/check", params={"lang": "ar", "code": " K7M-4HX-Q3N "})
    assert answer.status_code == 200
    assert "This is real." in answer.text
    assert '<html lang="ar" dir="rtl">' in answer.text
    assert 'lang="ar" dir="rtl">&lt;b&gt;Water' in answer.text  # I7
    assert "set-cookie" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"
    assert "<script" not in answer.text


async def test_what_was_typed_stays_in_the_box_and_is_escaped() -> None:
    client, _ = page()
    answer = await client.get("/check", params={"code": '"><b>x'})
    assert "I do not know it." in answer.text
    assert 'value="&#34;&gt;&lt;b&gt;x"' in answer.text


async def test_without_a_code_there_is_the_form_alone() -> None:
    client, _ = page()
    answer = await client.get("/check")
    assert 'class="verdict"' not in answer.text
    assert 'name="code"' in answer.text
    empty = await client.get("/check", params={"code": "  "})
    assert 'class="verdict"' in empty.text


async def test_a_store_that_is_away_is_told_and_the_code_stays() -> None:
    client, _ = page()
    answer = await client.get("/check", params={"code": "down"})
    assert answer.status_code == 503
    assert 'value="down"' in answer.text


async def test_I13_guesses_from_one_address_are_slowed_down_and_another_is_not() -> None:
    client, _ = page()
    app = client._transport.app  # type: ignore[attr-defined]
    with no_time_passes(app) as desk:
        answers = [
            (await client.get("/check", params={"code": f"x{number}"})).status_code
            for number in range(BURST + 3)
        ]
    assert answers[:BURST] == [200] * BURST
    assert answers[BURST:] == [429] * 3
    other = httpx.ASGITransport(app=app, client=("198.51.100.7", 1))
    async with httpx.AsyncClient(transport=other, base_url="http://localhost") as neighbour:
        assert (await neighbour.get("/check", params={"code": "x"})).status_code == 200
    # D2: what is held in memory is the number of a bucket, no address.
    assert all(re.fullmatch(r"check:\d{1,4}", key) for key in desk.checks._pace._due)


def test_D2_a_bucket_is_another_one_after_a_start() -> None:
    class Asks:
        def __init__(self, host: str) -> None:
            self.client = type("Client", (), {"host": host})()

    hosts = [Asks(f"192.0.2.{number}") for number in range(50)]
    first, second = Door(), Door()
    assert [first.bucket(host) for host in hosts] == [first.bucket(host) for host in hosts]  # type: ignore[arg-type]
    assert [first.bucket(host) for host in hosts] != [second.bucket(host) for host in hosts]  # type: ignore[arg-type]


@pytest.mark.parametrize(("payload", "taken"), [("p-demo-camp", True), ("p demo", False), ('"><x', False)])
async def test_I5_a_start_link_of_the_web_chat_is_pressed_with_start(payload: str, taken: bool) -> None:
    client, reception = page()
    shown = await client.get("/", params={"start": payload, "lang": "ar"})
    button = 'value="start p-demo-camp"' if taken else 'value="start"'
    assert button in shown.text
    if not taken:
        assert payload not in shown.text
        return
    assert "?lang=en&amp;start=p-demo-camp" in shown.text  # another language keeps the link
    form = {"do": "start p-demo-camp", "id": "a" * 22, "token": "", "lang": "ar"}
    answer = await client.post("/chat/say", data=form, headers={"sec-fetch-site": "same-origin"})
    assert answer.status_code == 200
    assert [one.text for _, one in reception.inbox if one.kind == "start"] == ["p-demo-camp"]


async def test_I6_a_payload_that_is_none_is_refused_not_passed_on() -> None:
    client, reception = page()
    form = {"do": "start <script>", "id": "b" * 22, "token": "", "lang": "en"}
    await client.post("/chat/say", data=form, headers={"sec-fetch-site": "same-origin"})
    assert not [one for _, one in reception.inbox if one.kind == "start"]
