"""Words that an action puts together, carried to the flow as one small value: `show: $page as: work_text`."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from bot.conversation.messages import Rich, Span

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Rich).decode


def said(*parts: Rich) -> str:
    """Several texts one below the other as one, with an empty line between them."""
    text, spans = "", []
    for part in parts:
        text += "\n\n" if text else ""
        spans += [Span(len(text) + s.start, len(text) + s.end, s.style, s.href) for s in part.spans]
        text += part.text
    return _encode(Rich(text, parts[0].lang, tuple(spans))).decode()


def lines(lang: str, all_lines: Iterable[str], *, heading: bool = True) -> Rich:
    """Lines as one text, the first one as its heading."""
    kept = [line for line in all_lines if line]
    spans = (Span(0, len(kept[0]), "bold"),) if heading and kept else ()
    return Rich("\n".join(kept), lang, spans)


def shown(value: str, lang: str) -> Rich:
    """The namer of such a value; empty where it has lapsed."""
    try:
        return _decode(value)
    except msgspec.DecodeError:
        return Rich("…", lang)
