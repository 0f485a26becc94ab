"""Staff and employers: organisations, accounts, roles, ways to sign in, sessions and the audit log.

Functions take the transaction's connection, then (where they seal, find or check tokens) the `Staff` context:

    who = sessions.signed_in(conn, staff, token, now)       # on every request; None: not signed in
    may(who, "vetter", "administrator"); fresh(who, now)    # what the account may do, and S5
    audit.note(conn, who.account, "vacancy.released", vacancy, {}, now)      # the `Note` of other parts
    directory.addressee(conn, account)                      # how mail finds an account

Whatever may not or cannot be done raises StaffRefused, with a text for the page. Only signing in returns
Refused instead: it counts the try, and what raises is rolled back.
"""

from bot.features.staff import (
    accounts,
    api,
    audit,
    demo,
    directory,
    factors,
    installation,
    invitations,
    joining,
    links,
    organisations,
    passkeys,
    passphrases,
    recovery,
    roles,
    sessions,
    sign_in,
)
from bot.features.staff.accounts import create, erase, find, keeps, set_own
from bot.features.staff.context import DEMO_PATH, JOIN_PATH, Site, Staff
from bot.features.staff.installation import is_demo, mark
from bot.features.staff.model import (
    COMMAND_LINE,
    ROLES,
    SYSTEM,
    Note,
    Post,
    SignedIn,
    StaffRefused,
    fresh,
    may,
    need,
    need_fresh,
)
from bot.features.staff.passphrases import hashed
from bot.features.staff.retention import sweeper
from bot.features.staff.sign_in import Refused

__all__ = [
    "COMMAND_LINE",
    "DEMO_PATH",
    "JOIN_PATH",
    "ROLES",
    "SYSTEM",
    "Note",
    "Post",
    "Refused",
    "SignedIn",
    "Site",
    "Staff",
    "StaffRefused",
    "accounts",
    "api",
    "audit",
    "create",
    "demo",
    "directory",
    "erase",
    "factors",
    "find",
    "fresh",
    "hashed",
    "installation",
    "invitations",
    "is_demo",
    "joining",
    "keeps",
    "links",
    "mark",
    "may",
    "need",
    "need_fresh",
    "organisations",
    "passkeys",
    "passphrases",
    "recovery",
    "roles",
    "sessions",
    "set_own",
    "sign_in",
    "sweeper",
]
