"""The level of a language by "can you ...?" questions, never by asking for a letter.

The levels are those of the Common European Framework of Reference (Council of Europe, CEFR Companion Volume,
2020); the questions are our own words. For each skill the middle is asked first and then the half that is
left, so three answers find one of six levels.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversation.messages import Text
from bot.conversation.texts import T
from bot.features.skills.profile import CEFR, SKILLS

STATEMENTS: Mapping[str, Mapping[str, Text]] = {
    "listening": {
        "A1": T("skills.can", "Do you understand greetings, numbers and your name when people speak slowly?"),
        "A2": T("skills.can", "Do you understand simple talk about family, shopping and the way to a place?"),
        "B1": T("skills.can", "Do you understand a colleague who explains clearly what to do at work?"),
        "B2": T("skills.can", "Do you understand the news and a meeting at normal speed?"),
        "C1": T("skills.can", "Do you understand long talks and films, also when much is only hinted at?"),
        "C2": T("skills.can", "Do you understand everyone without effort, also fast talk and jokes?"),
    },
    "speaking": {
        "A1": T("skills.can", "Can you say who you are and ask for what you need, in a few words?"),
        "A2": T("skills.can", "Can you talk in short sentences about your day, your family and your work?"),
        "B1": T("skills.can", "Can you tell what happened, explain a problem and ask for help with it?"),
        "B2": T(
            "skills.can",
            "Can you talk with customers without long pauses, and disagree politely?",
        ),
        "C1": T("skills.can", "Can you lead a discussion and choose the right words for every listener?"),
        "C2": T("skills.can", "Can you speak about anything as easily as in your mother tongue?"),
    },
    "reading": {
        "A1": T("skills.can", "Can you read names, signs and simple words?"),
        "A2": T("skills.can", "Can you read a short message, a price list or a timetable?"),
        "B1": T("skills.can", "Can you read a letter about your work or a simple instruction?"),
        "B2": T("skills.can", "Can you read a newspaper or a contract and understand nearly all of it?"),
        "C1": T("skills.can", "Can you read long, difficult texts on subjects that are new to you?"),
        "C2": T("skills.can", "Can you read everything, also law and literature, without effort?"),
    },
    "writing": {
        "A1": T("skills.can", "Can you write your name, address and date of birth on a form?"),
        "A2": T("skills.can", "Can you write a short message to a friend or a neighbour?"),
        "B1": T("skills.can", "Can you write a simple letter or report about your work?"),
        "B2": T("skills.can", "Can you write a clear text that gives reasons for and against something?"),
        "C1": T("skills.can", "Can you write long texts in good style for an office or a school?"),
        "C2": T("skills.can", "Can you write anything, also articles, nearly without mistakes?"),
    },
}


def next_question(known: Mapping[str, Mapping[str, bool]]) -> tuple[str, str] | None:
    """The skill and level to ask next; None where all four levels are found."""
    for skill in SKILLS:
        low, high = _bounds(known.get(skill, {}))
        if low < high:
            return skill, CEFR[(low + high) // 2]
    return None


def level(answers: Mapping[str, bool]) -> str:
    """The level that answers about one skill come to; "" below A1."""
    low, high = _bounds(answers)
    return CEFR[low - 1] if low == high and low else ""


def _bounds(answers: Mapping[str, bool]) -> tuple[int, int]:
    """How many levels she surely has, and how many she may have: equal once it is clear."""
    low, high = 0, len(CEFR)
    for name, can in answers.items():
        if name not in CEFR:
            continue
        at = CEFR.index(name)
        if can is True and at >= low:
            low = at + 1
        elif can is False and at < high:
            high = at
    return min(low, high), high
