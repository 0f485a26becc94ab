"""What has to be mended before an announcement can be submitted, each with a sentence that says how."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Connection, Select, select

from bot.conversation.messages import Text
from bot.conversation.texts import TN, T
from bot.features.announcements import audience, records, rendering
from bot.features.announcements.model import (
    DAY,
    MINUTE,
    MOST_DAYS,
    MOST_TEXT,
    MOST_TITLE,
    STAGED_ABOVE,
    Announcement,
    Draft,
    Problem,
    Wave,
)
from bot.features.announcements.ports import Desk
from bot.features.announcements.quiet import due_in
from bot.features.announcements.saying import said_badly
from bot.language.languages import TAGS

SHORTEST = 10 * MINUTE
"""Seconds that must be left until the end."""


def problems(conn: Connection, desk: Desk, one: Announcement, now: float) -> tuple[Problem, ...]:
    """Everything to mend, and what to look at (`blocks` false), in the order of the form."""
    draft = one.draft
    found = [*_written(draft), *_refers(conn, desk, one), *_times(draft, now)]
    found += said_badly(desk, draft)
    if not any(problem.field in ("zone", "quiet") for problem in found):
        found += _lengths(conn, desk, one)
        found += _people(conn, desk, one, now)
    return tuple(found)


def _written(draft: Draft) -> Iterator[Problem]:
    if not draft.title:
        yield Problem("no_title", "title", T("announcement.problem", "Give it a title, for staff alone."))
    elif len(draft.title) > MOST_TITLE:
        title = T(
            "announcement.problem", "The title has more than {most} letters: shorten it.", most=MOST_TITLE
        )
        yield Problem("long_title", "title", title)
    if not draft.texts:
        yield Problem(
            "no_text", "texts", T("announcement.problem", "Write the text in at least one language.")
        )
    for lang in (*draft.texts, *draft.correction, *draft.fallbacks):
        if lang not in TAGS:
            text = T(
                "announcement.problem",
                "“{tag}” is no language of Rafiq: use one of {tags:list}.",
                tag=lang,
                tags=TAGS,
            )
            yield Problem("bad_language", "texts", text, lang)
    for lang in draft.texts:
        if lang not in draft.correction:
            text = T(
                "announcement.problem",
                "There is no correction in {language:language}: write what people are told if this turns out "
                "to be wrong.",
                language=lang,
            )
            yield Problem("no_correction", "correction", text, lang)
    for lang, other in draft.fallbacks.items():
        if lang not in draft.texts and other not in draft.texts:
            text = T(
                "announcement.problem",
                "Readers of {language:language} are to get {other:language}, but there is no such text: "
                "write it, or choose another language.",
                language=lang,
                other=other,
            )
            yield Problem("bad_fallback", "fallbacks", text, lang)


def _refers(conn: Connection, desk: Desk, one: Announcement) -> Iterator[Problem]:
    draft = one.draft
    if draft.kind == "new":
        if draft.about:
            text = T(
                "announcement.problem",
                "A new announcement takes the place of none: choose update or cancellation.",
            )
            yield Problem("about_new", "about", text)
    else:
        other = records.find(conn, desk, draft.about)
        fits = (
            other is not None
            and other.id != one.id
            and other.organisation == one.organisation
            and other.draft.mode == draft.mode
            and other.started is not None
        )
        if not fits:
            text = T(
                "announcement.problem",
                "Choose which announcement it changes: one of yours that has been sent.",
            )
            yield Problem("bad_about", "about", text)


def _times(draft: Draft, now: float) -> Iterator[Problem]:
    start = max(draft.starts, int(now))
    if draft.ends < start + SHORTEST:
        text = TN(
            "announcement.problem",
            "The end has to be at least {n} minute after the start, and not yet past.",
            "The end has to be at least {n} minutes after the start, and not yet past.",
            n=SHORTEST // MINUTE,
        )
        yield Problem("early_end", "ends", text)
    elif draft.ends > start + MOST_DAYS * DAY:
        text = TN(
            "announcement.problem",
            "The end may be at most {n} day after the start.",
            "The end may be at most {n} days after the start.",
            n=MOST_DAYS,
        )
        yield Problem("late_end", "ends", text)
    if draft.quiet and not all(0 <= minute < 24 * 60 for minute in draft.quiet):
        yield Problem(
            "bad_quiet", "quiet", T("announcement.problem", "Give the quiet hours as two times of the day.")
        )
    try:
        ZoneInfo(draft.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        text = T(
            "announcement.problem",
            "“{zone}” is no time zone: use a name such as Africa/Nairobi.",
            zone=draft.zone,
        )
        yield Problem("bad_zone", "zone", text)


def _lengths(conn: Connection, desk: Desk, one: Announcement) -> Iterator[Problem]:
    """Telegram's limit holds for the whole message, and our frame differs by the reader's language."""
    versions: tuple[tuple[Wave, str], ...] = (("pilot", "texts"), ("correction", "correction"))
    for wave, field in versions:
        for lang in TAGS:
            if one.draft.language(lang) is None:
                continue
            too_many = rendering.length(rendering.message(conn, desk, one, lang, wave)) - MOST_TEXT
            if too_many > 0:
                text = TN(
                    "announcement.problem",
                    "For readers of {language:language} the message is {n} sign too long: shorten the text.",
                    "For readers of {language:language} the message is {n} signs too long: shorten the text.",
                    n=too_many,
                    language=lang,
                )
                yield Problem("long_text", field, text, lang)


def _people(conn: Connection, desk: Desk, one: Announcement, now: float) -> Iterator[Problem]:
    draft = one.draft
    yield from _places(conn, desk, one)
    for topic in draft.audience.topics:
        if topic not in desk.register.topics:
            yield Problem(
                "bad_topic",
                "audience",
                T("announcement.problem", "“{topic}” is no topic of the register.", topic=topic),
            )
    rows = audience.everybody(conn, desk, one.organisation, draft, now)
    sizes = audience.sizes(conn, rows)
    if not sizes:
        yield Problem("nobody", "audience", _nobody(draft))
    yield from _versions(draft, audience.veiled(conn, desk, one.organisation, draft, sizes).by_language)
    if draft.mode == "live":
        yield from _too_quiet(conn, rows, draft, now)
    large = draft.mode == "live" and sum(sizes.values()) > STAGED_ABOVE
    if large and not draft.urgent and not audience.anybody(conn, _staff(conn, one)):
        text = T(
            "announcement.problem",
            "So many people get it only after staff have seen it, but none of your staff reads in the chat. "
            "Open the page “My chat” and link your chat.",
        )
        yield Problem("no_staff", "audience", text)


def _versions(draft: Draft, told: Mapping[str, int | None]) -> Iterator[Problem]:
    """A language is named where so many read it that their number may be shown too (A6, L4). `told`: the
    languages that are read, and those numbers."""
    missing = [lang for lang in TAGS if lang in told and draft.language(lang) is None]
    for lang in missing:
        if told[lang] is not None:
            text = T(
                "announcement.problem",
                "People in this audience read {language:language}: write that text, or say which language "
                "they get instead.",
                language=lang,
            )
            yield Problem("no_version", "texts", text, lang)
    if any(told[lang] is None for lang in missing):
        text = T(
            "announcement.problem",
            "Some people in this audience read a language that has no text yet: write more texts, or say "
            "which language these people get instead.",
        )
        yield Problem("no_version", "texts", text)


def _staff(conn: Connection, one: Announcement) -> Select[tuple[str]]:
    return audience.staff_of(conn, one.organisation)


def _nobody(draft: Draft) -> Text:
    if draft.mode == "exercise":
        return T(
            "announcement.problem",
            "None of your staff reads in the chat yet. Open the page “My chat” and link your chat.",
        )
    return T("announcement.problem", "Nobody would get it: choose other places, languages or topics.")


def _places(conn: Connection, desk: Desk, one: Announcement) -> Iterator[Problem]:
    wanted, register = one.draft.audience.places, desk.register.places.c
    known = set(conn.scalars(select(register.id).where(register.id.in_(wanted))))
    own = audience.own_places(conn, desk, one.organisation)
    for place in wanted:
        if place not in known:
            yield Problem(
                "no_place",
                "audience",
                T("announcement.problem", "A chosen place is not in the register any more."),
            )
        elif own is not None and place not in own:
            name = next(iter(desk.register.names(conn, [place], "en")), place)
            text = T(
                "announcement.problem",
                "{place} does not belong to your organisation: you can write to people of your own places "
                "only.",
                place=name,
            )
            yield Problem("foreign_place", "audience", text, said=place)


def _too_quiet(conn: Connection, rows: Select[tuple[str]], draft: Draft, now: float) -> Iterator[Problem]:
    for zone in audience.zones_of(conn, rows):
        if due_in(zone, draft, now) >= draft.ends:
            text = T(
                "announcement.problem",
                "In the zone {zone} it is over before the quiet hours are: choose a later end, other quiet "
                "hours, or urgent.",
                zone=zone,
            )
            yield Problem("quiet_to_the_end", "quiet", text, said=zone)
