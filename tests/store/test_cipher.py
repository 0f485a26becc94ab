"""Sealed fields (K1, K4)."""

from __future__ import annotations

import os

import pytest

from bot.store.cipher import KEY_BYTES, OVERHEAD, Cipher, Tampered, WrongKey, key_id_of


@pytest.fixture
def cipher() -> Cipher:
    return Cipher(b"id01", os.urandom(KEY_BYTES))


def test_K1_what_is_sealed_opens_again_only_in_its_place(cipher: Cipher) -> None:
    sealed = cipher.seal(b"Amina", "persons.address", "row-1")
    assert cipher.open_(sealed, "persons.address", "row-1") == b"Amina"
    for column, row in (
        ("persons.place", "row-1"),
        ("persons.address", "row-2"),
        ("persons.addressr", "ow-1"),
    ):
        with pytest.raises(Tampered):
            cipher.open_(sealed, column, row)


def test_K1_the_same_text_is_sealed_differently_each_time(cipher: Cipher) -> None:
    assert len({cipher.seal(b"same", "t.c", "r") for _ in range(1_000)}) == 1_000


def test_K1_every_changed_or_missing_byte_is_noticed(cipher: Cipher) -> None:
    sealed = cipher.seal(b"short", "t.c", "r")
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises((Tampered, WrongKey)):
            cipher.open_(bytes(changed), "t.c", "r")
        with pytest.raises((Tampered, WrongKey)):
            cipher.open_(sealed[:place], "t.c", "r")


def test_K4_the_key_id_stands_in_the_ciphertext(cipher: Cipher) -> None:
    sealed = cipher.seal(b"text", "t.c", "r")
    assert key_id_of(sealed) == b"id01"
    other = Cipher(b"id02", os.urandom(KEY_BYTES))
    with pytest.raises(WrongKey) as caught:
        other.open_(sealed, "t.c", "r")
    assert caught.value.key_id == b"id01".hex()


def test_an_error_holds_no_part_of_the_text(cipher: Cipher) -> None:
    sealed = cipher.seal(b"Amina", "t.c", "r")
    with pytest.raises(Tampered) as caught:
        cipher.open_(sealed, "t.c", "other")
    assert "Amina" not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("size", [0, 1, 4_096, 100_000])
def test_any_length_survives(cipher: Cipher, size: int) -> None:
    text = os.urandom(size)
    sealed = cipher.seal(text, "t.c", "r")
    assert len(sealed) == size + OVERHEAD
    assert cipher.open_(sealed, "t.c", "r") == text


@pytest.mark.parametrize(("key_id", "key"), [(b"id01", b"short"), (b"i", bytes(KEY_BYTES))])
def test_a_key_of_the_wrong_size_is_refused(key_id: bytes, key: bytes) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Cipher(key_id, key)
