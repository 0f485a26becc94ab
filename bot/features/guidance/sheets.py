"""Reading content/guidance/NAME.yaml: what the sheets of orientation and practice have in common."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from bot.conversation.messages import Text
from bot.features.library import Matter, Notes, read_matter

FOLDER = "guidance"
LONGEST_REVIEW = timedelta(days=180)
"""As for an article: content/README.md."""
SENTENCES = 3
"""Of one message at most; more is not read on a small phone."""
_SENTENCE_END = re.compile(r"[.!?](?=\s|”|$)")
_QUOTE = re.compile(r"“[^”]*”")
_ADDRESS = re.compile(r"https?://[a-z0-9.-]+\.[a-z]{2,}(?:/\S*)?")
_VALUE = re.compile(r"\{\w")


@dataclass(frozen=True, slots=True)
class Checked:
    """When the facts of a sheet were last compared with their sources, and when that is due again."""

    reviewed: date
    review_by: date
    line: int


UNCHECKED = Checked(date.min, date.min, 1)
"""Of a sheet that could not be read."""


def open_sheet(content_dir: Path, name: str) -> tuple[Matter | None, Notes]:
    """The mapping of content/guidance/NAME; None, with the fault noted, where it cannot be read."""
    path = content_dir / FOLDER / name
    notes = Notes(f"{content_dir.name}/{FOLDER}/{name}")
    if not path.is_file():
        notes.error(1, "the file is missing: put it back")
        return None, notes
    return read_matter(path.read_text(encoding="utf-8"), 0, notes), notes


def sentence(matter: Matter, key: str) -> Text:
    """A text of at most three sentences. Its context in the catalogs is the file's name."""
    return _spoken(matter, matter.line(key), matter.marked(key))


def sentences(matter: Matter, key: str, least: int, most: int, what: str) -> tuple[Text, ...]:
    """A list of such texts. `what` they are, for the fault where they are too few or too many."""
    found = matter.marked_list(key)
    if key in matter and not least <= len(found) <= most:
        matter.notes.error(matter.line(key), f"'{key}': {least} to {most} {what}, these are {len(found)}")
    return tuple(_spoken(matter, line, words) for line, words in found)


def _spoken(matter: Matter, line: int, words: str) -> Text:
    if _VALUE.search(words):
        matter.notes.error(line, "a text of these files takes no {values}: write it out")
    ours = _QUOTE.sub("", words)  # an example of what to say is no sentence of ours
    if len(_SENTENCE_END.findall(ours)) > SENTENCES:
        matter.notes.error(line, f"more than {SENTENCES} sentences: divide it into two messages")
    return Text(Path(matter.notes.file).stem, words)


def checked(matter: Matter) -> Checked:
    """The two days of a sheet. The second may lie 180 days after the first, as of an article."""
    begin, end = matter.day("reviewed"), matter.day("review_by")
    line = matter.line("review_by")
    if begin and end and not timedelta(0) < end - begin <= LONGEST_REVIEW:
        matter.notes.error(line, f"'review_by' must be 1 to {LONGEST_REVIEW.days} days after 'reviewed'")
    return Checked(begin or date.min, end or date.min, line)


def articles(matter: Matter, known: Collection[str] | None, most: int) -> tuple[str, ...]:
    """Ids of articles. `known`: those there are; None where that is not asked."""
    found = matter.lined("articles", 1)
    for line, id_ in found:
        if known is not None and id_ not in known:
            matter.notes.error(line, f"there is no article {id_}: name one of content/")
    if len(found) > most:
        matter.notes.error(matter.line("articles"), f"'articles': {most} at most, these are {len(found)}")
    return tuple(id_ for _, id_ in found)


def sources(matter: Matter) -> None:
    """Where the facts are from: for reviewers, and not shown. The articles show theirs."""
    for part in matter.parts("sources"):
        part.text("title")
        part.text("publisher")
        part.number("year", 1950, 2100)
        url = part.text("url", required=False)
        if url and not _ADDRESS.fullmatch(url):
            part.notes.error(part.line("url"), f"'{url}' must begin with https:// and name a host")
        part.close()


def due_reviews(file: str, sheets: Iterable[Checked], today: date) -> Notes:
    """The sheets whose facts should have been checked again by now."""
    notes = Notes(file)
    for one in sheets:
        if one.review_by < today:
            notes.due(
                one.line, f"the review was due on {one.review_by}: check the facts, then renew both days"
            )
    return notes
