"""Two whole stories in a browser, with the real conversation, articles and store behind the page."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, expect

from tests.channels.web.person import Person
from tests.program import free_port, serving, settings_in

pytestmark = pytest.mark.asyncio(loop_scope="session")


@dataclass(frozen=True)
class Rafiq:
    """The program, and a folder for what its pages look like (kept by pytest for the last runs)."""

    url: str
    pictures: Path

    async def picture(self, she: Person, name: str) -> None:
        await she.page.wait_for_timeout(250)  # a scroll has come to its end
        await she.page.screenshot(path=self.pictures / f"{name}.png")
        assert await she.width() <= 320, name


@pytest_asyncio.fixture(loop_scope="session")
async def rafiq(tmp_path: Path) -> AsyncIterator[Rafiq]:
    settings = settings_in(
        tmp_path, port=free_port(), operator="Camp Help Desk", contact="help@camp.example.org"
    )
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    async with serving(settings) as url:
        yield Rafiq(url, pictures)


async def test_a_story_in_arabic_by_touch(arabic_phone: BrowserContext, rafiq: Rafiq) -> None:
    she = await Person.opens(arabic_phone, rafiq)

    async def taps(label: str) -> None:
        await she.page.get_by_role("button", name=label, exact=True).last.tap()

    await rafiq.picture(she, "ar-1-welcome")
    await she.page.locator(".start").tap()
    await she.sees("أي لغة تريد؟")
    await rafiq.picture(she, "ar-2-language")
    await taps("العربية")
    await she.sees("ماذا تريد أن تعرف؟")
    await expect(she.page.locator("#log")).to_contain_text("Camp Help Desk")
    await rafiq.picture(she, "ar-3-who-speaks")

    await she.says("هل برنامج كندا EMPP مفتوح؟")
    await she.sees("مغلق منذ 31 كانون الأول/ديسمبر 2025.")
    await rafiq.picture(she, "ar-4-answer")
    await taps("تابع القراءة")
    await expect(she.messages.last.locator(".words")).not_to_contain_text("مغلق منذ")
    await rafiq.picture(she, "ar-5-read-on")
    await taps("المصادر")
    await she.sees("من أين هذه المعلومات")
    await rafiq.picture(she, "ar-6-sources")
    await taps("هذا أفادني")
    await she.sees("ماذا تريد أن تعرف؟")
    await rafiq.picture(she, "ar-7-helped")

    await she.says("هل برنامج كندا EMPP مفتوح؟")
    await she.sees("مغلق منذ 31 كانون الأول/ديسمبر 2025.")
    await she.page.locator("header").get_by_role("button", name="اللغة").tap()
    await she.sees("أي لغة تريد؟")
    await taps("Français")
    await she.sees("Fermé depuis le 31 décembre 2025.")
    await expect(she.page.locator("html")).to_have_attribute("dir", "ltr")
    await rafiq.picture(she, "ar-8-french")
    await she.page.locator("header").get_by_role("button", name="Langue").tap()
    await taps("العربية")
    await she.sees("مغلق منذ 31 كانون الأول/ديسمبر 2025.")
    await expect(she.page.locator("html")).to_have_attribute("dir", "rtl")
    await rafiq.picture(she, "ar-9-arabic-again")

    await she.page.reload()
    await she.sees("أهلاً بعودتك.")
    await expect(she.messages).to_have_count(1)
    await rafiq.picture(she, "ar-10-back")
    await taps("متابعة")
    await she.sees("مغلق منذ 31 كانون الأول/ديسمبر 2025.")

    await she.says("احذفني")
    await taps("نعم")
    await she.sees("حُذف كل ما كنت أحفظه عنك.")
    await rafiq.picture(she, "ar-11-farewell")
    await she.page.reload()
    await she.sees("أي لغة تريد؟")
    assert she.faults == []
    assert she.other_hosts() == []


async def test_a_story_in_english_by_keyboard_alone(phone: BrowserContext, rafiq: Rafiq) -> None:
    she = await Person.opens(phone, rafiq)
    keys = she.page.keyboard

    async def presses(label: str, key: str = "Enter") -> None:
        """Tab to the nearest button of this name, forwards or else backwards, and press it."""
        await expect(she.page.get_by_role("button", name=label, exact=True).last).to_be_visible()
        for step in ["Tab"] * 12 + ["Shift+Tab"] * 40:
            focused: str = await she.page.evaluate("document.activeElement.textContent.trim()")
            if focused == label:
                await keys.press(key)
                return
            await keys.press(step)
        raise AssertionError(f"no way to {label!r} with the Tab key")

    async def types(text: str) -> None:
        for _ in range(60):
            if await she.page.evaluate("document.activeElement.id") == "box":
                break
            await keys.press("Tab")
        await keys.type(text)
        await keys.press("Enter")

    await presses("Start")
    await she.sees("Which language do you want?")
    await presses("English")
    await she.sees("What do you want to know?")
    await rafiq.picture(she, "en-1-who-speaks")
    await types("Do I have to pay recruitment fees?")
    await she.sees("The employer should pay, not you.")
    await rafiq.picture(she, "en-2-answer")
    await presses("Read on", "Space")
    await she.sees("What a worker should not be charged")
    await keys.press("Tab")
    await presses("Sources")
    await she.sees("Where this comes from")
    await rafiq.picture(she, "en-3-sources")
    await presses("This did not help")
    await she.sees("Thank you.")
    await presses("Topics")
    await she.sees("Which topic?")
    await rafiq.picture(she, "en-4-topics")
    await presses("Staying safe")
    await she.sees("What do you want to read?")
    await rafiq.picture(she, "en-5-articles")
    await presses("Language")
    await presses("Kiswahili")
    await expect(she.page.locator("html")).to_have_attribute("lang", "sw")
    await rafiq.picture(she, "en-6-swahili")
    await presses("Lugha")
    await presses("English")
    await she.sees("What do you want to read?")
    await she.page.reload()
    await she.sees("Welcome back.")
    await presses("Go on")
    await she.sees("What do you want to read?")
    await types("delete me")
    await she.sees("Shall I erase everything")
    await presses("Yes")
    await she.sees("Everything I kept about you is erased.")
    await rafiq.picture(she, "en-7-farewell")
    assert she.faults == []
    assert she.other_hosts() == []
