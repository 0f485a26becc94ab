"""Words for places, topics and what she chose, by ids that say all that is needed, since words are looked up
without a database.

A choice in a list of places is a country's code (KE), a place's id, `more` (+PAGE.AT) or `whole` (=PLACE).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from bot.conversation.messages import Attachment, Rich, Text
from bot.conversation.texts import T
from bot.delivery.wording import Maker, Namer
from bot.features.places import verdicts
from bot.features.places.gazetteer import Gazetteer
from bot.features.places.model import TOPICS, Place
from bot.language.bidi import isolate
from bot.language.languages import row
from bot.language.names import country_name, is_country

Say = Callable[[Text, str], str]

MORE = T("places", "More")
WHOLE = T("places", "All of it")
UNKNOWN = T("places", "a place that is no longer here")


def more(at: str, page: int) -> str:
    """The choice that turns to a page of what lies in `at`."""
    return f"+{page}.{at}"


def whole(place: str) -> str:
    """The choice of a place itself, not of one in it."""
    return f"={place}"


def read_choice(choice: str) -> tuple[str, int, bool]:
    """Where a choice leads: in which country or place, to which page, and whether all of it is meant."""
    if choice.startswith("="):
        return choice[1:], 0, True
    if choice.startswith("+"):
        page, _, at = choice[1:].partition(".")
        return at, int(page) if page.isdecimal() else 0, False
    return choice, 0, False


class Words:
    """Names and texts for the flows."""

    def __init__(self, gazetteer: Gazetteer, say: Say) -> None:
        self._gazetteer = gazetteer
        self._say = say

    def namers(self) -> Mapping[str, Namer]:
        """By the kind that the flows name."""
        return {
            "place": self.label,
            "place_path": self.path,
            "places_mine": self.mine,
            "topic": lambda id_, lang: Rich(self._topic(id_, lang), lang),
            "announcement": _quoted,
            "announcement_verdict": lambda id_, lang: Rich(verdicts.said(id_, lang, self._say), lang),
        }

    def makers(self) -> Mapping[str, Maker]:
        return {"places_copy": self.copy}

    def label(self, id_: str, lang: str) -> Rich:
        """What stands on a button."""
        if id_.startswith("+"):
            return Rich(self._say(MORE, lang), lang)
        if id_.startswith("="):
            return Rich(self._say(WHOLE, lang), lang)
        if len(id_) == 2 and is_country(id_):
            return Rich(country_name(id_, lang), lang)
        place = self._gazetteer.place(id_)
        if place is None:
            return Rich(self._say(UNKNOWN, lang), lang)
        return Rich(self._name(place, lang), place.name(lang)[1])

    def path(self, id_: str, lang: str) -> Rich:
        """A place with what it lies in, the country last: several places may have one name."""
        chain = self._gazetteer.above(id_)
        if not chain:
            return Rich(self._say(UNKNOWN, lang), lang)
        names = [self._name(chain[0], lang)]
        names += [place.name(lang)[0] for place in chain[1:] if place.kind != "country"]
        if chain[0].kind != "country":
            names.append(country_name(chain[0].country, lang))
        return Rich(" – ".join(isolate(name, row(lang)) for name in names), lang)

    def mine(self, id_: str, lang: str) -> Rich:
        """What she chose: `PLACE TOPIC,TOPIC`."""
        place, _, codes = id_.partition(" ")
        topics = [self._topic(code, lang) for code in codes.split(",") if code in TOPICS]
        facts = {"place": self.path(place, lang).text, "topics": topics}
        if len(topics) == len(TOPICS):
            text = T("places", "Your place: {place}\nYou get announcements on all topics.", **facts)
        elif topics:
            text = T("places", "Your place: {place}\nYou get announcements on: {topics:list}.", **facts)
        else:
            text = T("places", "Your place: {place}\nYou get only what is for everybody there.", **facts)
        return Rich(self._say(text, lang), lang)

    def copy(self, id_: str, lang: str) -> Attachment:
        """What is kept of her choice, as JSON (C5); the id as in `mine`."""
        place, _, codes = id_.partition(" ")
        known = self._gazetteer.place(place)
        kept = {
            "place": known.code if known else "",
            "place_name": known.name(lang)[0] if known else "",
            "topics": [code for code in codes.split(",") if code in TOPICS],
        }
        body = json.dumps(kept, ensure_ascii=False, indent=2) + "\n"
        return Attachment("place-and-topics.json", "application/json", body.encode())

    def _topic(self, code: str, lang: str) -> str:
        return self._say(TOPICS[code], lang) if code in TOPICS else code

    def _name(self, place: Place, lang: str) -> str:
        name, _ = place.name(lang)
        if not place.demo or "demo" in name.lower():
            return name
        return self._say(T("places", "{name} (demo)", name=name), lang)


def _quoted(id_: str, lang: str) -> Rich:
    """What an announcement said: LANG:TEXT."""
    tag, _, text = id_.partition(":")
    return Rich(text, tag or lang)
