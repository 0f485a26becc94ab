"""article: read an article in pieces, with its sources, and say whether it helped.

    read:
      article: $article
      in: $other           # may be left out: another language to read it in, with a button to stay in that
      gone: sorry          # it was withdrawn, or there is none of this name
      next: "@end"

The flow has to list `article`, `piece` and `last` among its place variables.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import yaml

from bot.conversation.events import Happened
from bot.conversation.messages import Choice, Lasting, Ref
from bot.conversation.moves import AGAIN, WAIT, Ask, Go, Move
from bot.conversation.nodes import Reader, line_of
from bot.conversation.steps.common import targets
from bot.conversation.talk import Talk
from bot.conversation.texts import T
from bot.conversation.typed import pick

MORE = Choice("more", T("article", "Read on"))
SOURCES = Choice("sources", T("article", "Sources"))
HELPED = Choice("yes", T("article", "This helped"))
NOT_HELPED = Choice("no", T("article", "This did not help"))
_GOES_ON = Lasting((MORE, SOURCES))
_AT_END = Lasting((SOURCES, HELPED, NOT_HELPED))
_AT_SOURCES = Lasting((HELPED, NOT_HELPED))
SWITCH = "switch"
"""Stay in the language that the article is shown in."""
THANKS = T("article", "Thank you. I keep only the count, not who said it.")
WRONG = T("article", "Please press one of the buttons, or write a new question.")


class ArticleStep(msgspec.Struct, frozen=True, gc=False):
    id: str
    line: int
    article: str
    other: str
    edges: Mapping[str, str]
    lasting: bool = True
    free: bool = False
    asks: bool = True

    def enter(self, talk: Talk) -> Move:
        """Ask the library each time: an article may be withdrawn while somebody reads it."""
        return Ask("library.open", {"article": talk.value(self.article)})

    def happened(self, talk: Talk, event: Happened) -> Move:
        if event.outcome == "gone":
            return Go("gone")
        if event.outcome == "kept":
            talk.say(THANKS)
            return Go("next")
        piece, last = talk.get("piece") or 0, event.data["last"]
        talk.set("article", event.data["article"])
        talk.set("last", last)
        talk.set("piece", piece if piece == "sources" else min(piece, last))
        words, choices = self._screen(talk)
        talk.ask(words, choices)
        return WAIT

    def chosen(self, talk: Talk, choice: str) -> Move | None:
        piece, last = talk.get("piece"), talk.get("last")
        if choice == "more" and isinstance(piece, int) and isinstance(last, int) and piece < last:
            talk.set("piece", piece + 1)
            return AGAIN
        if choice == "sources":
            talk.set("piece", "sources")
            return AGAIN
        other = self._other(talk)
        if choice == SWITCH and other:
            talk.session.place.lang = other
            return AGAIN
        if choice in ("yes", "no"):
            return Ask("library.feedback", {"article": talk.get("article"), "helped": choice})
        return None

    def typed(self, talk: Talk, text: str) -> Move | None:
        choice = pick(talk, self._screen(talk)[1], text)
        talk.problem = WRONG
        return None if choice is None else self.chosen(talk, choice)

    def _other(self, talk: Talk) -> str:
        """The language that she wrote in, where it is not the one she is answered in."""
        other = talk.value(self.other) if self.other else None
        return other if isinstance(other, str) and other != talk.lang else ""

    def _screen(self, talk: Talk) -> tuple[Ref, tuple[Choice, ...]]:
        article, piece, other = talk.get("article"), talk.get("piece"), self._other(talk)
        within = f"@{other}" if other else ""
        if piece == "sources":
            shown, choices = Ref("sources", f"{article}{within}"), _AT_SOURCES
        else:
            piece, last = piece or 0, talk.get("last") or 0
            shown, choices = Ref("piece", f"{article}#{piece}{within}"), _GOES_ON if piece < last else _AT_END
        return shown, (*choices, Choice(SWITCH, Ref("language", other))) if other else choices


def read(reader: Reader, ctxt: str, name: str, node: yaml.Node) -> ArticleStep | None:
    fields = reader.fields(node, {"article", "in", "gone", "next"}, {"gone", "next"})
    article = reader.plain(fields["article"])
    if not isinstance(article, str):
        reader.wrong(fields["article"], "an article's id or a variable is wanted here")
        return None
    other = str(reader.plain(fields["in"])) if "in" in fields else ""
    return ArticleStep(name, line_of(node), article, other, targets(reader, fields, ("gone", "next")))
