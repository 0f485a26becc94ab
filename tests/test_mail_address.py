"""Which texts are mail addresses here."""

from __future__ import annotations

import pytest

from bot.mail_address import is_address


@pytest.mark.parametrize(
    "text",
    ["a@b", "name.surname@example.org", "a+b_c-d@sub.example.co", "x" * 64 + "@example.org", "1@2.example"],
)
def test_plain_addresses(text: str) -> None:
    assert is_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "@example.org",
        "a@",
        "a@@b",
        "a b@example.org",
        ".a@example.org",
        "a..b@example.org",
        "a.@example.org",
        "a@-example.org",
        "a@example..org",
        "a@example.org.",
        "a@[127.0.0.1]",
        '"a"@example.org',
        "a@exämple.org",
        "a@example.org\n",
        "a@example.org, b@example.org",
        "x" * 65 + "@example.org",
        "a@" + "b" * 64 + ".org",
        "a@" + "b." * 130 + "org",
    ],
)
def test_what_is_none(text: str) -> None:
    assert not is_address(text)
