"""The reasons of a match in words, the same for the person and for the employer (C8)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from bot.conversation.messages import Text
from bot.conversation.texts import T
from bot.features.interviews.matching.model import MOTHER_TONGUE, Match, Reason
from bot.features.skills import CEFR

Say = Callable[[Text, str], str]
Name = Callable[[str, str], str]

REASONS: Mapping[str, Text] = {
    "work.unit": T("matching.reason", "Experience in exactly this work"),
    "work.minor": T("matching.reason", "Experience in very similar work: {work}"),
    "work.sub_major": T("matching.reason", "Experience in the same field of work: {work}"),
    "work.other": T("matching.reason", "No experience in this field of work is named"),
    "years.enough": T("matching.reason", "As many years of experience as asked for"),
    "years.near": T("matching.reason", "A little less experience than the years asked for"),
    "years.fewer": T("matching.reason", "Fewer years of experience than asked for"),
    "years.unsaid": T("matching.reason", "The years of experience are not named"),
    "recent.now": T("matching.reason", "Does this work now"),
    "recent.two_years": T("matching.reason", "Did this work in the last 2 years"),
    "recent.five_years": T("matching.reason", "Did this work 3 to 5 years ago"),
    "recent.longer": T("matching.reason", "Did this work longer than 5 years ago"),
    "recent.unsaid": T("matching.reason", "When this work was last done is not named"),
    "rating.teach": T("matching.reason", "Can teach tasks of this work, by own statement"),
    "rating.alone": T("matching.reason", "Can do tasks of this work without help, by own statement"),
    "rating.with_help": T("matching.reason", "Can do tasks of this work with help, by own statement"),
    "rating.not_yet": T("matching.reason", "Cannot do the tasks of this work yet, by own statement"),
    "rating.unsaid": T("matching.reason", "How well the tasks of this work go is not named"),
    "country.lives": T("matching.reason", "Lives in the country of the work"),
    "country.wished": T("matching.reason", "Wishes to work in this country"),
    "country.anywhere": T("matching.reason", "Any country is right"),
    "country.unsaid": T("matching.reason", "This country is not among the wishes"),
    "travel.yes": T("matching.reason", "Has a travel document"),
    "travel.in_progress": T("matching.reason", "The travel document is in progress"),
    "travel.no": T("matching.reason", "Has no travel document yet"),
    "travel.unsaid": T("matching.reason", "A travel document is not named"),
    "licence.has": T("matching.reason", "Has the driving licence asked for"),
    "licence.unsaid": T("matching.reason", "The driving licence asked for is not named"),
    "nights.yes": T("matching.reason", "Would work at night or in shifts"),
    "nights.no": T("matching.reason", "Would not work at night or in shifts"),
    "nights.unsaid": T("matching.reason", "Work at night or in shifts: not named"),
}
"""By the code of a reason. What is not asked for (`.any`) counts in full for everybody and needs no words."""
LANGUAGE = T("matching.reason", "{language}, {skill}: {has}; asked for: {needed}")
NOT_NAMED = T("matching.reason", "not named")
BEGINNER = T("matching.reason", "below A1")
WORTH = T("matching.reason", "{reason} ({points} of {most})")
MOTHER = T("skills.card", "mother tongue")
SKILLS: Mapping[str, Text] = {
    "listening": T("skills.card", "listening"),
    "speaking": T("skills.card", "speaking"),
    "reading": T("skills.card", "reading"),
    "writing": T("skills.card", "writing"),
}


def reasons_in_words(match: Match, lang: str, say: Say, work: Name, tongue: Name) -> tuple[str, ...]:
    """One line a reason, with what it counts. `say`: the catalogs; `work`: names of ISCO-08 unit groups;
    `tongue`: names of languages by tag.
    """
    return tuple(_lines(match, lang, say, work, tongue))


def _lines(match: Match, lang: str, say: Say, work: Name, tongue: Name) -> Iterator[str]:
    for reason in match.reasons:
        if reason.code == "language":
            words = _language(reason, lang, say, tongue)
        elif reason.code in REASONS:
            unit = reason.values.get("unit", "")
            text = REASONS[reason.code]
            words = (
                say(Text(text.ctxt, text.msg, {"work": work(unit, lang)}), lang) if unit else say(text, lang)
            )
        else:
            continue
        worth = {"reason": words, "points": reason.points, "most": reason.most}
        yield say(Text(WORTH.ctxt, WORTH.msg, worth), lang)


def _language(reason: Reason, lang: str, say: Say, tongue: Name) -> str:
    values = {
        "language": tongue(reason.values["tag"], lang),
        "skill": say(SKILLS[reason.values["skill"]], lang),
        "has": _level(int(reason.values["has"]), lang, say),
        "needed": _level(int(reason.values["needed"]), lang, say),
    }
    return say(Text(LANGUAGE.ctxt, LANGUAGE.msg, values), lang)


def _level(level: int, lang: str, say: Say) -> str:
    if level >= MOTHER_TONGUE:
        return say(MOTHER, lang)
    if level < 1:
        return say(BEGINNER if level == 0 else NOT_NAMED, lang)
    return CEFR[level - 1]
