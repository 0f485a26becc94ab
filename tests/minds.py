"""Everything that answers, read once for all tests of a process."""

from __future__ import annotations

from functools import cache

from bot.flows_commands import rehearsing
from bot.mind import Mind


@cache
def shared_mind() -> Mind:
    """The mind of rehearsals. It is everybody's: who changes something in it puts that back.

    To learn a language for the search takes it a second, so that a mind for each module would cost a minute.
    """
    return rehearsing()
