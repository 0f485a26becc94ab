"""What is stored about staff and employers: organisations, accounts, factors, sessions and who did what.

All times are whole seconds since 1970 UTC, from the injected clock. Names and secrets are sealed under the
data key of the account's person; the e-mail is that person's address (bot.delivery.persons, channel "mail").
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from bot.store.schema import metadata

installation = Table(
    "installation",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # always 1: there is one row
    Column("demo", Boolean, nullable=False),
    Column("marked", BigInteger, nullable=False),
    Column("peopled", BigInteger),  # when a demo was given its invented people; null: not yet, or no demo
)

organisations = Table(
    "staff_organisations",
    metadata,
    Column("id", String(22), primary_key=True),  # 128 random bits, base64url
    Column("kind", String(8), nullable=False),  # ngo, employer
    Column("name", String(120), nullable=False),
    Column("operator", Boolean, unique=True),  # true for the operator's own, null for all others
    Column("created", BigInteger, nullable=False),
    Column("closed", BigInteger),
)

accounts = Table(
    "staff_accounts",
    metadata,
    Column("id", String(22), primary_key=True),
    Column(
        "person_id",
        String(22),
        ForeignKey("persons.id", ondelete="CASCADE"),
        nullable=False,
        unique=True,  # one account an address
    ),
    Column("organisation", String(22), ForeignKey("staff_organisations.id"), nullable=False),
    Column("name", LargeBinary, nullable=False),  # encrypted under the person's data key
    Column("lang", String(8), nullable=False),  # "" until one is chosen
    Column("zone", String(64), nullable=False),  # IANA name
    Column("created", BigInteger, nullable=False),
    Column("invited_until", BigInteger, nullable=False),  # a link to set up factors can be made until then
    Column("activated", BigInteger),  # when the first factor was set up
    Column("disabled", BigInteger),
    Index("staff_accounts_organisation", "organisation"),
)


def _account(*, primary_key: bool = False) -> Column[str]:
    return Column(
        "account",
        String(22),
        ForeignKey("staff_accounts.id", ondelete="CASCADE"),
        nullable=False,
        primary_key=primary_key,
    )


roles = Table(
    "staff_roles",
    metadata,
    _account(primary_key=True),
    Column("role", String(16), primary_key=True),
    Column("since", BigInteger, nullable=False),  # an approver may approve only 24 h later (A3)
)

passkeys = Table(
    "staff_passkeys",
    metadata,
    Column("id", String(22), primary_key=True),
    _account(),
    Column("credential", LargeBinary, nullable=False, unique=True),  # random bytes of the authenticator
    Column("public_key", LargeBinary, nullable=False),  # COSE
    Column("counter", BigInteger, nullable=False),  # of the authenticator's signatures
    Column("label", LargeBinary, nullable=False),  # encrypted: what its owner calls it
    Column("created", BigInteger, nullable=False),
    Column("used", BigInteger),
    Index("staff_passkeys_account", "account"),
)

passphrases = Table(
    "staff_passphrases",
    metadata,
    _account(primary_key=True),
    Column("hash", LargeBinary, nullable=False),  # Argon2id, encrypted
    Column("totp", LargeBinary, nullable=False),  # the secret of RFC 6238, encrypted
    Column("step", BigInteger, nullable=False),  # of 30 s: the newest whose code was taken (S6)
    Column("created", BigInteger, nullable=False),
    Column("used", BigInteger),
)

challenges = Table(
    "staff_challenges",
    metadata,
    Column("id", String(22), primary_key=True),
    Column("account", String(22), ForeignKey("staff_accounts.id", ondelete="CASCADE")),  # null: who signs in
    Column("purpose", String(8), nullable=False),  # register, sign_in, step_up, totp
    Column("value", LargeBinary, nullable=False),  # random bytes; a TOTP secret is encrypted
    Column("until", BigInteger, nullable=False),
    Index("staff_challenges_until", "until"),
)

links = Table(
    "staff_links",
    metadata,
    Column("hash", LargeBinary(32), primary_key=True),  # HMAC of purpose and token (I6)
    _account(),
    Column("purpose", String(8), nullable=False),  # join, demo, reader
    Column("until", BigInteger, nullable=False),
    Index("staff_links_account", "account"),
)

sessions = Table(
    "staff_sessions",
    metadata,
    Column("id", String(22), primary_key=True),
    Column("hash", LargeBinary(32), nullable=False, unique=True),  # HMAC of the token in the cookie
    _account(),
    Column("created", BigInteger, nullable=False),
    Column("seen", BigInteger, nullable=False),
    Column("fresh", BigInteger, nullable=False),  # when a factor was last checked (S5)
    Column("demo", Boolean, nullable=False),  # signed in by a link of the demo, without any factor
    Index("staff_sessions_account", "account"),
    Index("staff_sessions_seen", "seen"),
)

tries = Table(
    "staff_tries",
    metadata,
    Column("key", LargeBinary(32), primary_key=True),  # HMAC of what is counted, known here or not
    Column("count", Integer, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=False),  # no further try is looked at before
)

recoveries = Table(
    "staff_recoveries",
    metadata,
    _account(primary_key=True),
    Column("agreed_by", String(22), nullable=False),  # the account of the first administrator
    Column("until", BigInteger, nullable=False),
)

audit = Table(
    "staff_audit",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),  # 1, 2, 3 ... without a gap
    Column("at", BigInteger, nullable=False),
    Column("actor", String(22), nullable=False),  # an account, or command-line, or system
    Column("organisation", String(22), nullable=False),  # that it is filed under; empty: the installation
    Column("what", String(60), nullable=False),  # a code such as account.invited
    Column("about", String(60), nullable=False),  # an id
    Column("details", Text, nullable=False),  # JSON of codes and ids
    Column("hash", LargeBinary(32), nullable=False),  # over the hash before and this row (L3)
    Index("staff_audit_organisation", "organisation", "number"),
)

audit_start = Table(
    "staff_audit_start",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # always 1: there is one row
    Column("number", BigInteger, nullable=False),  # the last row that was removed for its age (L5)
    Column("hash", LargeBinary(32), nullable=False),  # its hash: what is left is checked from here
)
