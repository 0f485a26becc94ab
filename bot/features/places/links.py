"""Start links: p-CODE chooses a place, t-TOPIC a topic, s-TOKEN joins a member of staff. Payloads carry only
A-Z, a-z, 0-9, _ and - (Telegram Bot API, deep linking), at most 64 of them."""

from __future__ import annotations

from typing import Literal
from urllib.parse import quote

from bot.features.places.model import CODE, TOPICS

PLACE, TOPIC, STAFF = "p-", "t-", "s-"
Kind = Literal["place", "topic", "staff", "other"]


def read(payload: str) -> tuple[Kind, str]:
    """What a payload is about, and the code, topic or token in it. Hostile until it is looked up (I5)."""
    prefix, rest = payload[:2], payload[2:]
    if prefix == PLACE and CODE.fullmatch(rest):
        return "place", rest
    if prefix == TOPIC and rest in TOPICS:
        return "topic", rest
    if prefix == STAFF and rest:
        return "staff", rest
    return "other", ""


def telegram(bot: str, code: str) -> str:
    """The start link of a place in Telegram; `bot` is the bot's user name."""
    return f"https://t.me/{quote(bot)}?start={PLACE}{code}"


def web(origin: str, code: str) -> str:
    """The start link of a place in the web chat; `origin` is its address, such as https://rafiq.example.org."""
    return f"{origin.rstrip('/')}/?start={PLACE}{code}"
