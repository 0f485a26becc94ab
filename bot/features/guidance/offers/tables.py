"""What the check of offers stores: a public list of certified recruiters. Nothing about anybody who asks."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table

from bot.store.schema import metadata

recruiters = Table(
    "guidance_recruiters",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # the line of the file that was loaded
    Column("name", String(200), nullable=False),
    Column("country", String(80), nullable=False),
    Column("status", String(80), nullable=False),
    Column("as_of", String(10), nullable=False),  # ISO date: the day of the list
)
