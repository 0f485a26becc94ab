"""What a phone may say (I3, I5, I9, I14)."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.web import frames
from bot.channels.web.frames import Unreadable
from bot.conversation.messages import Button, Incoming, Outgoing

ID = "a" * 22
TOKEN = "t" * 22


def read(**fields: object) -> Incoming:
    return frames.incoming(frames.decode(json.dumps({"id": ID, **fields})))


def refused(raw: str | bytes) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        frames.incoming(frames.decode(raw))
    return caught.value


def test_every_kind_becomes_what_the_core_knows() -> None:
    assert read(kind="text", text=" hi ", hint="so") == Incoming(
        "text", text="hi", message=frames.OWN, hint="so"
    )
    assert read(kind="press", button="s1:x", message=TOKEN) == Incoming("press", button="s1:x", message=TOKEN)
    assert read(kind="command", text="menu") == Incoming("command", text="menu")
    assert read(kind="start") == Incoming("start")
    assert read(kind="open") == Incoming("open")


def test_I5_no_phone_can_say_that_a_reminder_is_due() -> None:
    assert refused(json.dumps({"id": ID, "kind": "due", "text": "x"})).reason == "json"


def test_I3_a_text_of_4096_characters_of_any_script_passes_and_one_more_does_not() -> None:
    assert len(read(kind="text", text="𞤀" * 4096).text) == 4096
    raw = json.dumps({"id": ID, "kind": "text", "text": "𞤀" * 4096})
    assert len(raw) < 64 * 1024
    error = refused(json.dumps({"id": ID, "kind": "text", "text": "a" * 4097}))
    assert (error.error, error.client_id) == ("long", ID)


def test_I3_nothing_nests_deep() -> None:
    assert refused("[" * 100_000).reason == "json"
    assert refused('{"id":' + "[" * 50_000).reason == "json"
    assert refused('{"x":' + '{"x":' * 50_000).reason == "json"


def test_I9_hidden_and_turning_characters_are_gone() -> None:
    assert read(kind="text", text="a\u202eb\u0000c\u0301").text == "abć"
    assert refused(json.dumps({"id": ID, "kind": "text", "text": "\u202e \u2067"})).reason == "no-text"


@pytest.mark.parametrize(
    "frame",
    [
        {"kind": "text", "text": "x", "admin": True},
        {"kind": "text", "text": "x", "id": "short"},
        {"kind": "text", "text": "x", "id": "a" * 33},
        {"kind": "text", "text": "x", "id": "ä" * 22},
        {"kind": "text", "text": 5},
        {"kind": "other", "text": "photo"},
        {"kind": "press"},
        {"kind": "press", "button": "a" * 65, "message": TOKEN},
        {"kind": "press", "button": "a b", "message": TOKEN},
        {"kind": "press", "button": "s1:x", "message": "7"},
        {"kind": "command", "text": "Menu; drop"},
        {"shown": []},
        {"shown": [1, 2]},
        {},
    ],
)
def test_I14_what_is_not_named_is_refused(frame: dict[str, object]) -> None:
    assert refused(json.dumps({"id": ID} | frame)).error == "bad"


def test_a_hint_that_is_no_tag_is_dropped() -> None:
    assert read(kind="start", hint="<script>").hint == ""
    assert read(kind="start", hint="ar-SY").hint == "ar-SY"


@given(st.binary(max_size=300) | st.text(max_size=300))
def test_no_bytes_raise_anything_else(raw: bytes | str) -> None:
    with suppress(Unreadable):
        frames.incoming(frames.decode(raw))


def test_a_message_goes_out_small_and_without_markup() -> None:
    message = Outgoing("<b>x</b>", "ar", buttons=(Button("s1:x", "نعم"),), replaces=TOKEN)
    said = json.loads(frames.encode_say(frames.say(TOKEN, message)))["say"]
    assert said["t"] == [{"t": "<b>x</b>"}]
    assert (said["dir"], said["replaces"]) == ("rtl", TOKEN)
    assert said["buttons"] == [["s1:x", "نعم", 0]]
    assert not {"pick", "removes", "secret", "private"} & said.keys()


def test_C10_a_page_is_told_of_secrets_and_of_what_is_hers() -> None:
    message = Outgoing("Your PIN?", "en", removes=frames.OWN, secret=True, private=True)
    said = json.loads(frames.encode_say(frames.say(TOKEN, message)))["say"]
    assert (said["removes"], said["secret"], said["private"]) == (True, True, True)
