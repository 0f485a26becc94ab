"""An update's way through: in once, one turn in one transaction, out once."""

from __future__ import annotations

from bot.delivery.ports import Reception
from bot.delivery.tables import inbox, outbox
from tests.delivery.parts import Desk, states


def test_a_runner_is_what_channels_ask_for(desk: Desk) -> None:
    reception: Reception = desk.runner  # the type checker's word for it
    assert reception is desk.runner


async def test_an_answer_goes_out_and_everything_is_marked(desk: Desk) -> None:
    assert await desk.says("anna", "hello")
    await desk.settles()
    assert desk.phone.texts("anna") == ["hello is number 1"]
    assert await states(desk.store, inbox) == ["handled"]
    assert await states(desk.store, outbox) == ["sent"]


async def test_M2_an_update_that_comes_twice_has_one_effect(desk: Desk) -> None:
    assert await desk.says("anna", "hello", external_id="7")
    assert not await desk.says("anna", "hello", external_id="7")
    await desk.settles()
    assert not await desk.says("anna", "hello", external_id="7")
    await desk.says("anna", "again", external_id="6")  # ids can restart lower
    await desk.settles()
    assert desk.phone.texts("anna") == ["hello is number 1", "again is number 2"]
