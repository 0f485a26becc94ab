"""The words for a verdict: its level, the signs that weighed, and which words of a message were taken so."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence

from bot.conversation.messages import Rich, Text
from bot.conversation.texts import TN, T
from bot.features.guidance.offers.model import Level, Seen

WAYS: Mapping[str, Text] = {
    "questions": T("offer.way", "Answer questions"),
    "paste": T("offer.way", "Paste the message"),
    "recruiter": T("offer.way", "Look up a recruiter"),
}
"""Ways to begin, by the ids that flows/offer.yaml branches on."""

SIGNS: Mapping[str, Text] = {
    "fee": T("offer.sign", "They want money from you."),
    "transfer": T(
        "offer.sign", "The money should go through a transfer service, as coins, or to a private person."
    ),
    "passport": T("offer.sign", "They want your passport or a copy of it, or they keep it."),
    "account": T("offer.sign", "They want to use your bank account, or ask for a card number or a code."),
    "papers": T("offer.sign", "They offer papers or answers that are not true."),
    "visa": T("offer.sign", "They promise the visa, or say that they know someone in an embassy."),
    "tourist": T("offer.sign", "They say that you should enter as a tourist and then work."),
    "secret": T(
        "offer.sign", "They want you to tell nobody, to switch off your phone, or to leave at night."
    ),
    "address": T("offer.sign", "An address only looks like the one of an office or organisation."),
    "contact": T("offer.sign", "They write only by messenger, or from a free mail address."),
    "mail": T("offer.sign", "The mail address is a free one that anybody can open."),
    "messenger": T("offer.sign", "They want to talk only by messenger."),
    "first": T("offer.sign", "They wrote to you first, or say that you were chosen."),
    "pay": T("offer.sign", "The pay is far above what is usual."),
    "clear": T("offer.sign", "They do not say clearly what the work is, where, and at what hours."),
    "hurry": T("offer.sign", "They put you under time pressure."),
    "contract": T("offer.sign", "There is no written contract."),
    "interview": T("offer.sign", "Nobody held an interview with you."),
    "easy": T("offer.sign", "They say that you need no skill, no language or no interview."),
}

IN_ANSWERS: Mapping[Level, Text] = {
    "many": T(
        "offer.answers", "These are strong warning signs. Please stop here and do nothing they ask for now."
    ),
    "some": T(
        "offer.answers",
        "There is a warning sign. It does not prove that the offer is false, but it is a reason to "
        "stop and ask.",
    ),
    "none": T(
        "offer.answers",
        "I found no warning sign in your answers. That does not prove that the offer is real.",
    ),
}
IN_MESSAGE: Mapping[Level, Text] = {
    "many": T(
        "offer.message",
        "There are strong warning signs in this message. Please stop here and do nothing they ask for now.",
    ),
    "some": T(
        "offer.message",
        "There is a warning sign in this message. It does not prove that the offer is false, but it is a "
        "reason to stop and ask.",
    ),
    "none": T(
        "offer.message",
        "I found no warning sign in this message, but I know only some words. That does not prove that the "
        "offer is real.",
    ),
}

Put = Callable[[Text, str], str]
"""A text in words of a language."""


def packed(level: Level, seen: Iterable[Seen], *, pasted: bool, unknown: int = 0) -> str:
    """A verdict as the id of a Ref: small JSON."""
    return json.dumps([level, [[s.flag, s.words, s.real] for s in seen], pasted, unknown], ensure_ascii=False)


def verdict(id: str, lang: str, put: Put) -> Rich:
    """The words of a packed verdict."""
    level, seen, pasted, unknown = json.loads(id)
    lines = [put((IN_MESSAGE if pasted else IN_ANSWERS)[level], lang)]
    for flag in dict.fromkeys(flag for flag, _, _ in seen):
        own = [(words, real) for other, words, real in seen if other == flag]
        lines += ["", *_sign(flag, own, lang, put)]
    if unknown:
        times = TN(
            "offer.answers",
            "You do not know {n} thing yet. Find it out before you say yes.",
            "You do not know {n} things yet. Find them out before you say yes.",
            n=unknown,
        )
        lines += ["", put(times, lang)]
    return Rich("\n".join(lines), lang)


def _sign(flag: str, own: Sequence[tuple[str, str]], lang: str, put: Put) -> list[str]:
    """The sign, and below it the words that were taken for it."""
    lines = [f"• {put(SIGNS[flag], lang)}"]
    quotes = [words for words, _ in own if words]
    if quotes:
        lines.append(put(T("offer.sign", "In the message: {words:list}", words=quotes), lang))
    for real in dict.fromkeys(real for _, real in own if real):
        host = real.replace(".", " . ")
        lines.append(put(T("offer.sign", "The real address is: {host}", host=host), lang))
    return lines


def way(id: str, lang: str, put: Put) -> Rich:
    """The words on the button of a way to begin."""
    return Rich(put(WAYS[id], lang), lang)
