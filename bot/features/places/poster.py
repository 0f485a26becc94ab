"""The poster of a place: where to scan, what one gets, and that it never costs anything (A12)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.conversation.messages import Attachment, Text
from bot.conversation.texts import T
from bot.documents.poster import Block, Code, Poster, as_pdf
from bot.features.places import links
from bot.features.places.model import Place
from bot.language.languages import row

Say = Callable[[Text, str], str]

HEADING = T("poster", "Announcements: {place}")
WHAT = T("poster", "Get short messages from aid organisations on your phone, in your language.")
HOW = T("poster", "Scan the code with your phone's camera, or write the address into the phone. Press Start.")
CHAT = T("poster", "You can also ask questions there about your rights, work and family. You need no name.")
NEVER = T("poster", "It is free. It never asks for money, papers or passwords.")
FOOT = T("poster", "{operator} runs this service. To reach a person: {contact}")
DEMO = T("poster", "This is a demo: nobody answers here.")
WEB = T("poster", "Internet page")


def poster(
    place: Place,
    langs: Sequence[str],
    say: Say,
    *,
    bot: str = "",
    origin: str = "",
    operator: str = "",
    contact: str = "",
) -> Attachment:
    """An A4 page as PDF in these languages (BCP 47 tags), the first above.

    `bot`: the user name of the bot in Telegram; `origin`: the address of the web chat; one of them at least,
    else ValueError. Without an operator it says that it is a demo.
    """
    first = langs[0]
    codes = []
    if bot:
        codes.append(Code("Telegram", links.telegram(bot, place.code)))
    if origin:
        codes.append(Code(say(WEB, first) if bot else "", links.web(origin, place.code)))
    blocks = tuple(_block(place, lang, say) for lang in dict.fromkeys(langs))
    facts = {"operator": operator, "contact": contact}
    foot = say(Text(FOOT.ctxt, FOOT.msg, facts) if operator else DEMO, first)
    return as_pdf(Poster(blocks[0].heading, tuple(codes), blocks, foot), f"poster-{place.code}")


def _block(place: Place, lang: str, say: Say) -> Block:
    name, _ = place.name(lang)
    heading = say(Text(HEADING.ctxt, HEADING.msg, {"place": name}), lang)
    lines = tuple(say(text, lang) for text in (WHAT, HOW, CHAT))
    return Block(lang, row(lang).direction == "rtl", heading, lines, say(NEVER, lang))
