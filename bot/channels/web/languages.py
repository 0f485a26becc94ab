"""Which language a page is in: asked for in the address, or what the browser prefers."""

from __future__ import annotations

from typing import Literal

from starlette.requests import Request

from bot.language.languages import negotiate, row

HEADER_LIMIT = 200  # characters of Accept-Language that are looked at


def direction(lang: str) -> Literal["ltr", "rtl"]:
    """The way a language runs, by its row."""
    return row(lang).direction


def page_language(request: Request, default: str, asked: str = "", before: str = "") -> str:
    """`?lang=` first, then what was chosen `before`, then Accept-Language by its weights, then the default of
    the installation."""
    for tag in (asked or request.query_params.get("lang", ""), before, *accepted(request)):
        found = negotiate(tag)
        if found:
            return found
    return default


def accepted(request: Request) -> list[str]:
    """The tags of the Accept-Language header, best first; equal weights keep their order (RFC 9110)."""
    weighed = [_weight(part) for part in request.headers.get("accept-language", "")[:HEADER_LIMIT].split(",")]
    return [tag for weight, tag in sorted(weighed, key=lambda pair: -pair[0]) if weight > 0]


def _weight(part: str) -> tuple[float, str]:
    tag, _, weight = part.partition(";")
    try:
        return float(weight.strip().removeprefix("q=") or 1), tag.strip()
    except ValueError:
        return 0.0, tag.strip()
