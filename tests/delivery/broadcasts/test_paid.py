"""Paid broadcasts: only where switched on, only up to their cost."""

from __future__ import annotations

from bot.conversation.messages import Outgoing
from bot.delivery.broadcasts import spending
from bot.delivery.keys import Keys
from bot.store.database import Store
from tests.clock import FakeClock
from tests.delivery.broadcasts.parts import Office
from tests.delivery.parts import Phone


class Payable(Phone):
    """A phone that counts what is paid for."""

    def __init__(self) -> None:
        super().__init__()
        self.paid: list[str] = []

    async def send_paid(self, address: str, message: Outgoing) -> str:
        self.paid.append(address)
        return await self.send(address, message)


async def test_the_day_is_never_overspent_and_the_rest_goes_unpaid(
    store: Store, keys: Keys, clock: FakeClock
) -> None:
    phone = Payable()
    office = Office(store, keys, clock, phone=phone)
    office.has_a_lane(stars=1, monotonic=office.seconds)
    await office.meets(*(f"chat-{number}" for number in range(16)))
    await office.opens()
    assert await office.round(7) == 7
    await office.all_()
    assert len(phone.shown) == 16
    assert len(phone.paid) == spending.MESSAGES_A_STAR


async def test_nothing_is_paid_unless_it_is_switched_on(store: Store, keys: Keys, clock: FakeClock) -> None:
    phone = Payable()
    office = Office(store, keys, clock, phone=phone)
    await office.meets("a", "b")
    await office.opens()
    await office.all_()
    assert len(phone.shown) == 2 and phone.paid == []


async def test_a_new_day_brings_a_new_allowance(office: Office) -> None:
    async def reserve(days: int) -> int:
        now = office.clock.now() + days * spending.DAY
        return await office.store.write(lambda conn: spending.reserve(conn, "phone", 8, 1, now))

    assert [await reserve(day) for day in (0, 0, 0, 1)] == [8, 2, 0, 8]
