"""Puts an article's pieces and sources together as they are shown, in the reader's words.

The facts (status, days) come from the English file, their words from the catalogs, the text from the
version. So no translation can say "open" where the English says "closed".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from bot.conversation.messages import Rich, Text
from bot.conversation.texts import T
from bot.features.library.building import Builder, host_of
from bot.features.library.model import Article, Source, State, Status, Translation, Version
from bot.language.bidi import isolate
from bot.language.languages import ENGLISH, Language, row

Say = Callable[[Text, str], str]
"""Looks a text up and fills it, in a language or its fallback."""

GONE = T("library.article", "This page was taken back. Please choose another one.")
SCHEMES = T("library.schemes", "How each scheme stands")
SOURCES = T("library.sources", "Where this comes from")

_STATES: Mapping[State, Text] = {
    "open": T("library.status", "Open. Read the rules before you apply."),
    "paused": T("library.status", "Paused: nobody can newly apply for now."),
    "closed": T("library.status", "Closed: nobody can newly apply."),
    "changing": T("library.status", "Changing: the rules are not settled yet."),
}


def status_text(status: Status) -> Text | None:
    """How the scheme stands; None for an article that is about no scheme."""
    if status.since is None:
        return _STATES.get(status.state)
    match status.state:
        case "open":
            return T("library.status", "Open since {day:date}.", day=status.since)
        case "paused":
            return T("library.status", "Paused since {day:date}: nobody can newly apply.", day=status.since)
        case "closed":
            return T("library.status", "Closed since {day:date}.", day=status.since)
        case "changing":
            return T("library.status", "Changing since {day:date}: rules are not settled.", day=status.since)
        case _:
            return None


def version_for(article: Article, lang: str) -> Version:
    """The version in a language, or the first of its fallbacks that is up to date."""
    for tag in row(lang).chain:
        version = article.current(tag)
        if version is not None:
            return version
    return article.versions[ENGLISH.tag]


def render_piece(article: Article, number: int, lang: str, today: date, say: Say) -> Rich:
    """Piece `number` (from 0) of an article, with what a reader must know about its truth."""
    version = version_for(article, lang)
    piece = version.pieces[number]
    out = Builder()
    _note_fallback(out, version, lang, say)
    out.add(piece.heading if number else version.title, "bold")
    out.add("\n\n")
    status = status_text(article.status) if number == 0 else None
    if status is not None:
        out.add(say(status, version.lang))
        if article.review_by < today:
            out.add(" " + say(_overdue(article), version.lang))
        out.add("\n\n")
    out.append(piece.text, piece.spans)
    if number == len(version.pieces) - 1:
        _add_foot(out, article, version, today, say)
    return Rich(out.text, version.lang, tuple(out.spans))


def _note_fallback(out: Builder, version: Version, lang: str, say: Say) -> None:
    if version.lang != lang:
        note = T(
            "library.article",
            "This page is not in your language yet. Here it is in {language:language}.",
            language=version.lang,
        )
        # The line is in the reader's language, the rest is not: keep their directions apart.
        out.add(isolate(say(note, lang), row(version.lang)), "italic")
        out.add("\n\n")


def _overdue(article: Article) -> Text:
    return T("library.article", "Not checked since {day:date}: it may have changed.", day=article.reviewed)


def render_schemes(articles: Sequence[Article], lang: str, today: date, say: Say) -> Rich:
    """How each scheme stands, since when, and when that was checked."""
    out = Builder()
    out.add(say(SCHEMES, lang), "bold")
    for article in articles:
        if status_text(article.status) is None:
            continue
        out.add("\n\n• ")
        out.add(isolate(version_for(article, lang).title, row(lang)), "bold")
        out.add("\n" + how_it_stands(article, lang, today, say))
    return Rich(out.text, lang, tuple(out.spans))


def how_it_stands(article: Article, lang: str, today: date, say: Say) -> str:
    """The state of the scheme, where the article is about one, and when the facts were checked."""
    status = status_text(article.status)
    checked = _overdue(article) if article.review_by < today else _checked(article)
    return " ".join(say(text, lang) for text in (status, checked) if text is not None)


def _checked(article: Article) -> Text:
    return T("library.article", "Checked on {day:date}.", day=article.reviewed)


def _add_foot(out: Builder, article: Article, version: Version, today: date, say: Say) -> None:
    out.add("\n\n")
    if article.review_by < today:
        out.add(say(_overdue(article), version.lang))
    else:
        out.add(say(_checked(article), version.lang))
    if version.translation is not None and not version.translation.native_review:
        out.add("\n")
        out.add(say(_how_translated(version.translation), version.lang), "italic")


def _how_translated(translation: Translation) -> Text:
    if translation.by == "machine" and translation.checked == "back-translation":
        return T("library.article", "Translated by machine and checked; not yet read by a native speaker.")
    return T("library.article", "Not yet reviewed by a native speaker of this language.")


def render_sources(article: Article, lang: str, say: Say) -> Rich:
    """The sources of an article: every link with its real host in sight (I10)."""
    language = row(lang)
    out = Builder()
    out.add(say(SOURCES, lang), "bold")
    out.add("\n")
    for source in article.sources:
        out.add("\n• ")
        _add_source(out, source, language)
    return Rich(out.text, lang, tuple(out.spans))


def _add_source(out: Builder, source: Source, language: Language) -> None:
    title = isolate(source.title, language)
    if source.url:
        out.add(title, "link", source.url)
    else:
        out.add(title)
    about = source.publisher if source.year is None else f"{source.publisher}, {source.year}"
    if source.url:
        about += f" ({host_of(source.url)})"
    out.add("\n")
    out.add(isolate(about, language))
