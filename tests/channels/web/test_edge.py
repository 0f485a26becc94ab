"""The edge of the web channel: headers, cookies, hosts and origins, limits, plain errors."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from starlette.routing import Route

from bot.channels.web import uvicorn_options
from bot.channels.web.chat import form_token, new_secret
from bot.channels.web.settings import WebSettings
from tests.channels.web.reception import MemoryReception
from tests.channels.web.site import make_app
from tests.channels.web.words import converse

LOCAL = "http://127.0.0.1:8000"
PUBLIC = "https://rafiq.example.org"


def client(base: str = LOCAL, **settings: Any) -> httpx.AsyncClient:
    app = make_app(MemoryReception(converse), **settings)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app, raise_app_exceptions=False), base_url=base)


@pytest.fixture
async def local() -> AsyncIterator[httpx.AsyncClient]:
    async with client() as made:
        yield made


@pytest.fixture
async def public() -> AsyncIterator[httpx.AsyncClient]:
    async with client(PUBLIC, public_url=PUBLIC) as made:
        yield made


PATHS = [
    "/",
    "/read",
    "/read/ar",
    "/read/en/rights",
    "/offline/fa",
    "/chat/ui/so.json",
    "/sw.js",
    "/healthz",
    "/none",
]


@pytest.mark.parametrize("path", PATHS)
async def test_S8_every_answer_carries_the_security_headers(public: httpx.AsyncClient, path: str) -> None:
    headers = (await public.get(path)).headers
    policy = headers["content-security-policy"]
    for rule in ("default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert rule in policy
    assert "unsafe" not in policy
    assert "script-src 'self';" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["strict-transport-security"].startswith("max-age=31536000")


async def test_S8_the_chat_is_never_stored_and_public_pages_may_be(public: httpx.AsyncClient) -> None:
    assert (await public.get("/")).headers["cache-control"] == "no-store"
    assert (await public.post("/chat/start")).headers["cache-control"] == "no-store"
    assert (await public.get("/read/en/rights")).headers["cache-control"] == "no-cache"


async def test_S8_a_fault_of_ours_has_the_headers_too() -> None:
    app = make_app(MemoryReception(converse))

    async def broken(_: object) -> None:
        raise RuntimeError("secret inside")

    app.router.routes.append(Route("/broken", broken))
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=LOCAL) as made:
        answer = await made.get("/broken")
    assert answer.status_code == 500
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert "secret inside" not in answer.text


async def test_hsts_is_not_sent_where_there_is_no_https(local: httpx.AsyncClient) -> None:
    assert "strict-transport-security" not in (await local.get("/")).headers


async def test_no_cookie_by_just_looking(local: httpx.AsyncClient) -> None:
    for path in PATHS:
        assert "set-cookie" not in (await local.get(path)).headers


async def test_S7_the_cookie_is_bound_to_this_host_and_to_https(public: httpx.AsyncClient) -> None:
    cookie = (await public.post("/chat/start", headers={"origin": PUBLIC})).headers["set-cookie"]
    assert cookie.startswith("__Host-rafiq=")
    parts = {part.strip().lower() for part in cookie.split(";")}
    assert {"secure", "httponly", "samesite=strict", "path=/", "max-age=2592000"} <= parts
    assert not any(part.startswith("domain") for part in parts)


async def test_a_local_demo_has_a_cookie_that_works_without_https(local: httpx.AsyncClient) -> None:
    cookie = (await local.post("/chat/start", headers={"origin": LOCAL})).headers["set-cookie"]
    assert cookie.startswith("rafiq=")
    assert "secure" not in cookie.lower()
    assert "httponly" in cookie.lower()


async def test_a_second_start_keeps_the_chat(local: httpx.AsyncClient) -> None:
    await local.post("/chat/start", headers={"origin": LOCAL})
    before = local.cookies["rafiq"]
    await local.post("/chat/start", headers={"origin": LOCAL})
    assert local.cookies["rafiq"] == before


async def test_a_cookie_that_is_not_ours_is_ignored(local: httpx.AsyncClient) -> None:
    answer = await local.get("/", headers={"cookie": "rafiq=guess"})
    assert "data-begun" not in answer.text


FOREIGN: list[dict[str, str]] = [
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"origin": "https://evil.example"},
    {"origin": "https://rafiq.example.org.evil.example"},
    {"origin": "null"},  # an old browser, and the form's token is missing
    {},
]


@pytest.mark.parametrize("headers", FOREIGN)
async def test_S7_no_other_site_writes_into_a_chat(
    public: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    cookie = {"cookie": f"__Host-rafiq={new_secret()}"}
    for path in ("/chat/say", "/chat/start"):
        answer = await public.post(
            path, data={"do": "text", "text": "x", "id": "a" * 22}, headers=headers | cookie
        )
        assert answer.status_code == 403


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "same-origin"}, {"sec-fetch-site": "none"}, {"origin": PUBLIC}]
)
async def test_our_own_page_may_write(public: httpx.AsyncClient, headers: dict[str, str]) -> None:
    cookie = {"cookie": f"__Host-rafiq={new_secret()}"}
    form = {"do": "text", "text": "x", "id": "a" * 22}
    assert (await public.post("/chat/say", data=form, headers=headers | cookie)).status_code == 200


async def test_an_old_browser_writes_with_the_token_of_its_form(public: httpx.AsyncClient) -> None:
    secret = new_secret()
    form = {"do": "text", "text": "x", "id": "a" * 22, "token": form_token(secret)}
    headers = {"origin": "null", "cookie": f"__Host-rafiq={secret}"}
    assert (await public.post("/chat/say", data=form, headers=headers)).status_code == 200
    wrong = form | {"token": form_token(new_secret())}
    assert (await public.post("/chat/say", data=wrong, headers=headers)).status_code == 403


@pytest.mark.parametrize("path", ["/chat/say", "/chat/start"])
async def test_S7_nothing_is_written_by_get(local: httpx.AsyncClient, path: str) -> None:
    assert (await local.get(path)).status_code == 405


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example"])
async def test_a_local_demo_answers_to_no_foreign_name(local: httpx.AsyncClient, host: str) -> None:
    assert (await local.get("/", headers={"host": host})).status_code == 421


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8000", "localhost", "localhost:8000", "[::1]:8000", "192.168.1.5:8000"]
)
async def test_a_local_demo_answers_to_numbers_and_localhost(local: httpx.AsyncClient, host: str) -> None:
    assert (await local.get("/", headers={"host": host})).status_code == 200


async def test_I3_a_long_body_is_refused_with_a_plain_sentence(local: httpx.AsyncClient) -> None:
    answer = await local.post("/chat/say", content=b"text=" + b"a" * 65 * 1024, headers={"origin": LOCAL})
    assert answer.status_code == 413
    assert "make it shorter" in answer.text


async def test_I3_no_route_takes_more_than_1_MiB(local: httpx.AsyncClient) -> None:
    answer = await local.post(
        "/chat/say", content=b"text=" + b"a" * (1024 * 1024 + 1), headers={"origin": LOCAL}
    )
    assert answer.status_code == 413


async def test_I14_a_field_that_is_not_named_is_refused(local: httpx.AsyncClient) -> None:
    form = {"do": "text", "text": "x", "id": "a" * 22, "admin": "1"}
    assert (await local.post("/chat/say", data=form, headers={"origin": LOCAL})).status_code == 400


async def test_I13_only_so_many_chats_begin_at_once() -> None:
    async with client(new_chats_burst=3, new_chats_rate=0.001) as made:
        codes = []
        for _ in range(5):
            made.cookies.clear()
            codes.append((await made.post("/chat/start", headers={"origin": LOCAL})).status_code)
    assert codes == [204, 204, 204, 429, 429]


async def test_the_page_speaks_what_the_browser_prefers(local: httpx.AsyncClient) -> None:
    page = (await local.get("/", headers={"accept-language": "de, fa;q=0.3, ar-SY;q=0.8, en;q=0"})).text
    assert '<html lang="ar" dir="rtl">' in page
    page = (await local.get("/?lang=uk", headers={"accept-language": "ar"})).text
    assert '<html lang="uk" dir="ltr">' in page
    page = (await local.get("/?lang=xx", headers={"accept-language": "zz;q=x,,"})).text
    assert '<html lang="en" dir="ltr">' in page


async def test_the_page_says_who_runs_it_or_that_it_is_a_demo(local: httpx.AsyncClient) -> None:
    assert "This is a demo: nobody answers here." in (await local.get("/")).text
    async with client(operator="Help <NGO>", contact="help@example.org") as made:
        page = (await made.get("/")).text
    assert "Help &lt;NGO&gt; runs this service." in page
    assert "help@example.org" in page


async def test_a_page_that_is_not_there_says_so_plainly(local: httpx.AsyncClient) -> None:
    answer = await local.get("/chat/ui/xx.json")
    assert answer.status_code == 404
    assert "There is no such page." in answer.text


def test_I2_L1_no_address_is_taken_or_logged() -> None:
    options = uvicorn_options(WebSettings())
    assert options["proxy_headers"] is False
    assert options["access_log"] is False
