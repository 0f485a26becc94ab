"""Two people, a hash, a count: what has to be true before anything goes out (A1-A6, A13)."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection, delete, select, update

from bot.features import announcements
from bot.features.announcements import Audience, Blocked, approval, records
from bot.features.announcements.model import digest_of
from bot.features.announcements.tables import announcements as rows
from bot.features.announcements.tables import writers
from bot.features.staff import COMMAND_LINE, SignedIn, StaffRefused, audit, roles
from bot.features.staff.tables import audit as audit_rows
from tests.contention import Meeting
from tests.features.announcements.world import DAY, World


async def _refused(world: World, id_: str, by: str = "approver", **changes: Any) -> str:
    with pytest.raises(StaffRefused) as refused:
        await world.approve(id_, by, **changes)
    assert (await world.found(id_)).state != "approved"
    return refused.value.code


async def test_A1_who_wrote_a_word_of_it_cannot_approve_it_whatever_her_roles(world: World) -> None:
    await world.write(lambda conn: world.readers(conn, 12, world.camp))
    # The administrator has every role, and wrote; a second writer changes it, a third submits it.
    saved = await world.do(announcements.create, world.people["both"], world.draft())
    id_ = saved.announcement.id
    await world.do(announcements.save, world.people["announcer"], id_, world.draft(title="Gate 3, again"))
    with pytest.raises(StaffRefused, match="not_allowed"):
        await world.do(announcements.submit, COMMAND_LINE, id_)
    await world.do(announcements.submit, world.people["announcer"], id_)
    assert await _refused(world, id_, "both") == "own"
    # Neither does one without the role, nor an administrator, nor the command line, nor another organisation.
    assert await _refused_for(world, id_, world.people["announcer"]) == "not_allowed"
    no_role = replace(world.people["administrator"], roles=frozenset({"administrator"}))
    assert await _refused_for(world, id_, no_role) == "not_allowed"
    assert await _refused_for(world, id_, COMMAND_LINE) == "not_allowed"
    assert await _refused_for(world, id_, world.people["outsider"]) == "gone"
    assert await _refused_for(world, id_, world.people["administrator"]) == "gone"
    # Negative control: it is the note of who wrote that kept her out.
    await world.write(
        lambda conn: conn.execute(delete(writers).where(writers.c.account == world.people["both"].account))
    )
    assert (await world.approve(id_, "both")).state == "approved"


async def _refused_for(world: World, id_: str, who: SignedIn) -> str:
    seen = await world.do(announcements.review, world.people["approver"], id_)
    with pytest.raises(StaffRefused) as refused:
        await world.store.write(
            lambda conn: announcements.approve(
                conn,
                world.desk,
                who,
                id_,
                world.now,
                digest=seen.digest,
                shown=seen.counted.number,
                typed=str(seen.counted.number),
            )
        )
    return refused.value.code


async def test_A1_both_need_a_factor_that_was_just_checked(world: World) -> None:
    await world.write(lambda conn: world.readers(conn, 12, world.camp))
    saved = await world.do(announcements.create, world.people["announcer"], world.draft())
    id_ = saved.announcement.id
    with pytest.raises(StaffRefused, match="stale"):
        await world.do(announcements.submit, world.stale("announcer"), id_)
    await world.do(announcements.submit, world.people["announcer"], id_)
    assert await _refused_for(world, id_, world.stale("approver")) == "stale"
    assert (await world.approve(id_)).state == "approved"


async def test_A1_what_was_put_into_the_database_around_the_two_is_not_sent(world: World) -> None:
    await world.write(lambda conn: world.readers(conn, 12, world.camp))
    one = await world.submitted()
    forged = {"state": "approved", "approver": world.people["announcer"].account, "approved": int(world.now)}
    await world.write(lambda conn: records.set_(conn, one.id, **forged))
    await world.announcing.step(world.store, world.clock.now)
    assert (await world.found(one.id)).state == "draft"
    # Negative control: the same with another approver starts.
    await world.do(announcements.submit, world.people["announcer"], one.id)
    await world.write(
        lambda conn: records.set_(conn, one.id, **{**forged, "approver": world.people["approver"].account})
    )
    await world.announcing.step(world.store, world.clock.now)
    assert (await world.found(one.id)).state == "running"


def test_A2_every_part_of_the_content_is_in_the_hash() -> None:
    whole = _WHOLE
    known = {digest_of("id", "org", "code", whole)}
    changes: dict[str, Any] = {
        "title": "Gate 4",
        "texts": {"en": whole.texts["en"] + " ", "fr": "b"},
        "fallbacks": {"ar": "fr"},
        "correction": {"en": "c."},
        "kind": "update",
        "mode": "exercise",
        "about": "x",
        "audience": Audience(places=("p",), topics=("water",)),
        "starts": 1,
        "ends": 3,
        "urgent": True,
        "zone": "Africa/Kampala",
        "quiet": (0, 60),
    }
    assert set(changes) == set(whole.__struct_fields__)
    for name, value in changes.items():
        changed = announcements.Draft(**{**_fields(whole), name: value})
        digest = digest_of("id", "org", "code", changed)
        assert digest not in known, name
        known.add(digest)
    assert digest_of("id", "org", "other", whole) not in known
    # The order in which languages were written is no change.
    turned = {"texts": {"fr": "b", "en": "a"}}
    assert digest_of("id", "org", "code", announcements.Draft(**{**_fields(whole), **turned})) in known


_WHOLE = announcements.Draft(title="Gate 3", texts={"en": "a", "fr": "b"}, ends=2)


def _fields(draft: announcements.Draft) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in draft.__struct_fields__}


async def test_A2_any_change_voids_what_was_submitted_or_approved(world: World) -> None:
    await world.write(lambda conn: world.readers(conn, 12, world.camp))
    writer = world.people["announcer"]
    one = await world.submitted()
    await world.approve(one.id)
    # Saved as it is, nothing changes; with one more letter it is a draft that nobody has approved.
    assert (
        await world.do(announcements.save, writer, one.id, world.draft())
    ).announcement.state == "approved"
    longer = world.draft(ends=world.draft().ends + 1)
    changed = (await world.do(announcements.save, writer, one.id, longer)).announcement
    assert (changed.state, changed.approver, changed.submitted_digest) == ("draft", None, "")
    await world.announcing.step(world.store, world.clock.now)
    assert (await world.found(one.id)).started is None
    # An approver who opened the page before the change approves nothing of what she did not see.
    old = one.digest
    await world.do(announcements.submit, writer, one.id)
    assert await _refused(world, one.id, digest=old) == "changed"
    assert (await world.approve(one.id)).state == "approved"


async def test_A2_what_is_changed_in_the_database_after_the_approval_is_not_sent(world: World) -> None:
    await world.write(lambda conn: world.readers(conn, 12, world.camp))
    one, other = await world.submitted(), await world.submitted()
    for each in (one, other):
        await world.approve(each.id)

    def forge(conn: Any) -> None:
        records.write(conn, world.desk, one.id, world.draft(texts={"en": "Run."}), world.now)
        state = {"state": "approved", "digest": bytes.fromhex(one.digest)}
        records.set_(conn, one.id, approver=world.people["approver"].account, **state)

    await world.write(forge)
    await world.announcing.step(world.store, world.clock.now)
    assert (await world.found(one.id)).state == "draft"
    assert (await world.found(other.id)).state == "running"
    logged = select(audit_rows.c.what).where(audit_rows.c.about == one.id).order_by(audit_rows.c.number)
    assert (await world.read(lambda conn: conn.scalars(logged).all()))[-1] == "announcement.approval_void"


async def test_A3_an_account_approves_only_a_day_after_it_gained_the_right(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hire(conn: Any) -> None:
        world.readers(conn, 20, world.camp)
        world.account(conn, "newcomer", world.ngo, "approver")

    await world.write(hire)
    world.clock.forward(5 * 60)
    one = await world.submitted(ends=int(world.now) + 5 * DAY)
    assert await _refused(world, one.id, "newcomer") == "too_new"
    with monkeypatch.context() as off:  # negative control
        off.setattr(approval, "RIPE", 0)
        await world.approve(one.id, "newcomer")
    await world.do(announcements.withdraw, world.people["newcomer"], one.id)
    await world.do(announcements.submit, world.people["announcer"], one.id)
    world.clock.forward(DAY - 5 * 60 - 1)
    assert await _refused(world, one.id, "newcomer") == "too_new"
    world.clock.forward(1)
    # A right that is taken away and given again is new.
    admin = world.people["administrator"]
    account = world.people["newcomer"].account
    for codes in (("manager",), ("approver",)):
        await world.write(lambda conn, codes=codes: roles.set_roles(conn, admin, account, codes, world.now))  # type: ignore[misc]
    assert await _refused(world, one.id, "newcomer") == "too_new"
    world.clock.forward(DAY)
    assert (await world.approve(one.id, "newcomer")).state == "approved"


async def test_A6_the_approver_types_the_count_that_is_still_true(world: World) -> None:
    await world.write(lambda conn: world.readers(conn, 100, world.camp))
    one = await world.submitted()
    seen = await world.do(announcements.review, world.people["approver"], one.id)
    assert seen.counted.people == seen.counted.number == 100
    for wrong in ("10", "1000", "", "all", "99"):
        assert await _refused(world, one.id, typed=wrong) == "count"
    # Ten more are within what may change while she reads; eleven are not, and she has to look again.
    more = await world.write(lambda conn: world.readers(conn, 11, world.camp))
    assert await _refused(world, one.id, shown=100, typed="100") == "count_changed"
    await world.write(lambda conn: places_leave(conn, more[0]))
    approved = await world.approve(one.id, shown=100, typed="١٠٠")
    assert (approved.people, approved.approver) == (100, world.people["approver"].account)


def places_leave(conn: Any, person: str) -> None:
    from bot.features import places

    places.leave(conn, person)


async def test_A6_the_approver_sees_texts_links_and_hidden_characters_as_they_go_out(world: World) -> None:
    await world.write(lambda conn: world.readers(conn, 20, world.camp, "fr"))
    text = "Read https://help.unhcr.org/kenya\u200f and call +254 700 000 000."
    one = await world.submitted(texts={"en": text}, correction={"en": "Sorry."}, fallbacks={"fr": "en"})
    seen = await world.do(announcements.review, world.people["approver"], one.id)
    assert set(seen.versions) == {"en", "fr"}
    french = seen.versions["fr"]
    assert (french.written_in, french.people) == ("en", 20)
    assert text in french.message.text and "Sorry." in french.correction.text
    assert [(one.kind, one.real, one.listed) for one in french.addresses] == [
        ("link", "help.unhcr.org", True),
        ("phone", "", True),
    ]
    assert [(one.code, one.name) for one in french.hidden] == [("U+200F", "RIGHT-TO-LEFT MARK")]
    # What is sent is, letter for letter, what she saw.
    await world.approve(one.id)
    await world.announcing.step(world.store, world.clock.now)
    broadcast = await world.broadcast(one.id)
    for lang in ("en", "fr"):
        sent = await world.read(
            lambda conn, lang=lang: world.announcing.words(conn, broadcast, lang, "web")  # type: ignore[misc]
        )
        assert sent == seen.versions[lang].message


async def test_A13_an_organisation_writes_to_people_of_its_own_places_only(world: World) -> None:
    def fill(conn: Any) -> None:
        world.readers(conn, 20, world.camp)
        world.readers(conn, 30, world.town)

    await world.write(fill)
    with pytest.raises(Blocked) as blocked:
        await world.submitted(audience=Audience(places=(world.camp, world.town)))
    assert [problem.code for problem in blocked.value.problems] == ["foreign_place"]
    assert "Example town" in blocked.value.problems[0].text.values["place"]
    # Without a place it is all of its own, and never a word beyond; the operator's own reaches everybody.
    count = announcements.count
    everybody = world.draft(audience=Audience())
    assert (await world.do(count, world.ngo, everybody)).people == 20
    assert (await world.do(count, world.other, everybody)).people == 30
    assert (await world.do(count, world.operator, everybody)).people == 50
    # What it is about is what its organisation may see at all.
    saved = await world.do(announcements.create, world.people["announcer"], world.draft())
    for act in (announcements.submit, announcements.withdraw, announcements.review, announcements.discard):
        with pytest.raises(StaffRefused, match="gone"):
            await world.do(act, world.people["outsider"], saved.announcement.id)
    assert await world.read(
        lambda conn: announcements.of_own(conn, world.desk, world.people["outsider"])
    ) == []  # fmt: skip


async def test_A13_an_organisation_has_a_number_for_a_day_and_the_log_names_who_did_what(
    world: World,
) -> None:
    await world.write(lambda conn: world.readers(conn, 12, world.camp))
    world.announcing = type(world.announcing)(replace(world.desk, daily=1))
    first = await world.running()
    second = await world.submitted()
    assert await _refused(world, second.id) == "daily"
    # Taking something back is never held up.
    cancel = await world.submitted(kind="cancel", about=first.id)
    assert (await world.approve(cancel.id)).state == "approved"
    world.clock.forward(DAY)
    await world.do(announcements.save, world.people["announcer"], second.id, world.draft())
    await world.do(announcements.submit, world.people["announcer"], second.id)
    assert (await world.approve(second.id)).state == "approved"
    await world.do(announcements.stop, world.people["approver"], second.id)
    logged = (
        select(audit_rows.c.actor, audit_rows.c.what)
        .where(audit_rows.c.about == second.id)
        .order_by(audit_rows.c.number)
    )
    writer, approver = world.people["announcer"].account, world.people["approver"].account
    assert [tuple(row) for row in await world.read(lambda conn: conn.execute(logged).all())] == [
        (writer, "announcement.drafted"),
        (writer, "announcement.submitted"),
        (writer, "announcement.changed"),
        (writer, "announcement.submitted"),
        (approver, "announcement.approved"),
        (approver, "announcement.stopped"),
    ]
    assert (await world.read(audit.check)).broken is None


async def test_A13_of_two_approvals_at_one_moment_the_last_of_the_day_is_given_once(world: World) -> None:
    await world.write(lambda conn: world.readers(conn, 12, world.camp))
    world.announcing = type(world.announcing)(replace(world.desk, daily=1))
    first, second, meeting = await world.submitted(), await world.submitted(), Meeting()
    approver = world.people["approver"]
    seen = await world.do(announcements.review, approver, first.id)
    shown = seen.counted.number

    def approves(conn: Connection) -> None:
        announcements.approve(
            conn, world.desk, approver, first.id, world.now, digest=seen.digest, shown=shown, typed=str(shown)
        )
        meeting.hold(conn)

    approving = asyncio.create_task(world.write(approves))
    await meeting.locked.wait()
    assert await _refused(world, second.id) == "daily"
    await approving


async def test_A4_each_has_state_kind_reference_and_an_end(world: World) -> None:
    await world.write(lambda conn: world.readers(conn, 12, world.camp))
    now = int(world.now)
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("early_end", {"ends": 0}),
        ("early_end", {"ends": now + 599}),
        ("late_end", {"ends": now + 7 * DAY + 1}),
        ("bad_draft", {"kind": "alert"}),
        ("bad_draft", {"mode": "test"}),
        ("bad_about", {"kind": "cancel"}),
        ("bad_about", {"kind": "update", "about": "nothing"}),
        ("about_new", {"about": "something"}),
        ("no_correction", {"correction": {"en": "Sorry."}}),
    ]
    for code, changes in wrong:
        with pytest.raises(StaffRefused) as refused:
            await world.submitted(**changes)
        assert refused.value.code == code, changes
    first, second = await world.submitted(ends=now + 7 * DAY), await world.submitted(ends=now + 600)
    assert second.number == first.number + 1
    assert len({first.code, second.code}) == len({first.id, second.id}) == 2
    forgotten = update(rows).where(rows.c.id == first.id).values(ends=None)
    with pytest.raises(Exception, match=r"(?i)null"):
        await world.write(lambda conn: conn.execute(forgotten))
