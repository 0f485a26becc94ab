"""What flows may ask of the library. Each runs on the turn's connection and declares its outcomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.conversation.answers.choice import MOST
from bot.delivery.actions import Action, Outcome, Turning
from bot.features.library.finding import NEAREST
from bot.features.library.records import keep_feedback
from bot.features.library.service import Library
from bot.features.library.unanswered import Unanswered

PAGE = MOST - 1
"""Articles of a page of a long list; the last button turns the page."""
HELP = 2
"""Articles about a danger, below what to do first; another may answer what was asked beside it."""

Run = Callable[[Library, Turning, Mapping[str, Any]], Outcome]


def actions(library: Library, unanswered: Unanswered | None = None) -> tuple[Action, ...]:
    """All actions of the library, bound to it. Without `unanswered` (a rehearsal) no question is counted."""
    bound = tuple(
        Action(name, frozenset(outcomes.split()), _bound(run, library)) for name, outcomes, run in _ACTIONS
    )

    def find(turning: Turning, values: Mapping[str, Any]) -> Outcome:
        outcome = _find(library, turning, values)
        if outcome.name == "none" and unanswered is not None:
            text, near = str(values["text"]), outcome.data["items"]
            words = library.content_words(text, turning.lang)
            nearest = near[0] if near else None
            unanswered.note(turning.conn, turning.person, turning.lang, nearest, words, text, turning.now)
        return outcome

    return (*bound, Action("library.find", frozenset({"answer", "choices", "none", "urgent"}), find))


def _bound(run: Run, library: Library) -> Callable[[Turning, Mapping[str, Any]], Outcome]:
    return lambda turning, values: run(library, turning, values)


def _open(library: Library, turning: Turning, values: Mapping[str, Any]) -> Outcome:
    """Is the article there to be read right now, and how many pieces has it?"""
    article = str(values["article"])
    pieces = library.pieces(article)
    if not pieces:
        return Outcome("gone")
    return Outcome("found", {"article": article, "pieces": pieces, "last": pieces - 1})


def _list(library: Library, turning: Turning, values: Mapping[str, Any]) -> Outcome:
    """One page of a group; a page that is not there any more gives way to the first."""
    items = list(library.in_group(str(values["group"])))
    begin = PAGE * (values.get("page") or 0)
    if begin >= len(items):
        begin = 0
    shown = items[begin : begin + PAGE]
    if not shown:
        return Outcome("none", {"items": []})
    more = begin + PAGE < len(items)
    return Outcome("more" if more else "last", {"items": shown, "page": begin // PAGE})


def _page(library: Library, turning: Turning, values: Mapping[str, Any]) -> Outcome:
    """The page after this one; the first where none is given."""
    page = values.get("page")
    return Outcome("turned", {"page": 0 if page is None else page + 1})


def _schemes(library: Library, turning: Turning, values: Mapping[str, Any]) -> Outcome:
    """The articles about schemes that can open and close."""
    items = list(library.schemes())[:MOST]
    return Outcome("some", {"items": items}) if items else Outcome("none", {"items": []})


def _groups(library: Library, turning: Turning, values: Mapping[str, Any]) -> Outcome:
    return Outcome("some", {"groups": list(library.groups())})


def _find(library: Library, turning: Turning, values: Mapping[str, Any]) -> Outcome:
    """Uses what the search made of the text before the transaction began, if that was done."""
    text = str(values["text"])
    found = turning.found or library.find(text, turning.lang)
    # An article may have been withdrawn since the search.
    articles = tuple(id for id in found.articles if library.pieces(id))
    if found.outcome == "urgent":
        danger = library.danger(text, turning.lang)
        if danger is not None:
            kind = _aid(library, turning, danger.kind, found.lang)
            asked = [found.asked] if library.pieces(found.asked) else []
            items = list(dict.fromkeys([*articles[:HELP], *asked]))
            return Outcome("urgent", {"kind": kind, "items": items, "other": found.lang})
    if found.outcome == "answer" and articles and articles[0] == found.articles[0]:
        return Outcome("answer", {"article": articles[0], "other": found.lang})
    items = list(articles[:NEAREST])
    if found.outcome == "none" or not items:
        return Outcome("none", {"items": items})
    return Outcome("choices", {"items": items, "other": found.lang})


def _aid(library: Library, turning: Turning, kind: str, lang: str) -> str:
    """A danger as the words for it are asked: KIND, KIND@LANG, either with #PLACE where she chose one."""
    place = library.near.place_of(turning.conn, turning.person)
    return f"{kind}{f'@{lang}' if lang else ''}{f'#{place}' if place else ''}"


def _danger(library: Library, turning: Turning, values: Mapping[str, Any]) -> Outcome:
    """First aid in a danger that a flow has come upon, with whom to call where she is."""
    return Outcome("ready", {"aid": _aid(library, turning, str(values["kind"]), "")})


def _feedback(library: Library, turning: Turning, values: Mapping[str, Any]) -> Outcome:
    """Count a yes or no; of an article that is not there nothing is kept."""
    article = str(values["article"])
    if article in library.articles:
        keep_feedback(turning.conn, article, turning.lang, values["helped"] == "yes", turning.now)
    return Outcome("kept")


def _link(library: Library, turning: Turning, values: Mapping[str, Any]) -> Outcome:
    """A deep link to an article: GROUP_ARTICLE, since links carry no slash. Any other payload is unknown."""
    article = str(values["payload"]).replace("_", "/", 1)
    return Outcome("article", {"article": article}) if library.pieces(article) else Outcome("unknown")


_ACTIONS: tuple[tuple[str, str, Run], ...] = (
    ("library.open", "found gone", _open),
    ("library.list", "more last none", _list),
    ("library.page", "turned", _page),
    ("library.schemes", "some none", _schemes),
    ("library.groups", "some", _groups),
    ("library.feedback", "kept", _feedback),
    ("library.link", "article unknown", _link),
    ("library.danger", "ready", _danger),
)
