"""Pages to read, for everybody and without a chat."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from bot.channels.web.pages import articles
from tests.channels.web.reception import MemoryReception
from tests.channels.web.site import make_app
from tests.channels.web.words import SmallPages, converse

BASE = "http://127.0.0.1:8000"


@pytest.fixture
def pages() -> SmallPages:
    return SmallPages()


@pytest.fixture
async def client(pages: SmallPages) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(make_app(MemoryReception(converse), pages=pages))
    async with httpx.AsyncClient(transport=transport, base_url=BASE) as made:
        yield made


def test_headings_are_headings_and_the_title_stands_once(pages: SmallPages) -> None:
    article = articles(pages, "rights", "en")[0]
    assert (article.anchor, article.title) == ("recruitment-fees", "Who pays for hiring")
    assert [section.heading for section in article.sections] == ["", "What to do"]
    assert article.sections[0].body[0].t.startswith("Nobody may ask")
    assert article.sources.heading == "Where this comes from"


async def test_C2_everything_is_readable_without_a_chat(client: httpx.AsyncClient) -> None:
    assert "Your rights at work" in (await client.get("/read/en")).text
    page = (await client.get("/read/en/rights")).text
    assert page.count("<article") == 2
    assert "<h3>What to do</h3>" in page
    assert 'rel="noopener noreferrer">ILO</a>' in page
    assert not client.cookies


async def test_an_article_in_another_language_says_so_to_the_browser(client: httpx.AsyncClient) -> None:
    page = (await client.get("/read/ar/rights")).text
    assert '<html lang="ar" dir="rtl">' in page
    assert '<article id="recruitment-fees" lang="ar" dir="rtl">' in page
    assert '<article id="status-kept" lang="en" dir="ltr">' in page


async def test_a_withdrawn_article_is_gone_at_once(client: httpx.AsyncClient, pages: SmallPages) -> None:
    pages.withdrawn = {"rights/status-kept"}
    assert (await client.get("/read/en/rights")).text.count("<article") == 1
    pages.withdrawn |= {"rights/recruitment-fees"}
    assert (await client.get("/read/en/rights")).status_code == 404
    assert "rights" not in (await client.get("/read/en")).text


async def test_an_unchanged_page_is_not_sent_again(client: httpx.AsyncClient, pages: SmallPages) -> None:
    first = await client.get("/read/en/rights")
    again = await client.get("/read/en/rights", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    pages.correction = " Corrected."
    changed = await client.get("/read/en/rights", headers={"if-none-match": first.headers["etag"]})
    assert changed.status_code == 200


async def test_files_are_asked_for_once_and_packed(client: httpx.AsyncClient) -> None:
    page = (await client.get("/")).text
    style = page.partition('stylesheet" href="')[2].partition('"')[0]
    answer = await client.get(style)
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "gzip"
    assert "--brand" in answer.text
    old = await client.get("/static/000000000000/rafiq.css")
    assert (old.status_code, old.headers["cache-control"]) == (200, "no-cache")
    for path in ("/static/x/none.css", "/static/x/..%2fapp.py", "/static/x/app.py"):
        assert (await client.get(path)).status_code == 404


@pytest.mark.parametrize("path", ["/read/xx", "/read/en/none", "/read/en/../../app", "/offline/xx"])
async def test_what_is_not_there_is_not_found(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 404


async def test_the_list_of_topics_opens_in_the_language_of_the_browser(client: httpx.AsyncClient) -> None:
    answer = await client.get("/read", headers={"accept-language": "so"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/read/so")


async def test_L6_health_says_nothing_but_ok(client: httpx.AsyncClient) -> None:
    assert (await client.get("/healthz", headers={"host": "10.0.0.1"})).text == "ok"
