"""Updates as bytes: parted, measured, named (I3, I4)."""

from __future__ import annotations

import json
import time

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.intake import open_parcel
from bot.channels.telegram.raw import MOST_BYTES, _part_broken, external_id, fault, part_batch, update_id

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@given(st.lists(st.dictionaries(st.text(), json_values, max_size=4), max_size=5), st.booleans())
def test_I4_both_ways_of_parting_a_batch_agree(updates: list[dict[str, object]], spaced: bool) -> None:
    separators = (", ", ": ") if spaced else (",", ":")
    answer = json.dumps({"ok": True, "result": updates}, separators=separators).encode()
    strict, patient = part_batch(answer), _part_broken(answer)
    assert [part.strip() for part in patient] == [part.strip() for part in strict]
    assert [json.loads(part) for part in strict] == updates


@pytest.mark.parametrize("poison", [b'{"a":"\xff"}', b'{"a":"\\ud800"}', b'{"a":"\\x"}', b"{a:1}"])
def test_I4_a_batch_that_a_strict_parser_refuses_is_parted_all_the_same(poison: bytes) -> None:
    answer = b'{"ok":true,"result":[{"update_id":1},' + poison + b',{"update_id":3,"t":"]},{"}]}'
    with pytest.raises((msgspec.DecodeError, UnicodeDecodeError)):
        msgspec.json.decode(answer)
    assert part_batch(answer) == [b'{"update_id":1}', poison, b'{"update_id":3,"t":"]},{"}']


@pytest.mark.parametrize("answer", [b"", b"{}", b"null", b'{"result":[{"update_id":1}', b'{"result":7}'])
def test_an_answer_without_a_whole_list_is_refused(answer: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        part_batch(answer)


def test_the_id_is_found_in_a_broken_update_too() -> None:
    assert update_id(b'{"update_id":5,"message":{}}') == 5
    assert update_id(b'{"message":"\\ud800", "update_id" : 5}') == 5
    assert update_id(b'{"update_id":"five"}') is None
    assert external_id(b'{"update_id":5}') == "5"


def test_M2_a_nameless_update_has_the_same_name_each_time() -> None:
    assert external_id(b"{}") == external_id(b"{}") != external_id(b"{ }")


def nested(depth: int) -> bytes:
    return b"[" * depth + b"]" * depth


def test_I3_depth_is_counted_outside_of_strings() -> None:
    assert fault(nested(32)) == ""
    assert fault(nested(33)) == "too_deep"
    assert fault(b'{"a":"' + b"[" * 99 + b'\\""}') == ""
    assert fault(b"[" + b"[],[]," * 50 + b"[]]") == "", "wide is not deep"
    assert fault(b"[" * 20_000) == "too_deep"


def test_I3_size_is_bounded() -> None:
    assert fault(b"x" * MOST_BYTES) == ""
    assert fault(b"x" * (MOST_BYTES + 1)) == "too_large"
    assert fault(b"{},{},{}" * 10_000) == "too_many"


@pytest.mark.parametrize(
    "filling",
    [
        b'"entities":[%s]' % b",".join([b'{"type":"b","offset":1,"length":1}'] * 20_000),
        b'"reply_markup":{"inline_keyboard":[[%s]]}' % b",".join([b'{"text":"b"}'] * 19_000),
        b'"reply_markup":{"inline_keyboard":[[%s]]}' % b",".join([b'{"text":"b"}'] * 78_000),
        b'"x":"%s"' % (b"\\u0041" * 170_000),
        b'"x":[%s]' % b",".join([b"[]"] * 19_000),
        b'"x":[%s]' % b",".join([b"1"] * 500_000),
        b'"x":[%s]' % b",".join([b'""'] * 330_000),
        b'"x":%s' % (b'{"a":' * 200_000),
        b'"x":"%s' % (b'\\"' * 500_000),
    ],
)
def test_I3_the_worst_update_is_parsed_within_a_second(filling: bytes) -> None:
    head = b'{"update_id":1,"message":{"message_id":5,"date":1,"chat":{"id":7,"type":"private"},"text":"x",'
    raw = head + filling + b"}}"
    assert len(raw) <= MOST_BYTES
    start = time.process_time()
    open_parcel(raw)
    assert time.process_time() - start < 1.0
