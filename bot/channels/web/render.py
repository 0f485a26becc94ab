"""Pages from templates. Everything is escaped by the templates; no markup is ever put together here (I7)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from bot.channels.web import texts
from bot.channels.web.answers import Checked
from bot.channels.web.assets import Assets
from bot.channels.web.chat import form_token
from bot.channels.web.frames import Say
from bot.channels.web.languages import direction
from bot.channels.web.pages import Article, Labels, Topic
from bot.channels.web.settings import WebSettings
from bot.language.languages import LANGUAGES


class Renderer:
    def __init__(self, labels: Labels, assets: Assets, settings: WebSettings) -> None:
        self._labels = labels
        self._assets = assets
        self._settings = settings
        self._env = Environment(
            loader=PackageLoader("bot.channels.web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._env.globals["asset"] = assets.url

    def strings(self, lang: str) -> dict[str, str]:
        """What the chat's script needs to say, in one language."""
        return texts.said(texts.CHAT, self._labels, lang) | {"lang": lang, "dir": direction(lang)}

    def chat(
        self,
        lang: str,
        secret: str | None,
        message_id: str,
        *,
        says: Sequence[Say] = (),
        own: str = "",
        draft: str = "",
        notice: str = "",
        status: int = 200,
        start: str = "",
    ) -> HTMLResponse:
        """The chat page.

        says: messages to show; own: her words that they answer; draft: words that were not taken and stand
        in the box again; notice: the name of a text in PAGE or CHAT. `message_id` names the next message,
        so that a form sent twice counts once (M2). `start`: the payload of the start link that led here.
        """
        strings = self.strings(lang)
        page = texts.said(texts.PAGE, self._labels, lang)
        context = {
            "ui": strings,
            "ui_json": json.dumps(strings, ensure_ascii=False, separators=(",", ":")),
            "page": page,
            "token": form_token(secret) if secret else "",
            "begun": secret is not None,
            "id": message_id,
            "start": start,
            "says": says,
            "own": own,
            "draft": draft,
            "notice": page.get(notice) or strings.get(notice, ""),
            "about": self._about(lang, page),
            "languages": LANGUAGES.values(),
            "version": self._assets.version,
        }
        return self._page("chat.html", lang, context, status)

    def _about(self, lang: str, page: Mapping[str, str]) -> list[str]:
        """Who runs this and how to reach a human, or that it is a demo (C1)."""
        lines = [page["machine"]]
        if self._settings.operator:
            lines.append(self._labels.label(texts.runner(self._settings.operator), lang))
        else:
            lines.append(page["demo"])
        if self._settings.contact:
            lines.append(self._labels.label(texts.contact(self._settings.contact), lang))
        return [*lines, page["keeps"]]

    def topics(self, lang: str, topics: Sequence[Topic]) -> HTMLResponse:
        return self._page("topics.html", lang, self._reading(lang) | {"topics": topics})

    def topic(self, lang: str, topic: Topic, articles: Sequence[Article]) -> HTMLResponse:
        return self._page("topic.html", lang, self._reading(lang) | {"topic": topic, "articles": articles})

    def offline(self, lang: str) -> HTMLResponse:
        return self._page("offline.html", lang, self._reading(lang))

    def check(
        self,
        lang: str,
        code: str = "",
        *,
        checked: Checked | None = None,
        notice: str = "",
        status: int = 200,
    ) -> HTMLResponse:
        """The page where a code is checked. `notice`: the name of a text in CHECK."""
        words = texts.said(texts.CHECK, self._labels, lang)
        context = self._reading(lang) | {
            "check": words,
            "code": code,
            "checked": checked,
            "said_dir": direction(checked.said_lang) if checked else "",
            "notice": words.get(notice, ""),
            "choose": self._labels.label(texts.PAGE["choose"], lang),
            "languages": LANGUAGES.values(),
        }
        return self._page("check.html", lang, context, status)

    def _reading(self, lang: str) -> dict[str, Any]:
        return {"read": texts.said(texts.READ, self._labels, lang)}

    def notice(self, lang: str, status: int) -> HTMLResponse:
        """A plain sentence and a code, never internals (L6)."""
        text = self._labels.label(texts.NOTICE.get(status, texts.NOTICE[500]), lang)
        return self._page("notice.html", lang, self._reading(lang) | {"text": text, "code": status}, status)

    def _page(self, template: str, lang: str, context: dict[str, Any], status: int = 200) -> HTMLResponse:
        shared = {"lang": lang, "dir": direction(lang)}
        return HTMLResponse(self._env.get_template(template).render(shared | context), status)
