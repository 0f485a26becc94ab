"""The words that everything here shares: roles, who is signed in, and refusals that a page can show."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection

from bot.conversation.messages import Text
from bot.conversation.texts import T
from bot.language.normal import clean

Kind = Literal["ngo", "employer"]
KINDS: tuple[Kind, ...] = ("ngo", "employer")

ROLES: dict[str, Text] = {
    "administrator": T("staff.role", "Administrator"),
    "manager": T("staff.role", "Manager"),
    "announcer": T("staff.role", "Writes announcements"),
    "approver": T("staff.role", "Approves announcements"),
    "case_worker": T("staff.role", "Case worker"),
    "vetter": T("staff.role", "Checks employers"),
    "reviewer": T("staff.role", "Reviews job adverts"),
    "employer": T("staff.role", "Employer"),
}
"""Every role by its code, with the name that people see."""
ADMINISTRATOR, MANAGER, EMPLOYER = "administrator", "manager", "employer"
NGO_ROLES = tuple(role for role in ROLES if role != EMPLOYER)

Note = Callable[[Connection, str, str, str, Mapping[str, str], float], None]
"""note(conn, actor's account id, code of what was done, id of what it was done to, codes and ids, now)."""
Post = Callable[[Connection, str, str, Mapping[str, str], float], None]
"""post(conn, account id, kind of mail, values without personal data, now): a mail on the outbox."""

_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"\\]+@[^\s@<>()\[\],;:\"\\]+\.[^\s@<>()\[\],;:\"\\.]{2,}")
MOST_ADDRESS = 254
MOST_NAME = 80


class StaffRefused(Exception):
    """Something may not or cannot be done. `text` says why and what to do; `code` is for programs and logs.

    `field` names the part of a form that it is about ("email", "name", "passphrase", "code" ...), or "".
    """

    def __init__(self, code: str, text: Text, field: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.text = text
        self.field = field


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who makes a request. Read anew from the database for each one, so that it is never out of date."""

    account: str
    organisation: str
    organisation_name: str
    kind: Kind
    roles: frozenset[str]
    name: str
    lang: str
    """"" until one was chosen: pages are then in the browser's."""
    zone: str
    session: str
    """The session's id, as pages may show it; never its token."""
    demo: bool
    seen: int
    """When the session was last touched; see `sessions.touch`."""
    fresh_until: float
    """Until when a factor counts as just checked (S5), in seconds since 1970."""


COMMAND_LINE = SignedIn(
    account="command-line",
    organisation="",
    organisation_name="",
    kind="ngo",
    roles=frozenset({ADMINISTRATOR}),
    name="",
    lang="en",
    zone="UTC",
    session="",
    demo=False,
    seen=0,
    fresh_until=float("inf"),
)
"""Whoever can run commands on the machine: the first administrator is made there."""
SYSTEM = "system"
"""The actor of what the program does by itself."""


def fresh(who: SignedIn, now: float) -> bool:
    """True while the factor check is at most five minutes old (S5)."""
    return now < who.fresh_until


def may(who: SignedIn, *roles: str) -> bool:
    """True where this account holds at least one of the roles. Without roles: False (S4)."""
    return not who.roles.isdisjoint(roles)


def need(who: SignedIn, *roles: str) -> None:
    """Raise StaffRefused where the account holds none of the roles."""
    if not may(who, *roles):
        raise StaffRefused("not_allowed", T("staff", "Your account may not do this. Ask an administrator."))


def need_fresh(who: SignedIn, now: float) -> None:
    """Raise StaffRefused where no factor was checked within five minutes (S5)."""
    if not fresh(who, now):
        raise StaffRefused("stale", T("staff", "Please confirm first that it is you."))


def tidy_address(typed: str) -> str:
    """An e-mail address as it is stored and compared, in small letters. Raises StaffRefused."""
    address = typed.strip().lower()
    if len(address) > MOST_ADDRESS or not address.isprintable() or not _ADDRESS.fullmatch(address):
        raise StaffRefused(
            "bad_email", T("staff", "This is not an e-mail address. Write it like name@example.org."), "email"
        )
    return address


def tidy_name(typed: str, field: str = "name") -> str:
    """A name of a person or organisation without stray spaces. Raises StaffRefused."""
    name = " ".join(clean(typed).split())
    if not 2 <= len(name) <= MOST_NAME:
        raise StaffRefused("bad_name", T("staff", "Write a name of 2 to 80 letters."), field)
    return name
