"""Every kind of update: a decent meaning or silence, and nothing kept that may not be (D2, I4, I5)."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from aiogram.types import Update
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.telegram.intake import open_parcel
from bot.channels.telegram.reading import (
    KINDS,
    Broken,
    Deed,
    Joined,
    Presence,
    Reading,
    Silence,
    read,
)
from bot.conversation.messages import Incoming

Json = dict[str, Any]

USER: Json = {
    "id": 7,
    "is_bot": False,
    "first_name": "Parwana",
    "last_name": "Secretname",
    "username": "parwana_secret",
    "language_code": "fa",
}
PRIVATE: Json = {"id": 7, "type": "private", "first_name": "Parwana", "username": "parwana_secret"}
GROUP: Json = {"id": -100, "type": "supergroup", "title": "Camp talk"}
CHANNEL: Json = {"id": -200, "type": "channel", "title": "News"}
FILE: Json = {"file_id": "secretfile", "file_unique_id": "secretunique"}
PHOTO: Json = FILE | {"width": 90, "height": 90}


def message(chat: Json = PRIVATE, **content: Any) -> Json:
    return {"message_id": 5, "date": 1_800_000_000, "chat": chat, "from": USER} | content


def update(kind: str, content: Any) -> bytes:
    return json.dumps({"update_id": 1, kind: content}).encode()


def meaning_of(**content: Any) -> Incoming:
    found = read(update("message", message(**content))).meaning
    assert isinstance(found, Deed)
    return found.incoming


def test_a_text_is_what_she_typed() -> None:
    assert meaning_of(text="Hello") == Incoming("text", text="Hello", message="5", hint="fa")


def test_I9_a_text_is_made_regular() -> None:
    assert meaning_of(text="cafe\u0301 \u202eevil\u202c").text == "café evil"


@pytest.mark.parametrize(
    ("typed", "kind", "text"),
    [
        ("/menu", "command", "menu"),
        ("/Menu@rafiq_bot", "command", "menu"),
        ("/delete everything", "command", "delete"),
        ("/start", "start", ""),
        ("/start a-deep_LINK9", "start", "a-deep_LINK9"),
        ("/start@rafiq_bot job", "start", "job"),
        ("/start ../../etc/passwd", "start", ""),
        ("/start <b>x</b>", "start", ""),
        ("/start " + "x" * 65, "start", ""),
        ("/", "text", "/"),
        ("/کار", "text", "/کار"),
        ("/ menu", "text", "/ menu"),
        ("and /menu", "text", "and /menu"),
    ],
)
def test_I6_commands_and_start_payloads(typed: str, kind: str, text: str) -> None:
    found = meaning_of(text=typed)
    assert (found.kind, found.text) == (kind, text)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ({"photo": [PHOTO], "caption": "my secret papers"}, "photo"),
        ({"voice": FILE | {"duration": 3}}, "voice"),
        ({"audio": FILE | {"duration": 3}}, "audio"),
        ({"video": FILE | {"duration": 3, "width": 9, "height": 9}}, "video"),
        ({"video_note": FILE | {"duration": 3, "length": 9}}, "video_note"),
        ({"animation": FILE | {"duration": 3, "width": 9, "height": 9}, "document": FILE}, "animation"),
        ({"document": FILE | {"file_name": "secret passport.pdf"}, "caption": "secret"}, "document"),
        (
            {"sticker": PHOTO | {"type": "regular", "is_animated": False, "is_video": False, "emoji": "🙂"}},
            "sticker",
        ),
        ({"contact": {"phone_number": "+93700000000", "first_name": "Secret"}}, "contact"),
        ({"location": {"latitude": 31.5, "longitude": 34.4}}, "location"),
        (
            {
                "venue": {"location": {"latitude": 31.5, "longitude": 34.4}, "title": "S", "address": "A"},
                "location": {"latitude": 31.5, "longitude": 34.4},
            },
            "venue",
        ),
        ({"dice": {"emoji": "🎲", "value": 3}}, "dice"),
        (
            {
                "poll": {
                    "id": "1",
                    "question": "secret?",
                    "options": [],
                    "total_voter_count": 0,
                    "is_closed": False,
                    "is_anonymous": True,
                    "type": "regular",
                    "allows_multiple_answers": False,
                    "allows_revoting": False,
                    "members_only": False,
                }
            },
            "poll",
        ),
        ({"hologram": {"file_id": "secretfile"}}, "unknown"),
    ],
)
def test_D2_of_what_is_no_text_only_the_kind_is_kept(content: Json, name: str) -> None:
    incoming = meaning_of(**content)
    assert incoming == Incoming("other", text=name, message="5", hint="fa")


def test_D2_nothing_of_a_persons_traces_passes() -> None:
    read_all = [
        read(update("message", message(text="hello", via_bot=USER, forward_origin=None))),
        read(update("message", message(contact={"phone_number": "+93700", "first_name": "Secretname"}))),
        read(update("callback_query", press("go"))),
    ]
    kept = repr(read_all)
    for trace in ("Parwana", "Secretname", "parwana_secret", "+93700"):
        assert trace not in kept


@pytest.mark.parametrize(
    "odd",
    [
        {"reply_to_message": {"poll": {"question": "of an older server"}}},
        {"external_reply": 7},
        {"gift": {"shape": "of next year"}, "entities": [{"type": "hologram"}]},
        {"forward_origin": {"type": "moon"}},
    ],
)
def test_I4_a_text_is_heard_whatever_else_in_its_message_makes_no_sense(odd: Json) -> None:
    assert meaning_of(text="hello", **odd) == Incoming("text", text="hello", message="5", hint="fa")
    odd_press = press("go") | {"message": message(text="x", **odd)}
    found = read(update("callback_query", odd_press)).meaning
    assert found == Deed("7", Incoming("press", button="go", message="5", hint="fa"))


def test_I4_content_that_makes_no_sense_is_something_else_than_text() -> None:
    assert meaning_of(poll={"question": "of an older server"}) == Incoming(
        "other", text="unknown", message="5", hint="fa"
    )


@pytest.mark.parametrize("notice", ["pinned_message", "write_access_allowed", "chat_background_set"])
def test_notices_of_the_platform_are_silence(notice: str) -> None:
    contents: Json = {
        "pinned_message": message(text="pinned"),
        "write_access_allowed": {},
        "chat_background_set": {"type": {"type": "chat_theme", "theme_name": "x"}},
    }
    assert read(update("message", message(**{notice: contents[notice]}))).meaning == Silence()


@pytest.mark.parametrize("chat", [GROUP, CHANNEL, GROUP | {"type": "group"}])
def test_groups_and_channels_are_silence(chat: Json) -> None:
    assert read(update("message", message(chat, text="/menu"))).meaning == Silence()
    assert read(update("channel_post", message(chat, text="news"))).meaning == Silence()


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("edited_message", message(text="changed", edit_date=1_800_000_001)),
        ("edited_message", message(location={"latitude": 31.5, "longitude": 34.4})),
        ("edited_channel_post", message(CHANNEL, text="changed")),
        ("inline_query", {"id": "1", "from": USER, "query": "job", "offset": ""}),
        ("chosen_inline_result", {"result_id": "1", "from": USER, "query": "job"}),
        ("poll_answer", {"poll_id": "1", "user": USER, "option_ids": [0], "option_persistent_ids": []}),
        (
            "message_reaction",
            {
                "chat": PRIVATE,
                "message_id": 5,
                "user": USER,
                "date": 1_800_000_000,
                "old_reaction": [],
                "new_reaction": [{"type": "emoji", "emoji": "👍"}],
            },
        ),
        ("business_message", message(text="not for us")),
    ],
)
def test_kinds_that_mean_nothing_to_us_are_silence(kind: str, content: Json) -> None:
    assert kind not in KINDS, "not even asked for"
    assert read(update(kind, content)) == Reading(Silence())


def press(data: Any, **more: Any) -> Json:
    return {"id": "77", "from": USER, "chat_instance": "1", "data": data, "message": message(text="x")} | more


def test_a_press_names_the_button_and_its_message() -> None:
    found = read(update("callback_query", press("m:4:yes")))
    assert found == Reading(
        Deed("7", Incoming("press", button="m:4:yes", message="5", hint="fa")), press="77"
    )


def test_a_press_on_a_message_too_old_to_be_seen_still_counts() -> None:
    old = {"chat": PRIVATE, "message_id": 3, "date": 0}
    found = read(update("callback_query", press("go", message=old))).meaning
    assert found == Deed("7", Incoming("press", button="go", message="3", hint="fa"))


@pytest.mark.parametrize("data", [None, "", "x" * 65, "ü", "a b", "a\u0000", "\u202e"])
def test_I5_data_that_no_button_of_ours_carries_is_no_button(data: str | None) -> None:
    found = read(update("callback_query", press(data))).meaning
    assert isinstance(found, Deed)
    assert found.incoming.button == ""


def test_a_press_outside_a_private_chat_is_only_freed() -> None:
    assert read(update("callback_query", press("go", message=message(GROUP, text="x")))) == Reading(
        Silence(), press="77"
    )
    inline = press("go", inline_message_id="9") | {"message": None}
    assert read(update("callback_query", inline)) == Reading(Silence(), press="77")


def membership(chat: Json, before: str, after: str) -> bytes:
    bot = {"id": 9, "is_bot": True, "first_name": "Rafiq"}
    new, old = ({"user": bot, "status": status, "until_date": 0} for status in (after, before))
    return update(
        "my_chat_member",
        {"chat": chat, "from": USER, "date": 1, "old_chat_member": old, "new_chat_member": new},
    )


def test_M8_blocking_and_its_end_are_told_apart_from_deeds() -> None:
    assert read(membership(PRIVATE, "member", "kicked")).meaning == Presence("7", reachable=False)
    assert read(membership(PRIVATE, "kicked", "member")).meaning == Presence("7", reachable=True)


def test_being_put_into_a_group_is_noticed_and_into_a_channel_not() -> None:
    assert read(membership(GROUP, "left", "member")).meaning == Joined("-100", "fa")
    assert read(membership(GROUP, "member", "left")).meaning == Silence()
    assert read(membership(GROUP, "member", "member")).meaning == Silence()
    assert read(membership(CHANNEL, "left", "member")).meaning == Silence()


@pytest.mark.parametrize("tag", ["", "zz-Latn-ZZ-x1-y2", "<script>", "fa\n", "x" * 99, "🇦🇫"])
def test_I5_a_strange_language_tag_is_no_hint(tag: str) -> None:
    strange = message(text="x") | {"from": USER | {"language_code": tag}}
    found = read(update("message", strange)).meaning
    assert isinstance(found, Deed)
    assert found.incoming.hint == ""


def test_I3_a_text_longer_than_any_is_refused() -> None:
    assert len(meaning_of(text="x" * 4096).text) == 4096
    with pytest.raises(Broken) as broken:
        meaning_of(text="x" * 4097)
    assert broken.value.reason == "text_too_long"


def test_I3_a_text_that_grows_when_made_regular_stays_within_the_limit() -> None:
    assert len(meaning_of(text="\u0958" * 4096).text) == 4096


def test_L1_what_could_not_be_read_is_not_in_the_error() -> None:
    with pytest.raises(Broken) as broken:
        read(update("message", {"text": "her secret words"}))
    assert str(broken.value) == "malformed"
    assert broken.value.__suppress_context__ and broken.value.__cause__ is None


def test_I5_names_of_every_kind_are_read_without_trouble() -> None:
    for name in ("‮live", "👨‍👩‍👧‍👦" * 30, "<b>", "'; DROP TABLE", "محمد\u200f", "\u0000", "a" * 4000):
        named = message(text="hi") | {"from": USER | {"first_name": name}}
        assert isinstance(read(update("message", named)).meaning, Deed)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)
field_names = st.sampled_from([*sorted(Update.model_fields), "text", "chat", "from", "data", "message_id"])


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(field_names, json_values, max_size=4))
def test_I4_no_update_of_any_shape_raises(content: Json) -> None:
    parcel = open_parcel(json.dumps({"update_id": 5} | content).encode())
    assert (parcel.reading is None) == bool(parcel.reason)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_I4_no_bytes_raise(raw: bytes) -> None:
    assert open_parcel(raw).reason in ("malformed", "unknown_kind")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_every_typed_text_survives_its_way_into_the_inbox(text: str) -> None:
    incoming = meaning_of(text=text)
    assert msgspec.json.decode(msgspec.json.encode(incoming), type=Incoming) == incoming
