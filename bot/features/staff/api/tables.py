"""What is stored of keys for programs, and of the answers that their calls got.

All times are whole seconds since 1970 UTC, from the injected clock.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, String, Table

from bot.store.schema import metadata

api_keys = Table(
    "staff_api_keys",
    metadata,
    Column("id", String(22), primary_key=True),
    Column("account", String(22), ForeignKey("staff_accounts.id", ondelete="CASCADE"), nullable=False),
    Column("hash", LargeBinary(32), nullable=False, unique=True),  # keyed, under a key of its own (K2, K5)
    Column("prefix", String(12), nullable=False),  # rfq_ and eight letters: enough to recognise, not to use
    Column("name", LargeBinary, nullable=False),  # encrypted under the key of the account's person
    Column("scopes", String(200), nullable=False),  # codes, with a space between them
    Column("created", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=False),
    Column("used_day", Integer),  # days since 1970 UTC; no finer, so that it tells nobody's hours of work
    Column("revoked", BigInteger),
    Index("staff_api_keys_account", "account", "created"),
)

api_answers = Table(
    "staff_api_answers",
    metadata,
    Column(
        "account",
        String(22),
        ForeignKey("staff_accounts.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("name", LargeBinary(32), primary_key=True),  # keyed hash of the Idempotency-Key
    Column("call", LargeBinary(32), nullable=False),  # keyed hash of method, path, version and body
    # encrypted under the key of the account's person; null: not kept, and the call is made again
    Column("answer", LargeBinary),
    Column("at", BigInteger, nullable=False),
    Index("staff_api_answers_at", "at"),
)
