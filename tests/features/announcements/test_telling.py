"""Mails to approvers and writers: who is told what, and that nothing of the text is in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection, select, update

from bot.channels.mail import Poster
from bot.conversation.messages import Outgoing
from bot.delivery.outbox import BODY, decode
from bot.delivery.tables import outbox
from bot.features import announcements
from bot.features.announcements import telling
from bot.features.staff import directory, roles
from bot.features.staff.tables import accounts
from tests.features.announcements.world import DAY, World, rich

Posted = list[tuple[str, str, Mapping[str, str]]]


def overhear(world: World) -> Posted:
    """What is posted from now on: (name of the account, kind, values)."""
    posted: Posted = []
    names = {who.account: name for name, who in world.people.items()}

    def post(conn: Connection, account: str, kind: str, values: Mapping[str, str], now: float) -> None:
        posted.append((names[account], kind, values))

    world.announcing = replace(world.announcing, desk=replace(world.desk, post=post))
    return posted


async def test_A1_A3_whoever_may_approve_it_is_called_and_told_nothing_of_it(world: World) -> None:
    posted = overhear(world)
    await world.write(lambda conn: world.readers(conn, 12, world.camp))
    await world.write(lambda conn: world.account(conn, "too-new", world.ngo, "approver"))
    one = await world.submitted("both")
    assert posted == [("approver", "announcement.waiting", {"link": f"/portal/announcements/{one.id}"})]
    posted.clear()
    # The control: it is the note of who wrote, and the day, that kept the others out.
    world.clock.forward(DAY)
    posted = overhear(world)
    await world.submitted("announcer", ends=int(world.now) + DAY)
    assert sorted(name for name, _, _ in posted) == ["approver", "both", "too-new"]


async def test_C11_the_mail_is_in_her_language_and_says_nothing_of_the_text(world: World) -> None:
    keys, approver = world.staff.keys.data, world.people["approver"].account
    poster = Poster(keys, directory.addressee, rich(), "https://rafiq.example.org")
    world.announcing = replace(world.announcing, desk=replace(world.desk, post=poster))
    swahili = update(accounts).where(accounts.c.id == approver).values(lang="sw")
    await world.write(lambda conn: conn.execute(swahili))
    await world.write(lambda conn: world.readers(conn, 12, world.camp))
    one = await world.submitted("both")

    def posted(conn: Connection) -> list[Outgoing]:
        rows = conn.execute(select(outbox).where(outbox.c.channel == "mail")).all()
        return [decode(keys.for_person(conn, row.person_id).open_(row.body, BODY, row.ref)) for row in rows]

    (mail,) = await world.read(posted)
    assert (mail.lang, mail.subject) == ("sw", "Tangazo linasubiri idhini")
    links = [line for line in mail.text.split("\n") if line.startswith("http")]
    assert links == [f"https://rafiq.example.org/portal/announcements/{one.id}"]
    told = f"{mail.subject} {mail.text}".replace(links[0], "")
    said = (*one.draft.texts.values(), one.draft.title, one.code, one.reference, "Example", "Gate")
    assert [word for word in said if word in told] == []


async def test_the_next_one_calls_nobody_again_for_a_while_unless_it_is_urgent(world: World) -> None:
    posted = overhear(world)
    await world.write(lambda conn: world.readers(conn, 12, world.camp))
    first = await world.submitted("announcer")
    assert sorted(name for name, _, _ in posted) == ["approver", "both"]
    posted.clear()
    await world.submitted("announcer", title="Another")
    assert posted == []
    await world.submitted("announcer", title="A third", urgent=True)
    assert sorted(name for name, _, _ in posted) == ["approver", "both"]
    posted.clear()
    world.clock.forward(telling.CALLED + 1)
    await world.submitted("announcer", title="Later")
    assert sorted(name for name, _, _ in posted) == ["approver", "both"]
    assert (await world.found(first.id)).state == "submitted"


async def test_the_writers_are_told_what_was_decided(world: World) -> None:
    posted = overhear(world)
    await world.write(lambda conn: world.readers(conn, 12, world.camp))
    one = await world.submitted("announcer")
    posted.clear()
    approver = world.people["approver"]
    await world.do(announcements.hand_back, approver, one.id, reason="Which gate?")
    link = {"link": f"/portal/announcements/{one.id}"}
    assert posted == [("announcer", "announcement.sent_back", link)]
    posted.clear()
    await world.do(announcements.submit, world.people["both"], one.id)
    assert [name for name, _, _ in posted] == ["approver"]
    posted.clear()
    await world.approve(one.id)
    approved = ("announcement.approved", link)
    assert sorted(posted) == [("announcer", *approved), ("both", *approved)]


async def test_holders_are_accounts_in_use_of_this_organisation(world: World) -> None:
    held = await world.read(lambda conn: roles.holders(conn, world.ngo, "approver"))
    assert set(held) == {world.people["approver"].account, world.people["both"].account}
    manager = replace(world.people["administrator"], roles=frozenset({"administrator"}))
    both = world.people["both"].account
    await world.write(lambda conn: roles.disable(conn, manager, both, world.now))
    held = await world.read(lambda conn: roles.holders(conn, world.ngo, "approver"))
    assert set(held) == {world.people["approver"].account}
