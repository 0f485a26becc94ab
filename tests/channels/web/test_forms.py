"""The chat without JavaScript: plain forms, read as an old phone shows them."""

from __future__ import annotations

import html
import re
from collections.abc import AsyncIterator

import httpx
import pytest

from bot.conversation.messages import Incoming, Outgoing
from tests.channels.web.reception import MemoryReception
from tests.channels.web.site import make_app
from tests.channels.web.words import converse

BASE = "http://127.0.0.1:8000"


class OldPhone:
    """Fills in the form of the last page and presses one of its buttons."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        self.page = ""
        self.status = 0

    async def visits(self, path: str = "/") -> None:
        self._keep(await self.client.get(path))

    async def presses(self, label: str, text: str = "") -> None:
        buttons = {html.unescape(name): deed for deed, name in self._buttons()}
        await self.submits(buttons[label], text)

    async def submits(self, deed: str, text: str = "") -> None:
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', self.page))
        self.sent = {"do": deed, "text": text, **hidden}
        self._keep(await self.client.post("/chat/say", data=self.sent))

    async def reloads(self) -> None:
        self._keep(await self.client.post("/chat/say", data=self.sent))

    def _keep(self, answer: httpx.Response) -> None:
        self.page, self.status = answer.text, answer.status_code

    def _buttons(self) -> list[tuple[str, str]]:
        return re.findall(r'<button [^>]*name="do" value="([^"]*)"[^>]*>([^<]*)</button>', self.page)

    @property
    def sees(self) -> list[str]:
        found = re.findall(r'<p class="words"[^>]*>(.*?)</p>', self.page, re.DOTALL)
        return [html.unescape(re.sub(r"<[^>]+>", "", text)) for text in found]

    @property
    def notice(self) -> str:
        found = re.search(r'<p id="state" role="status">(.*?)</p>', self.page)
        return html.unescape(found[1]) if found else ""

    @property
    def box(self) -> str:
        found = re.search(r"<textarea[^>]*>(.*?)</textarea>", self.page, re.DOTALL)
        return html.unescape(found[1]) if found else ""


@pytest.fixture
def reception() -> MemoryReception:
    return MemoryReception(converse)


@pytest.fixture
async def phone(reception: MemoryReception) -> AsyncIterator[OldPhone]:
    transport = httpx.ASGITransport(make_app(reception))
    async with httpx.AsyncClient(transport=transport, base_url=BASE) as client:
        yield OldPhone(client)


async def test_a_story_from_start_to_an_article(phone: OldPhone, reception: MemoryReception) -> None:
    await phone.visits("/")
    await phone.presses("Start")
    assert phone.sees[-1] == "What would you like to know?"
    await phone.presses("Your rights at work")
    assert phone.sees[0].startswith("Who pays for hiring")
    await phone.presses("Send", "How much?")
    assert phone.sees == ["How much?", "You said: How much?"]
    assert reception.unshown() == []
    assert len(reception.addresses) == 1


async def test_I7_what_was_typed_comes_back_as_text(phone: OldPhone) -> None:
    await phone.visits("/")
    await phone.presses("Send", '<img src=x onerror="alert(1)">')
    assert "<img src=x" not in phone.page
    assert phone.sees[0] == '<img src=x onerror="alert(1)">'


async def test_C10_a_secret_is_not_written_on_the_page_again(reception: MemoryReception) -> None:
    def answer(incoming: Incoming) -> list[Outgoing]:
        removes = incoming.message if incoming.text == "7204" else ""
        return [Outgoing("Your PIN?", "en", secret=True, removes=removes)]

    reception.answer = answer
    transport = httpx.ASGITransport(make_app(reception))
    async with httpx.AsyncClient(transport=transport, base_url=BASE) as client:
        phone = OldPhone(client)
        await phone.visits("/")
        await phone.presses("Send", "hello")
        assert phone.sees[0] == "hello"
        assert 'id="box" class="secret"' in phone.page
        await phone.presses("Send", "7204")
        assert "7204" not in phone.page
        assert phone.sees[0] == "••••"


async def test_C10_what_is_hers_goes_from_a_page_without_a_script(reception: MemoryReception) -> None:
    reception.answer = lambda incoming: [Outgoing("x", "en", private=incoming.text == "mine")]
    transport = httpx.ASGITransport(make_app(reception))
    async with httpx.AsyncClient(transport=transport, base_url=BASE) as client:
        phone = OldPhone(client)
        await phone.visits("/")
        await phone.presses("Send", "hello")
        assert "refresh" not in phone.page
        await phone.presses("Send", "mine")
        assert '<meta http-equiv="refresh" content="300;url=/?lang=en">' in phone.page
        await phone.visits("/?lang=en")
        assert phone.sees == []


async def test_M2_a_form_sent_twice_counts_once(phone: OldPhone, reception: MemoryReception) -> None:
    await phone.visits("/")
    await phone.presses("Start")
    await phone.presses("Send", "hello")
    await phone.reloads()
    assert reception.said == ["hello"]
    assert reception.repeats == 1
    assert "You said: hello" not in phone.sees  # C13: it was shown


async def test_M1_words_that_were_not_taken_stand_in_the_box_again(
    phone: OldPhone, reception: MemoryReception
) -> None:
    await phone.visits("/")
    await phone.presses("Start")
    reception.down = True
    await phone.presses("Send", "please help")
    assert phone.status == 503
    assert phone.box == "please help"
    assert "busy" in phone.notice
    reception.down = False
    await phone.presses("Send", phone.box)
    assert reception.said == ["please help"]
    assert phone.sees[-1] == "You said: please help"


async def test_an_answer_that_takes_long_is_fetched_with_a_button(
    phone: OldPhone, reception: MemoryReception
) -> None:
    reception.mute = True
    await phone.visits("/")
    await phone.presses("Send", "slow?")
    assert "has arrived" in phone.notice
    reception.speak()
    await phone.presses("Show new messages")
    assert phone.sees == ["You said: slow?"]
    await phone.presses("Show new messages")
    assert phone.sees == []
    assert phone.notice == "There is nothing new."


async def test_an_answer_is_waited_for_although_older_messages_wait(
    phone: OldPhone, reception: MemoryReception
) -> None:
    await phone.visits("/")
    await phone.presses("Start")
    (address,) = reception.addresses
    reception.push(address, Outgoing("News.", "en"))
    await phone.presses("Send", "hello")
    assert phone.sees == ["hello", "News.", "You said: hello"]


async def test_C13_a_page_that_is_opened_again_shows_nothing_of_before(phone: OldPhone) -> None:
    await phone.visits("/")
    await phone.presses("Send", "my secret")
    await phone.visits("/")
    assert phone.sees == []
    assert "my secret" not in phone.page
    await phone.presses("Show new messages")
    assert phone.sees == ["You are at the menu."]


async def test_the_page_follows_the_language_of_the_answer(phone: OldPhone) -> None:
    await phone.visits("/")
    await phone.presses("Send", "كم أدفع؟")
    assert '<html lang="ar" dir="rtl">' in phone.page
    await phone.presses("اللغة")
    assert '<html lang="en" dir="ltr">' in phone.page


async def test_I4_a_form_that_nobody_understands_is_counted(
    phone: OldPhone, reception: MemoryReception
) -> None:
    await phone.visits("/")
    await phone.submits("dance now")
    assert phone.status == 400
    ((external_id, length, reason),) = reception.rejected
    assert (len(external_id), reason) == (43, "fields")
    assert length > 10
    assert reception.inbox == []


async def test_an_empty_text_is_no_message(phone: OldPhone, reception: MemoryReception) -> None:
    await phone.visits("/")
    await phone.presses("Send", "   ")
    assert phone.status == 400
    assert reception.inbox == []
    assert reception.rejected == []


async def test_I3_a_text_that_is_too_long_is_kept_in_the_box(
    phone: OldPhone, reception: MemoryReception
) -> None:
    await phone.visits("/")
    await phone.presses("Send", "a" * 4097)
    assert "too long" in phone.notice
    assert len(phone.box) == 4097
    assert reception.inbox == []


async def test_I13_who_writes_very_fast_is_slowed_down_and_loses_nothing() -> None:
    reception = MemoryReception(lambda incoming: [Outgoing("ok", "en")])
    app = make_app(reception, burst=2, rate=0.001, patience=0.1)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE) as client:
        phone = OldPhone(client)
        await phone.visits("/")
        for text in ("one", "two", "three"):
            await phone.presses("Send", text)
    assert phone.status == 429
    assert phone.box == "three"
    assert reception.said == ["one", "two"]


async def test_the_answer_does_not_come_before_the_commit(reception: MemoryReception) -> None:
    seen: list[Incoming] = []
    reception.answer = lambda incoming: seen.append(incoming) or []  # type: ignore[func-returns-value]
    reception.down = True
    async with httpx.AsyncClient(transport=httpx.ASGITransport(make_app(reception)), base_url=BASE) as client:
        answer = await client.post("/chat/say", data={"do": "start", "id": "a" * 22})
    assert answer.status_code == 503
    assert seen == []
