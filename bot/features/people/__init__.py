"""A person, what she said yes to, and forgetting her.

given(conn, person, "profile")      # did she allow it, and not take it back?
given(conn, person, "sharing", organisation)
given_by(conn, people, "matching")  # those of many
note(conn, person, "matching", yes=True, version=1, lang="fa", now=now)
erase(conn, keys, person)           # forget everything about her
"""

from bot.features.people.consents import given, given_by, note, shared_with
from bot.features.people.erasing import erase
from bot.features.people.pin_actions import pin_actions

__all__ = ["erase", "given", "given_by", "note", "pin_actions", "shared_with"]
