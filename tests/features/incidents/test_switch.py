"""O6: one administrator stops all sending, two let it send again; or the command line."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import delete

from bot.delivery.fleet import muting
from bot.features.incidents import switch
from bot.features.staff import SignedIn, Site, Staff, StaffRefused, audit
from bot.features.staff.tables import roles as role_rows
from bot.store.database import Store
from bot.store.datakeys import DataKeys
from bot.store.keyring import Keyring
from tests.clock import FakeClock
from tests.features.staff.office import Office


@pytest.fixture
def staff(keyring: Keyring, data_keys: DataKeys) -> Staff:
    return Staff.of(keyring, data_keys, Site.of("", 8000))


@pytest.fixture
async def office(store: Store, staff: Staff, clock: FakeClock) -> Office:
    return await Office.opened(store, staff, clock)


async def stopped(office: Office) -> tuple[SignedIn, SignedIn]:
    """Two administrators, after the first has stopped all sending."""
    first, second = [await office.me(await office.colleague("administrator")) for _ in range(2)]
    await office.do(lambda c: muting.settle(c, office.now))
    assert await office.do(lambda c: switch.stop(c, first, office.now))
    return first, second


async def agrees(office: Office, who: SignedIn) -> str:
    return await office.do(lambda c: switch.agree(c, who, office.now))


async def is_muted(office: Office) -> bool:
    return await office.do(muting.muted) is not None


async def test_O6_one_stops_and_two_let_it_send_again(office: Office) -> None:
    first, second = await stopped(office)
    muted = await office.do(muting.muted)
    assert muted is not None
    assert (muted.reason, muted.by) == (muting.PERSON, first.account)
    assert not await office.do(lambda c: switch.stop(c, second, office.now))
    assert await agrees(office, first) == "asked"
    assert await agrees(office, first) == "asked", "one person is one yes"
    assert await is_muted(office)
    assert await agrees(office, second) == "done"
    assert not await is_muted(office)
    with pytest.raises(StaffRefused, match="not_muted"):
        await agrees(office, second)
    entries = (await office.do(audit.page))[:4]
    assert [entry.what for entry in reversed(entries)] == [
        "sending.muted",
        *["sending.unmute_asked"] * 2,
        "sending.unmuted",
    ]
    assert entries[0].details == {"with": first.account}


async def test_O6_a_yes_ends_after_a_day(office: Office, clock: FakeClock) -> None:
    first, second = await stopped(office)
    await agrees(office, first)
    clock.forward(switch.AGREE_WITHIN + 1)
    first, second = [replace(who, fresh_until=office.now + 300) for who in (first, second)]
    assert await office.do(lambda c: switch.waiting(c, office.now)) is None
    assert await agrees(office, second) == "asked"
    assert await agrees(office, first) == "done"


async def test_O6_a_yes_to_one_stop_counts_for_no_later_one(office: Office, clock: FakeClock) -> None:
    first, second = await stopped(office)
    await agrees(office, first)
    await office.do(lambda c: muting.unmute(c, "the command line"))
    clock.forward(60)
    await office.do(lambda c: muting.mute(c, muting.PERSON, "the command line", office.now))
    assert await office.do(lambda c: switch.waiting(c, office.now)) is None
    assert await agrees(office, second) == "asked"
    assert await is_muted(office)


async def test_O6_a_yes_of_somebody_who_is_no_administrator_any_more_counts_no_more(office: Office) -> None:
    first, second = await stopped(office)
    await agrees(office, first)
    await office.do(lambda c: c.execute(delete(role_rows).where(role_rows.c.account == first.account)))
    assert await agrees(office, second) == "asked"
    assert await is_muted(office)


async def test_O6_two_at_the_same_moment_are_one_after_the_other(office: Office) -> None:
    outcomes = await asyncio.gather(*(agrees(office, who) for who in await stopped(office)))
    assert sorted(outcomes) == ["asked", "done"]
    assert not await is_muted(office)


async def test_S5_sending_again_needs_a_fresh_factor_and_stopping_does_not(office: Office) -> None:
    first, second = await stopped(office)
    await agrees(office, first)
    assert await agrees(office, second) == "done"
    tired = replace(first, fresh_until=0)
    assert await office.do(lambda c: switch.stop(c, tired, office.now))
    with pytest.raises(StaffRefused, match="stale"):
        await agrees(office, tired)
    manager = replace(first, roles=frozenset({"manager"}))
    for press in (switch.stop, switch.agree):
        with pytest.raises(StaffRefused, match="not_allowed"):
            await office.do(lambda c, press=press: press(c, manager, office.now))  # type: ignore[misc]
