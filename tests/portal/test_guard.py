"""The door of all pages: sessions, form tokens, headers, cookies, fresh factors, and what was typed."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from bot import portal
from bot.features.staff import COMMAND_LINE, directory, roles, sessions
from bot.portal.cookies import form_token
from bot.portal.routes import PAGES
from bot.portal.visit import own_path
from tests.pace import no_time_passes
from tests.portal.world import World, hold, send, token_of
from tests.sharing import processes
from tests.valkey import Valkey

PUBLIC = "https://rafiq.example.org"


async def test_S8_every_answer_carries_the_headers_and_a_nonce_of_its_own(world: World) -> None:
    async with world.browser(world.app(public_url=PUBLIC), PUBLIC) as browser:
        nonces = set()
        for path in ("/sign-in", "/none", "/account", "/invitation/none"):
            answer = await browser.get(f"/portal{path}")
            headers = answer.headers
            policy = headers["content-security-policy"]
            for rule in (
                "default-src 'none'",
                "object-src 'none'",
                "base-uri 'none'",
                "frame-ancestors 'none'",
            ):
                assert rule in policy
            assert "unsafe" not in policy
            found = re.search(r"script-src 'nonce-([\w-]{22})'", policy)
            assert found
            nonces.add(found[1])
            assert f'nonce="{found[1]}"' in answer.text or answer.status_code == 303
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["referrer-policy"] == "no-referrer"
            assert headers["cache-control"] == "no-store"
            assert headers["strict-transport-security"].startswith("max-age=31536000")
        assert len(nonces) == 4


async def test_S8_no_page_holds_inline_script_or_style(world: World) -> None:
    async with await world.signed_in("administrator") as browser:
        for page in PAGES:
            if page.method == "GET" and "{" not in page.path:
                text = (await browser.get(f"/portal{page.path}")).text
                assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", text), page.path


async def test_S7_cookies_on_tls_are_bound_to_the_host_and_out_of_reach_of_scripts(world: World) -> None:
    async with world.browser(world.app(public_url=PUBLIC), PUBLIC) as browser:
        cookie = (await browser.get("/portal/sign-in")).headers["set-cookie"]
    assert cookie.startswith("__Host-rafiq-visitor=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


async def test_S7_a_form_without_the_token_of_its_session_does_nothing(world: World) -> None:
    async with await world.signed_in("administrator") as browser:
        other = form_token(await world.session(world.people["administrator"]))
        for token in ("", "wrong", other):
            answer = await browser.post("/portal/account", data={"token": token, "name": "Changed"})
            assert answer.status_code == 403
        changed = {"name": "Changed", "lang": "en", "zone": "UTC"}
        assert (await send(browser, "/account", **changed)).status_code == 303


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 303),
        ({"origin": "null"}, 303),
        ({"sec-fetch-site": "same-origin", "origin": "http://localhost:8000"}, 303),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "http://evil.example"}, 403),
    ],
)
async def test_S7_a_form_from_another_site_does_nothing_even_with_the_token(
    world: World, headers: dict[str, str], status: int
) -> None:
    async with await world.signed_in("manager") as browser:
        data = {"token": token_of(browser)}
        answer = await browser.post("/portal/account/sessions/end", data=data, headers=headers)
        assert answer.status_code == status


async def test_S7_the_sign_in_form_needs_a_token_too(world: World) -> None:
    async with world.browser() as browser:
        fields = {"email": "a@example.org", "passphrase": "x", "code": "1", "next": ""}
        assert (await browser.post("/portal/sign-in", data=fields)).status_code == 403
        await browser.get("/portal/sign-in")
        assert (await send(browser, "/sign-in", **fields)).status_code == 422


async def test_S3_a_session_ends_after_fifteen_idle_minutes_and_after_twelve_hours(world: World) -> None:
    async with await world.signed_in("manager") as browser:
        world.clock.forward(14 * 60)
        assert (await browser.get("/portal/team")).status_code == 200
        world.clock.forward(14 * 60)
        assert (await browser.get("/portal/team")).status_code == 200
        world.clock.forward(15 * 60)
        assert (await browser.get("/portal/team")).status_code == 303
    async with await world.signed_in("manager") as browser:
        for _ in range(12 * 6 - 1):
            world.clock.forward(10 * 60)
            assert (await browser.get("/portal/")).status_code == 200
        world.clock.forward(10 * 60)
        assert (await browser.get("/portal/")).status_code == 303


async def test_S3_disabling_and_a_change_of_roles_end_sessions_at_once(world: World) -> None:
    account = world.people["vetter"]
    async with await world.signed_in("vetter") as browser:
        await world.store.write(
            lambda conn: roles.set_roles(conn, COMMAND_LINE, account, ["reviewer"], world.now)
        )
        assert (await browser.get("/portal/")).status_code == 303
    async with await world.signed_in("vetter") as browser:
        await world.store.write(lambda conn: roles.disable(conn, COMMAND_LINE, account, world.now))
        assert (await browser.get("/portal/")).status_code == 303


async def test_S5_an_old_factor_is_asked_for_again_and_the_form_waits(world: World) -> None:
    person = world.people["case_worker"]
    async with await world.signed_in("manager") as browser:
        world.clock.forward(5 * 60)
        asked = await browser.get(f"/portal/organisations/{world.ngo}/invite")
        where = f"/portal/step-up?next=%2Forganisations%2F{world.ngo}%2Finvite"
        assert (asked.status_code, asked.headers["location"]) == (303, where)
        waiting = await send(browser, f"/people/{person}/roles", roles=["vetter", "reviewer"])
        assert waiting.status_code == 403
        assert f'name="kept-to" value="/people/{person}/roles"' in waiting.text
        assert waiting.text.count('name="kept.roles"') == 4  # two values, in two forms
        held = await world.store.read(lambda conn: roles.of(conn, person))
        assert set(held) == {"case_worker"}


async def test_S5_without_the_mark_in_the_table_nothing_is_asked(world: World) -> None:
    """The negative control of the test above."""
    open_ = tuple(replace(page, fresh=False) for page in PAGES)
    async with await world.signed_in("manager", world.app(open_)) as browser:
        world.clock.forward(5 * 60)
        assert (await browser.get(f"/portal/organisations/{world.ngo}/invite")).status_code == 200


async def test_what_was_typed_waits_when_the_session_has_ended(world: World) -> None:
    async with await world.signed_in("manager") as browser:
        world.clock.forward(15 * 60)
        fields = {"name": "Typed with care", "lang": "en", "zone": "UTC"}
        answer = await send(browser, "/account", **fields)
        assert answer.status_code == 401
        assert 'name="kept.name" value="Typed with care"' in answer.text
        assert 'name="kept-to" value="/account"' in answer.text


async def test_a_form_of_nobodys_is_not_kept(world: World) -> None:
    """Another site cannot plant a form that she would send on after she has signed in."""
    async with world.browser() as browser:
        hold(browser, "x" * 43)
        answer = await browser.post("/portal/account", data={"token": "guess", "name": "Planted"})
        assert answer.status_code == 303
        assert "Planted" not in answer.text


OURS = {"sec-fetch-site": "same-origin"}
TYPED = {"name": "Typed with care", "lang": "en", "zone": "UTC"}


async def test_what_was_typed_waits_after_signing_out_in_another_tab(world: World) -> None:
    async with await world.signed_in("manager") as browser:
        token = token_of(browser)
        await send(browser, "/sign-out")
        answer = await browser.post("/portal/account", data={"token": token, **TYPED}, headers=OURS)
        assert answer.status_code == 401
        assert '<p class="own" dir="auto">Typed with care</p>' in answer.text
        assert 'target="_blank" rel="noopener"' in answer.text
        # She signs in in another tab, comes back, and presses.
        browser.cookies.clear()
        hold(browser, await world.session(world.people["manager"]))
        visitors = re.findall(r'name="token" value="([^"]+)"', answer.text)[-1]
        again = await browser.post("/portal/account", data={"token": visitors, **TYPED}, headers=OURS)
        assert again.status_code == 403
        assert "What you typed is still here" in again.text
        assert 'action="/portal/account"' in again.text
        assert 'name="name" value="Typed with care"' in again.text
        mine = re.findall(r'name="token" value="([^"]+)"', again.text)[-1]
        done = await browser.post("/portal/account", data={"token": mine, **TYPED}, headers=OURS)
        assert (done.status_code, done.headers["location"]) == (303, "/portal/account")


@pytest.mark.parametrize("headers", [{}, {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}])
async def test_S7_only_a_form_of_our_own_page_is_shown_again(world: World, headers: dict[str, str]) -> None:
    """The negative control of the test above: another site, or a browser that does not tell."""
    async with await world.signed_in("manager") as browser:
        for _ in range(2):  # signed in under another session, then not at all
            answer = await browser.post("/portal/account", data={"token": "x", **TYPED}, headers=headers)
            assert answer.status_code in (303, 403)
            assert "Typed with care" not in answer.text
            browser.cookies.clear()


async def test_S7_a_form_of_another_session_changes_nothing_by_itself(world: World) -> None:
    account = world.people["manager"]
    async with await world.signed_in("manager") as browser:
        answer = await browser.post("/portal/account", data={"token": "x", **TYPED}, headers=OURS)
        assert answer.status_code == 403
    found = await world.store.read(lambda conn: directory.get(conn, world.staff, account, world.now))
    assert found and found.name != TYPED["name"]


@pytest.mark.parametrize("signed", [True, False])
async def test_secrets_do_not_come_back_with_a_form_of_another_session(world: World, signed: bool) -> None:
    secret = {"passphrase": "four words nobody knows", "again": "four words nobody knows", "code": "123456"}
    secret |= {"uri": "otpauth://totp/x?secret=ABCDEFGH", "totp": "sealed-secret"}
    async with await world.signed_in("administrator") as browser:
        if not signed:
            browser.cookies.clear()
        answer = await browser.post(
            "/portal/account/passphrase", data={"token": "x", "begin": "yes", **secret}, headers=OURS
        )
        assert answer.status_code == (403 if signed else 401)
        assert not any(value in answer.text for value in secret.values())


async def test_a_code_that_is_no_secret_waits_with_its_form(world: World) -> None:
    async with await world.signed_in("employer") as browser:
        world.clock.forward(15 * 60)
        answer = await send(browser, "/interviews/none/result", code="hired", note="Two words")
        assert 'name="kept.code" value="hired"' in answer.text


async def test_secrets_are_never_kept_or_shown_again(world: World) -> None:
    async with await world.signed_in("administrator") as browser:
        world.clock.forward(5 * 60)
        answer = await send(
            browser, "/account/passphrase", passphrase="four words nobody knows", code="123456"
        )
        assert answer.status_code == 403
        assert "four words" not in answer.text
        assert "123456" not in answer.text


@pytest.mark.parametrize(
    "path",
    ["//evil.example", "/../x", "https://evil.example", "/a b", "/%2e", "/x?y=<", "a", "/" + "a" * 400],
)
def test_only_paths_of_ours_are_led_to(path: str) -> None:
    assert own_path(path) == ""


def test_paths_of_ours_are_led_to() -> None:
    for path in ("/", "/audit", "/audit?before=12", "/people/abc-DEF_1/roles"):
        assert own_path(path) == path


async def test_I14_fields_that_nobody_asked_for_are_refused(world: World) -> None:
    async with await world.signed_in("manager") as browser:
        fields = {"name": "Known", "lang": "en", "zone": "UTC"}
        assert (await send(browser, "/account", **fields, roles="administrator")).status_code == 400


async def test_I3_a_large_form_and_a_foreign_kind_are_refused(world: World) -> None:
    async with await world.signed_in("manager") as browser:
        assert (await send(browser, "/account", name="x" * 530_000)).status_code == 413
        answer = await browser.post("/portal/account", json={"name": "x"})
        assert answer.status_code == 415


async def test_I12_no_page_takes_a_file(world: World) -> None:
    """Asked for or not: every form is read by the same door, and that reads fields alone."""
    fields = {"token": "", "lang": "en"}
    file = {"paper": ("passport.png", b"\x89PNG", "image/png")}
    async with await world.signed_in("case_worker") as browser:
        fields["token"] = token_of(browser)
        for page in ("/account", "/today/book", "/sign-out"):
            assert (await browser.post(f"/portal{page}", data=fields, files=file)).status_code == 415
            assert "multipart" not in (await browser.get(f"/portal{page}")).text
        for template in Path(portal.__file__).parent.glob("templates/*.html"):
            source = template.read_text(encoding="utf-8")
            assert 'type="file"' not in source and "multipart" not in source, template.name


async def test_htmx_is_sent_to_the_sign_in_page_as_a_whole(world: World) -> None:
    async with world.browser() as browser:
        answer = await browser.get("/portal/audit", headers={"hx-request": "true"})
        assert (answer.status_code, answer.headers["hx-redirect"]) == (401, "/portal/sign-in")


async def test_a_number_of_this_machine_leads_to_its_name(world: World) -> None:
    async with world.browser(base="http://127.0.0.1:8000") as browser:
        answer = await browser.get("/portal/sign-in?lang=ar")
        assert answer.headers["location"] == "http://localhost:8000/portal/sign-in?lang=ar"


async def test_L6_a_refusal_is_a_plain_sentence_with_a_code(world: World) -> None:
    async with await world.signed_in("administrator") as browser:
        closed = await send(browser, f"/organisations/{world.operator}/close")
        assert closed.status_code == 409
        assert "cannot be closed" in closed.text
        assert ">operator<" in closed.text
    async with await world.signed_in("vetter") as browser:
        refused = await browser.get("/portal/audit")
        assert refused.status_code == 403
        assert "ask an administrator" in refused.text


async def test_I13_many_forms_of_strangers_are_slowed_down_and_then_refused(world: World) -> None:
    async with world.browser() as browser:
        await browser.get("/portal/sign-in")
        with no_time_passes(world.portal) as desk:
            for _ in range(200):
                await desk.wait_as_stranger()
            assert (await send(browser, "/sign-in/link", email="a@example.org")).status_code == 429


@pytest.mark.parametrize("fleet", [True, False])
async def test_I13_forms_of_strangers_are_counted_for_all_processes(
    world: World, redis_server: Valkey, fleet: bool
) -> None:
    """With the negative control: two processes that share nothing have a limit each."""
    async with processes(redis_server.url) as both:
        apps = [world.app(shared=shared if fleet else None) for shared in both]
        other = world.portal.state.desk  # of the second one
        async with world.browser(apps[0]) as browser:
            await browser.get("/portal/sign-in")
            for _ in range(100):
                await other.wait_as_stranger()
            answer = await send(browser, "/sign-in/link", email="a@example.org")
    assert (answer.status_code == 429) is fleet


async def test_a_sentence_of_the_last_page_is_said_once_and_cannot_be_made_up(world: World) -> None:
    async with await world.signed_in("manager") as browser:
        await send(browser, "/account/sessions/end")
        assert "signed out everywhere else" in (await browser.get("/portal/account")).text
        assert "signed out everywhere else" not in (await browser.get("/portal/account")).text
        planted = "AAAAAAAAAAAAAAAAAAAAAA.WyJ4IiwgIllvdSBsb3N0Iiwge30sICIiLCAiIl0="
        hold(browser, planted, "rafiq-said")
        assert "You lost" not in (await browser.get("/portal/account")).text


async def test_signing_out_ends_the_session_on_the_server(world: World) -> None:
    async with await world.signed_in("manager") as browser:
        token = browser.cookies["rafiq-staff"]
        assert (await send(browser, "/sign-out")).headers["location"] == "/portal/sign-in"
        assert "rafiq-staff" not in browser.cookies
        found = await world.store.read(lambda conn: sessions.signed_in(conn, world.staff, token, world.now))
        assert found is None


async def test_a_page_is_in_the_language_of_the_account(world: World) -> None:
    account = world.people["manager"]
    signed = await world.store.read(lambda conn: directory.get(conn, world.staff, account, world.now))
    assert signed and signed.lang == "en"
    async with await world.signed_in("manager") as browser:
        await send(browser, "/account", name="Person", lang="ar", zone="Asia/Beirut")
        page: httpx.Response = await browser.get("/portal/account")
        assert '<html lang="ar" dir="rtl">' in page.text
