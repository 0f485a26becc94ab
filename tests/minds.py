"""Everything that answers, read once for all tests of a process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import msgspec

from bot.flows_commands import rehearsing
from bot.mind import Mind


@cache
def shared_mind() -> Mind:
    """The mind of rehearsals. It is everybody's: who changes something in it puts that back.

    To learn a language for the search takes it a second, so that a mind for each module would cost a minute.
    """
    return rehearsing()


@contextmanager
def flows_with(mind: Mind, **headers: Any) -> Iterator[Mind]:
    """The mind with these headers in all its flows (`danger=frozenset()`), for negative controls."""
    flows = mind.world.flows
    assert isinstance(flows, dict)
    kept = dict(flows)
    flows.update({id_: msgspec.structs.replace(flow, **headers) for id_, flow in kept.items()})
    try:
        yield mind
    finally:
        flows.update(kept)
