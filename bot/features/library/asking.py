"""Questions from the command line: one at a time, explained, or line by line for an evaluation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO, TextIO

import msgspec

from bot.conversation.messages import Found
from bot.features.library.search import VIEWS, Hit
from bot.features.library.service import Library
from bot.language.languages import LANGUAGES


class Question(msgspec.Struct):
    """A line that is read; other names in it are passed over."""

    lang: str
    q: str


class Answer(msgspec.Struct):
    """A line that is written."""

    lang: str
    q: str
    outcome: str
    articles: tuple[str, ...]


def answer_lines(library: Library, lines: Iterable[bytes], out: BinaryIO, errors: TextIO) -> bool:
    """Answer each line; a bad one is named and passed over. False where there was one."""
    good = True
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            question = msgspec.json.decode(line, type=Question)
            if question.lang not in LANGUAGES:
                raise msgspec.ValidationError(f"'{question.lang}' is not one of: {', '.join(LANGUAGES)}")
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            errors.write(f"line {number}: {error}\n")
            good = False
            continue
        found = library.find(question.q, question.lang)
        out.write(msgspec.json.encode(Answer(question.lang, question.q, found.outcome, found.articles)))
        out.write(b"\n")
        out.flush()
    return good


def answered(library: Library, text: str, lang: str) -> str:
    """The outcome and the articles with their titles and summaries."""
    return "\n".join(_lines(library, library.find(text, lang), lang))


def _lines(library: Library, found: Found, lang: str) -> list[str]:
    shown = found.lang or lang
    lines = [f"{found.outcome} (in {found.lang})" if found.lang else found.outcome]
    for at, article in enumerate(found.articles):
        lines.append(f"{at + 1}. {library.title(article, shown)[0]} [{article}]")
        if at == 0 and found.outcome == "answer":
            lines.append(f"   {library.summary(article, shown)[0]}")
    if found.asked and found.asked not in found.articles:
        lines.append(f"asked beside: {library.title(found.asked, shown)[0]} [{found.asked}]")
    return lines


def explained(library: Library, text: str, lang: str) -> str:
    """As `answered`, with the scores of every candidate and the phrase that came nearest."""
    why = library.explain(text, lang)
    lines = _lines(library, why.found, lang)
    if why.danger is not None:
        read = f", read as: {why.danger.read}" if why.danger.read else ""
        return "\n".join([*lines, f"danger: {why.danger.kind}{read}, by the row: {why.danger.phrase}"])
    lines.append(f"searched in {why.searched}" + ("" if why.decisive else ", too little said to decide"))
    lines += [
        f"{hit.score:.2f} = {_views(hit)}  {hit.article or 'not ours'}: {hit.phrase or '-'}"
        for hit in why.hits
    ]
    return "\n".join(lines)


def _views(hit: Hit) -> str:
    return ", ".join(f"{name} {view:.2f}" for name, view in zip(VIEWS, hit.views, strict=True))
