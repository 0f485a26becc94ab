"""Small articles for tests, written to a folder like content/."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from bot.conversation.messages import Text
from bot.features.library.content import load_content
from bot.features.library.faults import Fault
from bot.features.library.reading import body_hash
from bot.features.library.service import Library
from bot.language.formatting import fill
from bot.language.languages import LANGUAGES, Language

CONTENT = Path(__file__).parents[3] / "content"
TODAY = date(2026, 11, 22)
BODY = """\
Working is **allowed**. Read [the rules](https://www.example.org/rules) first.

## What to do

1. Ask the office.
2. Keep a copy.

**Be careful:** never pay for this.
"""
ARABIC_BODY = """\
العمل **مسموح**. اقرأ [القواعد](https://www.example.org/rules) أولا.

## ماذا تفعل

1. اسأل المكتب.
2. احتفظ بنسخة.

**احذر:** لا تدفع أبدا.
"""
TITLE, SUMMARY = "Working here", "You may work with a permit."

_FRONT = """\
---
title: {title}
summary: {summary}
questions:
{questions}
keywords: [{keywords}]
"""
_FACTS = """\
status:
  state: {state}
places: [SO]
sources:
  - title: Rules of work
    publisher: Ministry
    url: https://www.example.org/rules
    year: 2025
reviewed: 2026-11-21
review_by: {review_by}
---
"""
_TRANSLATION = """\
translation:
  by: machine
  checked: none
  native_review: {native}
  follows: {follows}
---
"""
QUESTIONS = tuple(f"May I work in place {name}?" for name in "abcdefghijkl")

ARABIC_QUESTIONS = tuple(f"هل يمكنني العمل في {name}؟" for name in "abcdefghijkl")


def english(
    body: str = BODY,
    title: str = TITLE,
    summary: str = SUMMARY,
    questions: tuple[str, ...] = QUESTIONS,
    keywords: str = "work, permit",
    state: str = "not-applicable",
    review_by: str = "2027-02-01",
) -> str:
    """An English file; lines 1 to 28 are front matter, the body begins at line 29."""
    lines = "\n".join(f"  - {question}" for question in questions)
    front = _FRONT.format(title=title, summary=summary, questions=lines, keywords=keywords)
    return front + _FACTS.format(state=state, review_by=review_by) + body


def translated(
    body: str = ARABIC_BODY,
    title: str = "العمل هنا",
    summary: str = "يمكنك العمل بتصريح.",
    questions: tuple[str, ...] = ARABIC_QUESTIONS,
    keywords: str = "عمل, تصريح",
    native: str = "false",
    follows: str = body_hash(TITLE, SUMMARY, BODY),
) -> str:
    lines = "\n".join(f"  - {question}" for question in questions)
    front = _FRONT.format(title=title, summary=summary, questions=lines, keywords=keywords)
    return front + _TRANSLATION.format(native=native, follows=follows) + body


URGENT = {
    "en": """\
violence: [beats me]
held: [locked me in]
child: [my son is missing]
suicide: [kill myself, don't want live]
deportation: [deport* us tomorrow]
emergency: [not breathing]
negations: [not, never, don't]
""",
    "ar": """\
violence: [يضربني]
held: [حابسني]
child: [ابني ضاع]
suicide: [انتحر]
deportation: [يرحلوني بكرا]
emergency: [ما يتنفس]
negations: [لا, ما]
""",
}


WORDS = "same: {cow: [cow, ox]}\nnot_ours: [the weather of tomorrow]\n"


def write(root: Path, files: Mapping[str, str], urgent: Mapping[str, str] = URGENT) -> Path:
    """A folder `content` with these files ("rights/work/en.md")."""
    content = root / "content"
    beside = {f"urgent/{lang}.yaml": rows for lang, rows in urgent.items()}
    beside |= {f"words/{lang}.yaml": WORDS for lang in URGENT}
    for name, text in {**files, **beside}.items():
        path = content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return content


TWO = (LANGUAGES["en"], LANGUAGES["ar"])


def faults(root: Path, files: Mapping[str, str], urgent: Mapping[str, str] = URGENT) -> list[Fault]:
    return list(load_content(write(root, files, urgent), TWO, TODAY).faults)


def say(text: Text, lang: str) -> str:
    """The English words, filled in as the language writes dates and names; None stands for a known fact."""
    values = {name: "the desk" if value is None else value for name, value in text.values.items()}
    return fill(text.msg, values, lang)


@cache
def shipped() -> Library:
    """The real articles, read once for all tests of a process; nobody changes what is withdrawn of them."""
    return Library.load(CONTENT, say, TODAY)


def library(
    root: Path, files: Mapping[str, str], today: date = TODAY, languages: Sequence[Language] = TWO
) -> Library:
    return Library.load(write(root, files), say, today, languages)
