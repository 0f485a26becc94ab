"""A person with a browser: she says, presses, and sees. Tests of the page are written in these words."""

from __future__ import annotations

from typing import Any, Protocol

from playwright.async_api import BrowserContext, ConsoleMessage, Page, Request, expect


class Server(Protocol):
    """What runs at an address: the pages alone, or the whole program."""

    @property
    def url(self) -> str: ...


class Person:
    """Watches everything that the page does on the side: requests, errors, complaints of the browser."""

    def __init__(self, page: Page, site: Server) -> None:
        self.page = page
        self.site = site
        self.requests: list[str] = []
        self.faults: list[str] = []
        page.on("request", self._note)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self._hear)

    @classmethod
    async def opens(cls, context: BrowserContext, site: Server, path: str = "/") -> Person:
        person = cls(await context.new_page(), site)
        await person.page.goto(site.url + path)
        return person

    @classmethod
    async def begins(cls, context: BrowserContext, site: Server, path: str = "/") -> Person:
        """Opens the page and presses Start; two messages are there then."""
        person = await cls.opens(context, site, path)
        await person.page.locator(".start").click()
        await expect(person.messages).to_have_count(2)
        return person

    @property
    def messages(self) -> Any:
        """What the assistant said, without her own words."""
        return self.page.locator(".message:not(.own)")

    @property
    def own(self) -> Any:
        return self.page.locator(".message.own")

    @property
    def state(self) -> Any:
        return self.page.locator("#state")

    async def presses(self, label: str) -> None:
        """The newest button of this name."""
        await self.page.get_by_role("button", name=label, exact=True).last.click()

    async def says(self, text: str) -> None:
        await self.page.locator("#box").fill(text)
        await self.page.keyboard.press("Enter")

    async def sees(self, text: str) -> None:
        """As the last thing that the assistant said."""
        await expect(self.messages.last.locator(".words")).to_contain_text(text)

    async def width(self) -> int:
        """How wide the content is, also where it cannot be seen."""
        widest = "Math.max(...['html','#log','main'].map(s => document.querySelector(s)?.scrollWidth || 0))"
        found: int = await self.page.evaluate(widest)
        return found

    def other_hosts(self) -> list[str]:
        """Requests that left for anywhere but our own server (D10)."""
        ours = (self.site.url, self.site.url.replace("http", "ws", 1), "data:", "blob:")
        return [url for url in self.requests if not url.startswith(ours)]

    def _hear(self, line: ConsoleMessage) -> None:
        if "Security Policy" in line.text:
            self.faults.append(line.text)

    def _note(self, request: Request) -> None:
        self.requests.append(request.url)
