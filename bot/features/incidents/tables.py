"""What is kept of incidents. Times are seconds since 1970 UTC."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, String, Table

from bot.store.schema import metadata

incidents = Table(
    "incidents",
    metadata,
    Column("id", String(22), primary_key=True),  # 128 random bits; also the owner of the data key
    Column("noticed", BigInteger, nullable=False),  # the 72 hours begin here (GDPR 33)
    Column("opened", BigInteger, nullable=False),
    Column("opened_by", String(22), nullable=False),  # an account
    Column("scope", String(12), nullable=False),  # everybody, telegram, web, staff
    Column("happened", LargeBinary, nullable=False),  # what happened; sealed under its own data key
    Column("version", Integer, nullable=False),  # grows with each change of the words
    Column("authority_told", BigInteger),
    Column("people_told", BigInteger),
    Column("closed", BigInteger),
)

unmute_requests = Table(
    "unmute_requests",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # always 1: there is one switch
    Column("agreed_by", String(22), nullable=False),  # the account of the first administrator
    Column("muted", BigInteger, nullable=False),  # of which mute: a yes counts for no later one
    Column("until", BigInteger, nullable=False),
)
