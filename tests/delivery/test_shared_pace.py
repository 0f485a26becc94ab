"""I13: of calls that may be made at once Redis refuses none, however they are spaced by the rate."""

from __future__ import annotations

import pytest
from redis import Redis

from bot.delivery.redis.pace import SCRIPT
from tests.valkey import Valkey

BURST = 60
ALL_AT_ONE_MOMENT = f"""
local function call() {SCRIPT} end
local waits = {{}}
for _ = 1, {BURST} + 1 do table.insert(waits, call()) end
return waits
"""
"""A script has one clock from its beginning to its end: so do all calls within this one."""


@pytest.mark.parametrize("rate", [1 / 3, 0.7, 7, 11, 60 / 7, 1000 / 7, 60])
def test_the_whole_burst_passes_at_one_moment_and_the_next_call_waits(
    redis_server: Valkey, rate: float
) -> None:
    with Redis.from_url(redis_server.url) as redis:
        for _ in range(20):  # moments of the clock differ
            *burst, after = redis.eval(ALL_AT_ONE_MOMENT, 1, "pace", str(BURST), str(rate), "0")
            assert burst == [0] * BURST
            assert after > 0
            redis.delete("pace")
