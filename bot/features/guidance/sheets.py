"""Reading content/guidance/NAME.yaml: what the files of the guided paths have in common."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import yaml

from bot.conversation.flow import Issue
from bot.conversation.messages import Text
from bot.conversation.nodes import Reader, line_of

FOLDER = "guidance"
LONGEST_REVIEW = timedelta(days=180)
"""As for an article: content/README.md."""
SENTENCES = 3
"""Of one message at most; more is not read on a small phone."""
_SENTENCE_END = re.compile(r"[.!?](?=\s|”|$)")
_QUOTE = re.compile(r"“[^”]*”")
_HOST = re.compile(r"https?://[a-z0-9.-]+\.[a-z]{2,}(?:/\S*)?")


@dataclass(frozen=True, slots=True)
class Checked:
    """When the facts of a sheet were last compared with their sources, and when that is due again."""

    reviewed: date
    review_by: date
    line: int


def compose(file: Path, issues: list[Issue]) -> yaml.Node | None:
    """The YAML of a file; None, with the mistake noted, where it cannot be read."""
    try:
        node = yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        issues.append(Issue(file, mark.line + 1 if mark else 1, f"this is not YAML: {error.problem}"))
        return None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        issues.append(Issue(file, 1, f"this cannot be read: {error}"))
        return None
    except OSError:
        issues.append(Issue(file, 1, "the file is missing: put it back"))
        return None
    if node is None:
        issues.append(Issue(file, 1, "this file is empty"))
    return node


def sentence(reader: Reader, node: yaml.Node | None) -> Text:
    """A text of at most three sentences. Its context in the catalogs is the file's name."""
    template = reader.text(node, reader.file.stem)
    if template is None:
        return Text(reader.file.stem, "")
    if node is not None and template.names:
        reader.wrong(node, "a text of these files takes no {values}: write it out")
    spoken = _QUOTE.sub("", template.msg)  # an example of what to say is no sentence of ours
    if node is not None and len(_SENTENCE_END.findall(spoken)) > SENTENCES:
        reader.wrong(node, f"more than {SENTENCES} sentences: divide it into two messages")
    return Text(template.ctxt, template.msg)


def checked(reader: Reader, node: yaml.Node, reviewed: yaml.Node | None, by: yaml.Node | None) -> Checked:
    """The two days of a sheet. The second may lie 180 days after the first, as of an article."""
    days = [_day(reader, one) for one in (reviewed, by)]
    begin, end = days[0] or date.min, days[1] or date.min
    if all(days) and by is not None and not timedelta(0) < end - begin <= LONGEST_REVIEW:
        reader.wrong(by, f"“review_by” must be 1 to {LONGEST_REVIEW.days} days after “reviewed”")
    return Checked(begin, end, line_of(by or node))


def _day(reader: Reader, node: yaml.Node | None) -> date | None:
    if node is None:
        return None  # that it is missing was noted with its mapping
    value = reader.plain(node)
    if isinstance(value, date):
        return value
    reader.wrong(node, "a day such as 2026-11-22 is wanted here")
    return None


def articles(
    reader: Reader, node: yaml.Node | None, known: Collection[str] | None, most: int
) -> tuple[str, ...]:
    """Ids of articles. `known`: those there are; None where that is not asked."""
    found = []
    for item in reader.items(node):
        id_ = str(reader.plain(item))
        if known is not None and id_ not in known:
            reader.wrong(item, f"there is no article {id_}: name one of content/")
        found.append(id_)
    if node is not None and not 1 <= len(found) <= most:
        reader.wrong(node, f"1 to {most} articles, these are {len(found)}")
    return tuple(found)


def sources(reader: Reader, node: yaml.Node | None) -> None:
    """Where the facts are from: for reviewers, and not shown. The articles show theirs."""
    items = reader.items(node)
    if node is not None and not items:
        reader.wrong(node, "a source is missing: say where the facts are from")
    for item in items:
        fields = reader.fields(item, {"title", "publisher", "url", "year"}, {"title", "publisher"})
        if "url" in fields and not _HOST.fullmatch(str(reader.plain(fields["url"]))):
            reader.wrong(fields["url"], "an address begins with https:// and names a host")
        reader.whole(fields.get("year"), 0)


UNCHECKED = Checked(date.min, date.min, 1)
"""Of a sheet that could not be read."""


def due_reviews(file: Path, sheets: Iterable[Checked], today: date) -> list[Issue]:
    """The sheets whose facts should have been checked again by now."""
    said = "the review was due on {}: check the facts, then renew both days"
    return [Issue(file, one.line, said.format(one.review_by)) for one in sheets if one.review_by < today]
