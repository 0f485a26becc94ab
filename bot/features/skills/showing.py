"""The profile as people see it: a card in the chat, a CV as PDF, a JSON Resume."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from bot.conversation.messages import Attachment, Rich, Span
from bot.documents import as_pdf_of
from bot.features.skills import cefr
from bot.features.skills.contact import hide_contact
from bot.features.skills.labels import CHOICES, CV, FOOT, OWN_STATEMENT, SEEN, TITLE
from bot.features.skills.portrait import Entry, Portrait
from bot.features.skills.profile import SKILLS, Profile, decode
from bot.language.bidi import isolate
from bot.language.languages import ENGLISH, LANGUAGES, Language
from bot.language.reading import tongue_name

JSON = "application/json"


class CvOrder(msgspec.Struct):
    """What a CV is made of: the profile, the name that it shall bear (kept nowhere, D3), its language."""

    card: str
    name: str
    lang: str


HERS_ALONE = frozenset({"countries", "alone", "lives", "zone", "passed"})
"""What tells of her family, of where she is, or of where else she has asked: no employer sees it (E3)."""


def card(document: str, lang: str, portrait: Portrait) -> Rich:
    """All lines of a profile as one message."""
    return _card(decode(document), portrait.say(TITLE, lang), lang, portrait)


def seen_by_employers(document: str, lang: str, portrait: Portrait) -> Rich:
    """What an employer would be shown of a profile, if she ever said yes to that."""
    profile = decode(document)
    profile.answers = {name: value for name, value in profile.answers.items() if name not in HERS_ALONE}
    hide_contact(profile)
    return _card(profile, portrait.say(SEEN, lang), lang, portrait)


def _card(profile: Profile, title: str, lang: str, portrait: Portrait) -> Rich:
    language = LANGUAGES[lang]
    text, spans = title, [Span(0, len(title), "bold")]
    for section in portrait.sections(profile, lang):
        text += "\n\n"
        spans.append(Span(len(text), len(text) + len(section.heading), "bold"))
        text += section.heading
        for entry in section.entries:
            text += _lines(entry, language)
    note = portrait.say(OWN_STATEMENT, lang)
    text += "\n\n"
    spans.append(Span(len(text), len(text) + len(note), "italic"))
    return Rich(text + note, lang, tuple(spans))


def _lines(entry: Entry, language: Language) -> str:
    """An entry below what stands already."""
    first = f"\n• {isolate(entry.title, language)}"
    if entry.beside:
        first += f": {isolate(entry.beside, language)}"
    return "\n  ".join((first, *entry.lines))


def cv(order: str, portrait: Portrait) -> Attachment:
    """A CV of one or two pages, in the language that she chose for it."""
    wanted = msgspec.json.decode(order, type=CvOrder)
    lang = wanted.lang if wanted.lang in LANGUAGES else ENGLISH.tag
    sections = portrait.sections(decode(wanted.card), lang)
    values: dict[str, Any] = {
        "title": wanted.name or portrait.say(CV, lang),
        "subtitle": portrait.say(CV, lang) if wanted.name else "",
        "sections": [msgspec.to_builtins(section) for section in sections],
        "foot": portrait.say(FOOT, lang),
    }
    return as_pdf_of("cv.typ", values, lang, "cv")


def json_resume(document: str, lang: str, portrait: Portrait) -> Attachment:
    """The profile in the form of JSON Resume 1.0.0 (jsonresume.org), with codes beside the words."""
    profile = decode(document)
    resume = {
        "$schema": "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json",
        "basics": {"summary": portrait.say(OWN_STATEMENT, lang)},
        "work": [_work(profile, at, lang, portrait) for at in range(len(profile.jobs))],
        "education": _education(profile, lang, portrait),
        "languages": [
            {"language": tongue_name(t.tag, lang), "fluency": _fluency(t.mother, t.known)}
            for t in profile.tongues
        ],
        "meta": {"version": "v1.0.0", "note": portrait.say(OWN_STATEMENT, lang)},
    }
    data = json.dumps(resume, ensure_ascii=False, indent=2).encode()
    return Attachment("resume.json", JSON, data)


def _work(profile: Profile, at: int, lang: str, portrait: Portrait) -> dict[str, Any]:
    job = profile.jobs[at]
    entry = portrait.sections(Profile(jobs=[job]), lang)[0].entries[0]
    position = f"{entry.title} (ISCO-08 {job.code})" if job.code else entry.title
    return {"position": position, "summary": entry.beside, "highlights": list(entry.lines)}


def _education(profile: Profile, lang: str, portrait: Portrait) -> list[dict[str, str]]:
    level = CHOICES["school"].get(str(profile.answers.get("school", "")))
    rows = [{"studyType": portrait.say(level, lang)}] if level else []
    if "certificates" in profile.answers:
        rows.append({"area": str(profile.answers["certificates"])})
    return rows


def _fluency(mother: bool, known: dict[str, dict[str, bool]]) -> str:
    if mother:
        return "native"
    levels = [cefr.level(known.get(skill, {})) or "-" for skill in SKILLS]
    return " ".join(f"{skill} {level}" for skill, level in zip(SKILLS, levels, strict=True))
