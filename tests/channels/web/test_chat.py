"""What is derived from the secret of a chat."""

from __future__ import annotations

import re

from bot.channels.web import chat


def test_D9_a_secret_has_at_least_128_random_bits_and_is_never_the_same() -> None:
    secrets = {chat.new_secret() for _ in range(200)}
    assert len(secrets) == 200
    assert all(chat.SECRET.fullmatch(secret) for secret in secrets)
    assert 32 * 6 >= 128  # 32 letters of 6 bits each


def test_M2_the_same_message_of_a_chat_has_one_id_and_two_chats_never_share_one() -> None:
    mine, other = chat.new_secret(), chat.new_secret()
    assert chat.external_id(mine, "a" * 22) == chat.external_id(mine, "a" * 22)
    assert chat.external_id(mine, "a" * 22) != chat.external_id(other, "a" * 22)
    assert chat.external_id(mine, "a" * 22) != chat.external_id(mine, "b" * 22)
    assert len(chat.external_id(mine, "a" * 22)) <= 64


def test_D9_the_phone_never_sees_an_outbox_number() -> None:
    secret = chat.new_secret()
    tokens = [chat.message_token(secret, n) for n in range(100)]
    assert len(set(tokens)) == 100
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{22}", token) for token in tokens)
    assert chat.message_token(chat.new_secret(), 1) != tokens[1]


def test_what_leaves_the_secret_does_not_show_it() -> None:
    secret = chat.new_secret()
    for derived in (
        chat.external_id(secret, "x" * 16),
        chat.message_token(secret, 1),
        chat.form_token(secret),
    ):
        assert secret not in derived
        assert derived not in secret
