"""How long to wait before a failed message is tried again."""

from __future__ import annotations

import random

MAX_TRIES = 5
"""After so many failed tries a message is a dead letter (M10)."""

_FIRST = 5.0
_FACTOR = 5.0
_LONGEST = 600.0


def wait_after(tries: int, chance: random.Random) -> float:
    """Seconds to wait after failure number `tries` (1, 2, ...): 5, 25, 125, then 600, each a quarter off.

    The chance keeps thousands of messages that failed together from coming back together.
    """
    wait = min(_FIRST * _FACTOR ** (tries - 1), _LONGEST)
    return wait * chance.uniform(0.75, 1.25)
