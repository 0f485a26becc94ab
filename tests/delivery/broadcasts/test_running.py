"""A whole process that answers people and tells many something at the same time, its loops running."""

from __future__ import annotations

from random import Random

from bot.delivery.keys import Keys
from bot.delivery.pacing import Paced
from bot.delivery.runner import Runner
from bot.delivery.sender import Sender
from bot.store.database import Store
from tests.clock import FakeClock
from tests.delivery.broadcasts.parts import ONE, Office, words
from tests.delivery.parts import Phone, apologise, count_up, find_nothing, text, until


async def test_M7_people_are_answered_while_many_are_told_and_a_stop_is_clean(
    store: Store, keys: Keys, clock: FakeClock
) -> None:
    office = Office(store, keys, clock)
    people = [f"chat-{number}" for number in range(40)]
    await office.meets(*people)
    await office.opens()
    phone = Phone()
    budget = Paced(per_second=20)
    sender = Sender(store, keys, clock, [phone], budgets={"phone": budget}, chance=Random(1))
    runner = Runner(
        store, keys, clock, sender, turn=count_up, find=find_nothing, apology=apologise, words=words
    )  # fmt: skip
    await runner.start()
    try:
        await until(lambda: len(phone.shown) >= 3)
        await runner.accept("phone", "u1", "someone", text("hello"))
        await until(lambda: bool(phone.texts("someone")))
        assert len(phone.shown) < 40
    finally:
        assert await runner.stop()
    counts = await office.counts()
    assert counts.leased == 0  # what was not begun went back
    assert counts.sent == sum(shown == f"{ONE} in en" for _, shown in phone.shown)
    assert counts.sent + counts.waiting == 40
