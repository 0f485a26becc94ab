"""The bot's own name, as posters print it."""

from __future__ import annotations

import pytest

from bot.channels.telegram.naming import NoName, user_name
from tests.channels.telegram.conftest import settings_for
from tests.channels.telegram.stand_in import StandIn
from tests.channels.telegram.trouble import Answer


async def test_telegram_tells_the_name(server: StandIn) -> None:
    assert await user_name(settings_for(server)) == "rafiq_bot"


async def test_L2_what_telegram_does_not_tell_is_asked_of_the_operator_without_the_token(
    server: StandIn,
) -> None:
    server.trouble("getMe", Answer(401, "Unauthorized"))
    with pytest.raises(NoName) as refused:
        await user_name(settings_for(server))
    assert "--bot" in str(refused.value)
    assert server.token not in str(refused.value)
