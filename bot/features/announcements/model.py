"""The words that everything here shares: what an announcement says, to whom, and what became of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import msgspec

from bot.conversation.messages import Text
from bot.features.staff import StaffRefused

Kind = Literal["new", "update", "cancel"]
"""The message types of CAP 1.2 that people are told of (A4)."""
Mode = Literal["live", "exercise"]
State = Literal["draft", "submitted", "approved", "running", "stopped", "done"]
Stands = Literal["draft", "submitted", "approved", "running", "sent", "stopped", "done"]
"""A state as staff read it."""
Wave = Literal["pilot", "main", "correction"]

MINUTE, HOUR, DAY = 60, 3_600, 86_400
MOST_DAYS = 7
"""Days that an announcement may last at most."""
QUIET = (21 * 60, 7 * 60)
"""The hours in which nothing is sent, unless the writer says otherwise: minutes of the reader's day."""
MOST_TITLE = 120
MOST_TEXT = 4_096
"""UTF-16 units of a message in Telegram, our frame included (I8)."""
RIPE = DAY
"""Seconds for which an account must have been an approver before it may approve (A3)."""
STAGED_ABOVE = 10_000
"""People above whom staff get it first (A7)."""
STAFF_FIRST = 50
STAFF_WAIT = 5 * MINUTE
"""Seconds that staff have to stop it before everybody gets it (A7)."""
DAILY = 10
"""Announcements that an organisation may send within 24 hours, unless the installation allows fewer (A13)."""
CORRECTABLE = 6 * DAY
"""Seconds after its end for which it can be corrected: a day less than its rows are kept."""
CORRECTION_LASTS = DAY
"""Seconds for which a correction is delivered at least."""


class Audience(msgspec.Struct, frozen=True, omit_defaults=True):
    """Whom it is for: who meets every condition that is not empty.

    `places`: ids, each with all places below it; none means all that the organisation may reach.
    `topics`: who subscribed to any of these. `interviewing`: candidates with an interview still to come.
    """

    places: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    interviewing: bool = False


class Draft(msgspec.Struct, frozen=True, omit_defaults=True):
    """All that a writer decides. Every word of it is bound by the approval (A2).

    `title` is for staff alone. `texts` and `correction`: by language. `fallbacks`: for a language without a
    text, the one whose text its readers get, which the writer has confirmed. `starts`, `ends`: seconds since
    1970; a start that is past means as soon as it is approved. `zone`: in which the end is told (IANA).
    `quiet`: from and to, in minutes of each reader's day; None for no such hours.
    """

    title: str
    texts: Mapping[str, str]
    ends: int
    correction: Mapping[str, str] = {}
    kind: Kind = "new"
    mode: Mode = "live"
    about: str = ""
    fallbacks: Mapping[str, str] = {}
    audience: Audience = Audience()
    starts: int = 0
    urgent: bool = False
    zone: str = "UTC"
    quiet: tuple[int, int] | None = QUIET

    def language(self, lang: str) -> str | None:
        """The language in which a reader of `lang` gets it; None where nobody decided that."""
        chosen = lang if lang in self.texts else self.fallbacks.get(lang, "")
        return chosen if chosen in self.texts else None


encode = msgspec.json.Encoder(order="deterministic").encode
decode = msgspec.json.Decoder(Draft).decode


@dataclass(frozen=True, slots=True)
class Announcement:
    """One announcement as it stands. `reference` is what people call it, such as 17."""

    id: str
    organisation: str
    number: int
    code: str
    state: State
    draft: Draft
    digest: str
    """Of the content as it is now, in hex: what an approver saw is approved, and nothing else (A2)."""
    submitted_digest: str
    """Of what was submitted; "" for a draft."""
    writers: tuple[str, ...]
    """Accounts, the one who submitted it last."""
    approver: str | None
    both_urgent: bool
    people: int | None
    created: int
    changed: int
    submitted: int | None
    approved: int | None
    started: int | None
    ended: int | None
    stopped_by: str | None
    returned: str = ""
    """Why an approver handed it back; "" once it was submitted again."""

    @property
    def reference(self) -> str:
        """How people name it beside its organisation."""
        return str(self.number)

    def stands(self, now: float) -> Stands:
        """Its state as staff read it: one that everybody has got is not over before its end."""
        return "sent" if self.state == "done" and self.started and self.draft.ends > now else self.state


def digest_of(id_: str, organisation: str, code: str, draft: Draft) -> bytes:
    """SHA-256 over all language versions, audience, links, times, urgency, kind, mode and correction (A2)."""
    parts = (id_.encode(), organisation.encode(), code.encode(), encode(draft))
    return hashlib.sha256(b"".join(len(part).to_bytes(8, "big") + part for part in parts)).digest()


class AnnouncementRefused(StaffRefused):
    """Something may not or cannot be done with an announcement; `text` says why and what to do."""


class ChangedMeanwhile(AnnouncementRefused):
    """Somebody else saved it while this was being written: `present` is what is stored now."""

    def __init__(self, text: Text, present: Announcement) -> None:
        super().__init__("changed_meanwhile", text)
        self.present = present


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to mend before it can be submitted, or (`blocks` false) to look at.

    `field`: of Draft. `lang`: the language version that it is in. `said`: the words of it, if any.
    """

    code: str
    field: str
    text: Text
    lang: str = ""
    said: str = ""
    blocks: bool = True


class Blocked(AnnouncementRefused):
    """It cannot be submitted or approved as it is: `problems` has everything to mend."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        first = problems[0]
        super().__init__(first.code, first.text, first.field)
        self.problems = problems
