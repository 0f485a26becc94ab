"""What a text may not say: links to hosts that are not listed (I10), and asking for money or papers (A12)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.conversation.messages import Text
from bot.conversation.texts import T
from bot.features.announcements.model import Draft, Problem
from bot.features.announcements.ports import Desk, Found
from bot.features.announcements.texts import ASKS


@dataclass(frozen=True, slots=True)
class Address:
    """An address in a text: `kind` link, mail, phone, chat or mixed; `said` as it stands there; `real` the
    host that it leads to, and in brackets how a browser may show that; `listed`: it may stay."""

    kind: str
    said: str
    real: str
    listed: bool


def addresses(desk: Desk, text: str) -> tuple[Address, ...]:
    """Every address in a text, decoded, for the approver's eyes (A6, I10)."""
    return tuple(
        Address(found.kind, text[found.start : found.end], found.real, _listed(desk, found, text))
        for found in desk.addresses(text)
    )


def said_badly(desk: Desk, draft: Draft) -> Iterator[Problem]:
    """Every address that may not stand there and every phrase that asks for something, in all versions."""
    versions: tuple[tuple[str, Mapping[str, str]], ...] = (
        ("texts", draft.texts),
        ("correction", draft.correction),
    )
    for field, written in versions:
        for lang, text in written.items():
            yield from _addressed(desk, field, lang, text)
            for asked in desk.asks(text):
                said = text[asked.start : asked.end]
                sentence = ASKS[asked.kind]
                problem = Text(sentence.ctxt, sentence.msg, {"said": said})
                yield Problem(f"asks_{asked.kind}", field, problem, lang, said)


def _addressed(desk: Desk, field: str, lang: str, text: str) -> Iterator[Problem]:
    for found in addresses(desk, text):
        if found.listed:
            continue
        if found.kind == "chat":
            sentence = T(
                "announcement.problem",
                "“{said}” leads into another chat: take it out, people would be followed up there.",
                said=found.said,
            )
        elif found.kind == "mixed":
            sentence = T(
                "announcement.problem",
                "“{said}” mixes letters of different alphabets: type it anew.",
                said=found.said,
            )
        else:
            sentence = T(
                "announcement.problem",
                "“{said}” leads to {host}, which is not on the list: take it out, or ask the administrator "
                "to list that host.",
                said=found.said,
                host=found.real or found.said,
            )
        yield Problem(f"address_{found.kind}", field, sentence, lang, found.said)


def _listed(desk: Desk, found: Found, text: str) -> bool:
    if found.kind == "phone":
        return True  # a hotline; the approver sees it among the addresses
    if found.kind == "mail":
        return _on_list(desk, text[found.start : found.end].rpartition("@")[2].casefold())
    return found.kind == "link" and _on_list(desk, found.real.partition(" ")[0])


def _on_list(desk: Desk, host: str) -> bool:
    return any(host == one or host.endswith(f".{one}") for one in desk.hosts)
