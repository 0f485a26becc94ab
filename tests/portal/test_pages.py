"""What staff do on the pages, from the form to the database."""

from __future__ import annotations

import re
from dataclasses import replace

import pyotp
import pytest
from sqlalchemy import Connection, delete, insert, select, update

from bot.delivery.tables import dead_letter_log, outbox
from bot.features.staff import COMMAND_LINE, audit, demo, directory, factors, invitations, organisations
from bot.features.staff.tables import audit as audit_rows
from tests.portal.samples import dead_letter
from tests.portal.world import World, hold, send, token_of

PASSPHRASE = "harbour lamp seven rivers"


def fields_of(text: str) -> dict[str, str]:
    """The hidden fields of a page by name, unescaped as far as these tests need."""
    found = re.findall(r'<input type="hidden" name="([\w.-]+)" value="([^"]*)">', text)
    return {name: value.replace("&amp;", "&") for name, value in found}


async def _invited(world: World, *roles: str) -> tuple[str, str]:
    """A new account of the NGO, and the token of its link."""

    def make(conn: Connection) -> tuple[str, str]:
        account = world.account(conn, world.ngo, *roles)
        return account, invitations.link(conn, world.staff, COMMAND_LINE, account, world.now)

    return await world.store.write(make)


async def _join(world: World, link: str) -> tuple[str, str]:
    """Take an account up with passphrase and code; its address and its TOTP secret."""
    invitation = await world.store.read(lambda conn: invitations.peek(conn, world.staff, link, world.now))
    assert invitation is not None
    async with world.browser() as browser:
        await browser.get(f"/portal/invitation/{link}")
        begun = await send(browser, f"/invitation/{link}/passphrase", begin="yes")
        hidden = fields_of(begun.text)
        secret = pyotp.parse_uri(hidden["uri"]).secret
        code = pyotp.TOTP(secret).at(int(world.now))
        fields = {"totp": hidden["totp"], "uri": hidden["uri"], "code": code}
        done = await send(
            browser, f"/invitation/{link}/passphrase", passphrase=PASSPHRASE, again=PASSPHRASE, **fields
        )
        assert (done.status_code, done.headers["location"]) == (303, "/portal/")
        assert "You are in" in (await browser.get("/portal/")).text
    return invitation.email, secret


async def test_S1_an_invitation_is_taken_up_with_passphrase_and_code_and_they_sign_in(
    either_world: World,
) -> None:
    world = either_world
    _, link = await _invited(world, "case_worker")
    email, secret = await _join(world, link)
    world.clock.forward(60)
    async with world.browser() as browser:
        await browser.get("/portal/sign-in?next=%2Faccount")
        code = pyotp.TOTP(secret).at(int(world.now))
        fields = {"email": email, "passphrase": PASSPHRASE, "next": "/account"}
        wrong = await send(browser, "/sign-in", **fields, code="000000")
        assert wrong.status_code == 422
        assert "That was not right" in wrong.text
        assert f'value="{email}"' in wrong.text
        assert PASSPHRASE not in wrong.text
        right = await send(browser, "/sign-in", **fields, code=code)
        assert right.headers["location"] == "/portal/account"
        assert (await browser.get("/portal/account")).status_code == 200


async def test_S6_unknown_address_and_wrong_passphrase_read_alike(world: World) -> None:
    _, link = await _invited(world, "case_worker")
    email, _ = await _join(world, link)
    texts = []
    for address in (email, "nobody@example.org"):
        async with world.browser() as browser:
            await browser.get("/portal/sign-in")
            answer = await send(
                browser, "/sign-in", email=address, passphrase="something else here", code="123456", next=""
            )
            token = token_of(browser)
        plain = re.sub(r'nonce="[^"]*"', "", answer.text).replace(token, "").replace(address, "")
        texts.append((answer.status_code, plain))
    assert texts[0] == texts[1]


async def test_S6_asking_for_a_link_reads_alike_and_mails_only_who_waits(world: World) -> None:
    account, _ = await _invited(world, "vetter")
    person = await world.store.read(lambda conn: directory.get(conn, world.staff, account, world.now))
    assert person is not None
    texts = []
    for address in (person.email, "nobody@example.org"):
        async with world.browser() as browser:
            await browser.get("/portal/sign-in/link")
            answer = await send(browser, "/sign-in/link", email=address)
            texts.append(re.sub(r'nonce="[^"]*"', "", answer.text).replace(token_of(browser), ""))
    assert texts[0] == texts[1]
    assert [(mail[0], mail[1]) for mail in world.posted.mails] == [(account, "account.invited")]
    async with world.browser() as browser:
        assert "Welcome" in (await browser.get(world.posted.path())).text


async def test_a_refused_passphrase_keeps_the_link_and_the_key_of_the_app(world: World) -> None:
    _, link = await _invited(world, "vetter")
    async with world.browser() as browser:
        await browser.get(f"/portal/invitation/{link}")
        hidden = fields_of((await send(browser, f"/invitation/{link}/passphrase", begin="yes")).text)
        fields = {"totp": hidden["totp"], "uri": hidden["uri"], "code": "123456"}
        path = f"/invitation/{link}/passphrase"
        short = await send(browser, path, passphrase="short", again="short", **fields)
        assert short.status_code == 422
        assert "at least 14" in short.text
        other = await send(browser, path, passphrase=PASSPHRASE, again="another one entirely", **fields)
        assert "not the same" in other.text
        wrong = await send(browser, path, passphrase=PASSPHRASE, again=PASSPHRASE, **fields)
        assert "This code is not right" in wrong.text
        assert fields_of(wrong.text)["uri"] == hidden["uri"]
        assert pyotp.parse_uri(hidden["uri"]).secret[:4] in wrong.text


async def test_I6_a_link_works_once_and_looking_at_it_does_not_use_it_up(world: World) -> None:
    _, link = await _invited(world, "vetter")
    async with world.browser() as browser:
        for _ in range(2):
            assert "Welcome" in (await browser.get(f"/portal/invitation/{link}")).text
    await _join(world, link)
    async with world.browser() as browser:
        assert "cannot be used" in (await browser.get(f"/portal/invitation/{link}")).text


async def test_S5_a_code_makes_the_session_fresh_and_the_waiting_form_goes_on(world: World) -> None:
    account, link = await _invited(world, "manager")
    _, secret = await _join(world, link)
    person = world.people["case_worker"]
    async with world.browser() as browser:
        hold(browser, await world.session(account))
        world.clock.forward(300)
        path = f"/people/{person}/roles"
        hidden = fields_of((await send(browser, path, roles=["vetter"])).text)
        code = pyotp.TOTP(secret).at(int(world.now))
        kept = {name: value for name, value in hidden.items() if name.startswith("kept")}
        fresh = await send(browser, "/step-up", passphrase=PASSPHRASE, code=code, next="", **kept)
        assert f'action="/portal{path}"' in fresh.text
        assert fields_of(fresh.text)["roles"] == "vetter"
        assert (await send(browser, path, roles="vetter")).headers["location"] == f"/portal/people/{person}"
    found = await world.store.read(lambda conn: directory.get(conn, world.staff, person, world.now))
    assert found and found.roles == ("vetter",)


async def test_a_manager_invites_and_what_was_typed_stays_when_it_is_refused(world: World) -> None:
    path = f"/organisations/{world.ngo}/invite"
    async with await world.signed_in("manager") as browser:
        fields: dict[str, str | list[str]] = {
            "email": "new@example.org",
            "name": "New colleague",
            "lang": "fa",
        }
        refused = await send(browser, path, **fields)
        assert refused.status_code == 422
        assert 'value="New colleague"' in refused.text
        assert '<option value="fa" selected>' in refused.text
        assert 'value="administrator"' not in refused.text
        assert (await send(browser, path, **fields, roles="administrator")).status_code == 422
        done = await send(browser, path, **fields, roles=["vetter", "reviewer"])
        assert done.status_code == 303
        page = await browser.get(done.headers["location"])
        assert "The invitation was made" in page.text
        assert "new@example.org" in page.text
        again = await send(browser, path, **fields, roles="vetter")
        assert "has an account already" in again.text
    assert world.posted.mails[-1][1] == "account.invited"


async def test_a_link_is_shown_once_to_who_hands_it_over(world: World) -> None:
    account, _ = await _invited(world, "vetter")
    async with await world.signed_in("manager") as browser:
        shown = await send(browser, f"/people/{account}/link")
        link = re.search(r"http://localhost:8000(/portal/invitation/[\w-]+)", shown.text)
        assert link
        assert "Welcome" in (await browser.get(link[1])).text
        assert link[1] not in (await browser.get(f"/portal/people/{account}")).text


async def test_S2_two_administrators_recover_an_account(world: World) -> None:
    account, link = await _invited(world, "vetter")
    await _join(world, link)
    second = await world.store.write(lambda conn: world.account(conn, world.operator, "administrator"))
    async with await world.signed_in("administrator") as first, world.browser() as other:
        hold(other, await world.session(second))
        await send(first, f"/people/{account}/recover")
        assert "You have agreed already" in (await first.get(f"/portal/people/{account}")).text
        assert "asked for a recovery" in (await other.get(f"/portal/people/{account}")).text
        assert await world.store.read(lambda conn: factors.listed(conn, world.staff, account))
        done = await send(other, f"/people/{account}/recover")
        assert "ways to sign in are gone" in (await other.get(done.headers["location"])).text
    assert await world.store.read(lambda conn: factors.listed(conn, world.staff, account)) == []
    assert world.posted.mails[-1][:2] == (account, "account.recovered")


async def test_organisations_are_added_renamed_and_closed(world: World) -> None:
    async with await world.signed_in("administrator") as browser:
        assert (await send(browser, "/organisations/new", name="A", kind="ngo")).status_code == 422
        added = await send(browser, "/organisations/new", name="Example bakery", kind="employer")
        path = added.headers["location"].removeprefix("/portal")
        await send(browser, f"{path}/change", name="Example bakeries")
        assert "Example bakeries" in (await browser.get("/portal/organisations")).text
        await send(browser, f"{path}/close")
        found = await world.store.read(
            lambda conn: organisations.get(conn, path.removeprefix("/organisations/"))
        )
        assert found is not None
        assert (found.kind, found.name, found.closed) == ("employer", "Example bakeries", int(world.now))


async def test_L3_the_log_is_read_page_by_page_and_a_manager_reads_her_own_part(world: World) -> None:
    def fill(conn: Connection) -> None:
        for number in range(60):
            audit.note(conn, world.people["manager"], f"example.done_{number}", world.ngo, {}, world.now)
        audit.note(conn, world.people["employer"], "example.elsewhere", world.employer, {}, world.now)

    await world.store.write(fill)
    async with await world.signed_in("manager") as browser:
        first = await browser.get("/portal/audit")
        assert "example.elsewhere" not in first.text
        assert first.text.count('<tr role="row">') == 51
        more = re.search(r'hx-get="(/portal/audit\?before=\d+)"', first.text)
        assert more
        second = await browser.get(more[1])
        shown = re.findall(r"example\.done_(\d+)", first.text + second.text)
        assert shown == [str(number) for number in range(59, -1, -1)]
        assert (await browser.get("/portal/audit?before=x")).status_code == 400
    async with await world.signed_in("administrator") as browser:
        assert "example.elsewhere" in (await browser.get("/portal/audit")).text


async def test_L3_the_check_says_whether_the_chain_is_whole(world: World) -> None:
    async with await world.signed_in("administrator") as browser:
        assert "All are as they were written" in (await browser.get("/portal/audit/check")).text
        raw = world.store
        with pytest.raises(Exception, match="audit"):  # the database itself refuses
            await raw.write(lambda conn: conn.execute(delete(audit_rows).where(audit_rows.c.number == 2)))
        with pytest.raises(Exception, match="audit"):
            await raw.write(lambda conn: conn.execute(update(audit_rows).values(what="x.y")))

        def forge(conn: Connection) -> None:
            last = conn.execute(select(audit_rows).order_by(audit_rows.c.number.desc()).limit(1)).one()
            values = dict(last._mapping) | {"number": last.number + 1, "what": "example.forged"}
            conn.execute(insert(audit_rows).values(values))

        await raw.write(forge)
        answer = await browser.get("/portal/audit/check")
        assert "is not as it was written" in answer.text


async def test_M10_letters_are_tried_again_or_discarded_by_the_signed_in_person(world: World) -> None:
    first, second = [await world.store.write(lambda conn: dead_letter(conn, world)) for _ in range(2)]
    async with await world.signed_in("administrator") as browser:
        assert first in (await browser.get("/portal/letters")).text
        assert (await send(browser, f"/letters/{first}/retry")).status_code == 303
        assert (await send(browser, f"/letters/{second}/discard")).status_code == 303
        assert (await send(browser, f"/letters/{second}/retry")).status_code == 404
        assert "Nothing was given up" in (await browser.get("/portal/letters")).text

    def look(conn: Connection) -> tuple[list[str], list[tuple[str, str]]]:
        states = list(conn.scalars(select(outbox.c.state).order_by(outbox.c.id)))
        log = conn.execute(select(dead_letter_log.c.decision, dead_letter_log.c.decided_by))
        return states, [(row.decision, row.decided_by) for row in log]

    states, log = await world.store.read(look)
    me = world.people["administrator"]
    assert states == ["waiting", "dropped"]
    assert log == [("retried", me), ("discarded", me)]


async def test_the_only_way_to_sign_in_cannot_be_removed(world: World) -> None:
    account, link = await _invited(world, "vetter")
    await _join(world, link)
    async with world.browser() as browser:
        hold(browser, await world.session(account))
        assert "Passphrase and code" in (await browser.get("/portal/account/factors")).text
        refused = await send(browser, "/account/factors/remove", factor="passphrase")
        assert refused.status_code == 409
        assert "only way to sign in" in refused.text


async def test_a_demo_link_signs_in_once_and_only_by_a_press(world: World) -> None:
    links = await world.store.write(lambda conn: demo.demo_links(conn, world.staff, world.now))
    async with world.browser() as browser:
        for _ in range(2):
            page = await browser.get(f"/portal/link/{links[0].token}")
            assert "Demo administrator" in page.text
            assert (await browser.get("/portal/")).status_code == 303
        assert (await send(browser, f"/link/{links[0].token}")).status_code == 303
        assert "Demo administrator" in (await browser.get("/portal/")).text
        assert "cannot be used" in (await send(browser, f"/link/{links[0].token}")).text


async def test_O6_every_page_says_while_nothing_is_sent(world: World) -> None:
    app, says = world.app(), "Nothing is sent now"
    async with await world.signed_in("announcer", app) as browser:
        pages = ("/portal/", "/portal/announcements", "/portal/no-such-page")
        assert [path for path in pages if says in (await browser.get(path)).text] == []
        world.portal.state.desk = replace(world.portal.state.desk, muted=True)
        assert [path for path in pages if says in (await browser.get(path)).text] == list(pages)


async def test_the_mails_of_a_demo_are_shown_to_whom_they_are_for(world: World) -> None:
    account, _ = await _invited(world, "vetter")

    def post(conn: Connection) -> None:
        for number in range(30):
            world.posted(conn, account, f"example.number_{number}", {"link": "/portal/x"}, world.now)
        world.posted(conn, world.people["manager"], "example.mine", {}, world.now)

    await world.store.write(post)
    async with await world.signed_in("administrator") as browser:
        first = (await browser.get("/portal/mails")).text
        assert "example.mine" in first
        assert '<a href="http://localhost:8000/portal/x">' in first
        more = re.search(r'hx-get="(/portal/mails\?after=[\w-]+)"', first)
        assert more
        second = (await browser.get(more[1])).text
        shown = re.findall(r"example\.number_(\d+)", first + second)
        assert shown == [str(number) for number in range(29, -1, -1)]
        assert (await browser.get("/portal/mails?after=x")).status_code == 400
    async with await world.signed_in("manager") as browser:
        own = (await browser.get("/portal/mails")).text
        assert "example.mine" in own
        assert "example.number" not in own


async def test_where_mails_leave_there_is_no_page_of_them(world: World) -> None:
    app = world.app(mails=False)
    async with await world.signed_in("administrator", app) as browser:
        assert (await browser.get("/portal/mails")).status_code == 404
        assert "/portal/mails" not in (await browser.get("/portal/")).text


async def test_every_page_of_a_demo_says_so(world: World) -> None:
    async with await world.signed_in("administrator") as browser:
        for path in ("/", "/sign-in/link", "/account", "/audit", "/none"):
            assert "Demo data" in (await browser.get(f"/portal{path}")).text, path


async def test_the_time_is_in_the_readers_zone_and_way(world: World) -> None:
    async with await world.signed_in("administrator") as browser:
        assert "Saturday, 21 November 2026 at 13:00" in (await browser.get("/portal/audit")).text
        await send(browser, "/account", name="Person", lang="fa", zone="Asia/Kabul")
        assert "۳۰ آبان ۱۴۰۵" in (await browser.get("/portal/audit")).text
