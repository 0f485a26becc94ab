"""Who may invite whom, and who may change whose rights (S4), each by its table."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from bot.features.staff import COMMAND_LINE, ROLES, StaffRefused, audit, directory, organisations, roles
from bot.features.staff.model import NGO_ROLES
from tests.features.staff.office import Colleague, Office


@dataclass
class Town:
    """The operator's NGO, another NGO and an employer, with somebody of each kind."""

    office: Office
    ngo: str
    shop: str
    people: dict[str, Colleague]


@pytest.fixture
async def town(office: Office) -> Town:
    ngo = await office.organisation("ngo", "Valley Aid")
    shop = await office.organisation("employer", "Bakery")
    return Town(
        office,
        ngo,
        shop,
        {
            "administrator": await office.colleague("administrator"),
            "second": await office.colleague("administrator"),
            "manager": await office.colleague("manager", organisation=ngo),
            "own manager": await office.colleague("manager"),
            "vetter": await office.colleague("vetter", organisation=ngo),
            "employer": await office.colleague("employer", organisation=shop),
        },
    )


async def test_S4_the_roles_that_each_may_give(town: Town) -> None:
    office = town.office
    without = tuple(role for role in NGO_ROLES if role != "administrator")
    allowed = {
        "administrator": {office.own: NGO_ROLES, town.ngo: without, town.shop: ("employer",)},
        "manager": {town.ngo: without},
        "own manager": {office.own: without},
        "vetter": {},
        "employer": {},
    }
    for name, expected in allowed.items():
        by = await office.me(town.people[name])
        for organisation in (office.own, town.ngo, town.shop, "no such"):
            found = await office.do(lambda conn: roles.grantable(conn, by, organisation))  # noqa: B023
            assert found == expected.get(organisation, ()), (name, organisation)
            for role in ROLES:
                try:
                    await office.invited(role, organisation=organisation, by=by)
                except StaffRefused:
                    assert role not in found, (name, organisation, role)
                else:
                    assert role in found, (name, organisation, role)


async def test_S4_whose_rights_each_may_change(town: Town) -> None:
    """Nobody her own; a manager not an administrator's, and nobody's of another organisation."""
    office = town.office
    allowed = {
        "administrator": {"second", "manager", "own manager", "vetter", "employer"},
        "manager": {"vetter"},
        "own manager": set[str](),
        "vetter": set[str](),
        "employer": set[str](),
    }
    for name, expected in allowed.items():
        by = await office.me(town.people[name])
        for other, them in town.people.items():
            try:
                await office.do(
                    lambda conn: roles.need_charge_of(conn, by, them.account)  # noqa: B023
                )
            except StaffRefused as refused:
                assert other not in expected, (name, other)
                assert refused.code in ("own", "not_allowed")
            else:
                assert other in expected, (name, other)


async def test_S4_a_manager_cannot_make_or_unmake_administrators(town: Town) -> None:
    office = town.office
    manager = await office.me(town.people["own manager"])
    vetter = (await office.colleague("vetter")).account
    with pytest.raises(StaffRefused, match="role_not_allowed"):
        await office.do(lambda c: roles.set_roles(c, manager, vetter, ["administrator"], office.now))
    first = town.people["administrator"].account
    for codes in (["vetter"], ["manager", "administrator"]):
        with pytest.raises(StaffRefused, match="not_allowed"):
            await office.do(lambda c: roles.set_roles(c, manager, first, codes, office.now))  # noqa: B023
    with pytest.raises(StaffRefused, match="not_allowed"):
        await office.do(lambda c: roles.disable(c, manager, first, office.now))
    me = await office.me(town.people["administrator"])
    with pytest.raises(StaffRefused, match="own"):
        await office.do(lambda c: roles.set_roles(c, me, me.account, ["vetter"], office.now))
    await office.do(lambda c: roles.set_roles(c, manager, vetter, ["reviewer"], office.now))
    assert set(await office.do(lambda c: roles.of(c, vetter))) == {"reviewer"}


async def test_A3_a_role_that_is_kept_stays_as_old_as_it_is(office: Office) -> None:
    ana = await office.invited("approver", "vetter")
    began = int(office.now)
    office.clock.forward(1_000)
    await office.do(lambda c: roles.set_roles(c, COMMAND_LINE, ana, ["approver", "announcer"], office.now))
    assert await office.do(lambda c: roles.of(c, ana)) == {"approver": began, "announcer": began + 1_000}
    await office.do(lambda c: roles.set_roles(c, COMMAND_LINE, ana, ["vetter"], office.now))
    office.clock.forward(1_000)
    await office.do(lambda c: roles.set_roles(c, COMMAND_LINE, ana, ["approver"], office.now))
    assert await office.do(lambda c: roles.of(c, ana)) == {"approver": began + 2_000}


async def test_organisations_have_one_name_each_and_only_administrators_make_them(town: Town) -> None:
    office = town.office
    manager = await office.me(town.people["manager"])
    with pytest.raises(StaffRefused, match="not_allowed"):
        await office.do(lambda c: organisations.add(c, manager, "employer", "Mill", office.now))
    admin = await office.me(town.people["administrator"])
    for name, code in (("Bakery", "name_taken"), ("x", "bad_name")):
        with pytest.raises(StaffRefused, match=code):
            await office.do(lambda c: organisations.add(c, admin, "employer", name, office.now))  # noqa: B023
    with pytest.raises(StaffRefused, match="name_taken"):
        await office.do(lambda c: organisations.rename(c, admin, town.ngo, "Bakery", office.now))
    await office.do(lambda c: organisations.rename(c, admin, town.ngo, "Valley  Aid e.V.", office.now))
    with pytest.raises(StaffRefused, match="operator"):
        await office.do(lambda c: organisations.close(c, admin, office.own, office.now))
    found = await office.do(organisations.listed)
    assert [(o.name, o.kind, o.operator, o.accounts) for o in found] == [
        ("Bakery", "employer", False, 1),
        ("Harbour Aid", "ngo", True, 3),
        ("Valley Aid e.V.", "ngo", False, 2),
    ]
    assert await office.do(lambda c: directory.members(c, town.ngo, "vetter")) == [
        town.people["vetter"].account
    ]
    assert set(await office.do(lambda c: directory.holders(c, "manager"))) == {
        town.people["manager"].account,
        town.people["own manager"].account,
    }


async def test_L3_managers_read_what_concerns_their_organisation(town: Town) -> None:
    office = town.office
    vetter = town.people["vetter"].account
    admin = await office.me(town.people["administrator"])
    await office.do(lambda c: roles.disable(c, admin, vetter, office.now))
    theirs = await office.do(lambda c: audit.page(c, town.ngo))
    assert (theirs[0].what, theirs[0].about, theirs[0].actor) == ("account.disabled", vetter, admin.account)
    assert {entry.organisation for entry in theirs} == {town.ngo}
