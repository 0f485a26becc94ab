"""What the processes of a fleet write down for each other. Nothing of it is about a person."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, String, Table

from bot.store.schema import metadata

leases = Table(
    "leases",
    metadata,
    Column("name", String(40), primary_key=True),  # of a job that only one process does at a time
    Column("holder", String(22), nullable=False),  # a process: random, new at every start
    Column("until", BigInteger, nullable=False),
)

home = Table(
    "home",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # always 1: there is one row
    Column("fingerprint", LargeBinary(32), nullable=False),  # of where this database lies (O2)
    Column("muted", BigInteger),  # since when nothing is sent; null: it may send
    Column("reason", String(20), nullable=False),  # why it was muted last: copy, restored, person; or empty
    Column("decided_by", String(80), nullable=False),  # who muted or unmuted it last; empty: the program
)
