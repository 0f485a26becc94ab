"""The methods of the Bot API that the stand-in knows."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from tests.channels.telegram.chats import Chat, Shown
from tests.channels.telegram.rules import (
    Refusal,
    bad_request,
    check_commands,
    check_document,
    check_keyboard,
    check_length,
    check_numbers,
    check_text,
    required,
)

if TYPE_CHECKING:
    from tests.channels.telegram.stand_in import StandIn

Json = dict[str, Any]
HOLD_AT_MOST = 50


class Methods:
    """Each method takes the parameters and returns the `result`; a refusal is raised."""

    def __init__(self, server: StandIn) -> None:
        self._server = server
        self.open_presses: set[str] = set()
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.descriptions: dict[tuple[str, str], str] = {}
        self._asking = 0
        self._known: dict[str, Callable[[Json], Any]] = {
            "getMe": self._get_me,
            "sendMessage": self._send_message,
            "sendDocument": self._send_document,
            "editMessageText": self._edit_message_text,
            "deleteMessage": self._delete_message,
            "deleteMessages": self._delete_messages,
            "answerCallbackQuery": self._answer_callback_query,
            "setMyCommands": self._set_my_commands,
            "getMyCommands": lambda p: self.commands.get(_scoped(p), []),
            "setMyDescription": lambda p: self._describe(p, "description", 512),
            "getMyDescription": lambda p: self._described(p, "description"),
            "setMyShortDescription": lambda p: self._describe(p, "short_description", 120),
            "getMyShortDescription": lambda p: self._described(p, "short_description"),
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
        }

    async def call(self, name: str, params: Json) -> bytes:
        """The result as JSON."""
        if name == "getUpdates":
            return await self._get_updates(params)
        if name not in self._known:
            raise Refusal(404, "Not Found")
        result = self._known[name](params)
        if isinstance(result, Awaitable):
            result = await result
        return json.dumps(result).encode()

    # Updates

    async def _get_updates(self, params: Json) -> bytes:
        if self._server.pusher.url:
            raise Refusal(409, "Conflict: can't use getUpdates method while webhook is active")
        queue = self._server.updates
        if "offset" in params:
            queue.confirm(int(params["offset"]))
        self._asking += 1
        queue.kick()
        mine = self._asking
        if not queue.waiting:
            await queue.some(min(float(params.get("timeout", 0)), HOLD_AT_MOST))
        if mine != self._asking:
            raise Refusal(409, "Conflict: terminated by other getUpdates request")
        return b"[" + b",".join(queue.batch(int(params.get("limit", 100)))) + b"]"

    def _set_webhook(self, params: Json) -> bool:
        required(params, "url")
        self._server.pusher.use(params["url"], params.get("secret_token", ""))
        return True

    async def _delete_webhook(self, params: Json) -> bool:
        await self._server.pusher.stop()
        if params.get("drop_pending_updates"):
            self._server.updates.waiting.clear()
        return True

    # Messages

    def _send_message(self, params: Json) -> Json:
        chat = self._reachable(params)
        check_text(params)
        check_keyboard(params)
        return _as_message(chat, self._show(chat, params))

    def _delete_message(self, params: Json) -> bool:
        chat = self._reachable(params)
        required(params, "message_id")
        if not chat.delete([int(params["message_id"])], self._server.now):
            raise bad_request("message to delete not found")
        return True

    def _delete_messages(self, params: Json) -> bool:
        chat = self._reachable(params)
        chat.delete(check_numbers(params), self._server.now)  # what is not there is skipped
        return True

    def _show(self, chat: Chat, params: Json) -> Shown:
        shown = Shown.of(self._server.new_message_id(), params)
        shown.sent, shown.silent = self._server.now, bool(params.get("disable_notification"))
        chat.shown.append(shown)
        chat.ever.append(shown.text)
        return shown

    def _send_document(self, params: Json) -> Json:
        chat = self._reachable(params)
        check_document(params)
        check_keyboard(params)
        return _as_message(chat, self._show(chat, params))

    def _edit_message_text(self, params: Json) -> Json:
        chat = self._reachable(params)
        required(params, "message_id")
        check_text(params)
        check_keyboard(params)
        shown = chat.find(int(params["message_id"]))
        if shown is None:
            raise bad_request("message to edit not found")
        if shown.file is not None:
            raise bad_request("there is no text in the message to edit")
        shown.take(Shown.of(shown.id, params))
        return _as_message(chat, shown)

    def _reachable(self, params: Json) -> Chat:
        required(params, "chat_id")
        chat = self._server.chats.get(int(params["chat_id"]))
        if chat is None:
            raise bad_request("chat not found")
        if chat.blocked:
            raise Refusal(403, "Forbidden: bot was blocked by the user")
        return chat

    def _answer_callback_query(self, params: Json) -> bool:
        required(params, "callback_query_id")
        if params["callback_query_id"] not in self.open_presses:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        self.open_presses.discard(params["callback_query_id"])
        return True

    # The bot's looks

    def _get_me(self, params: Json) -> Json:
        number = int(self._server.token.partition(":")[0])
        return {"id": number, "is_bot": True, "first_name": "Rafiq", "username": "rafiq_bot"}

    def _set_my_commands(self, params: Json) -> bool:
        check_commands(params)
        self.commands[_scoped(params)] = params["commands"]
        return True

    def _describe(self, params: Json, name: str, most: int) -> bool:
        check_length(params, name, most)
        self.descriptions[name, params.get("language_code") or ""] = params.get(name, "")
        return True

    def _described(self, params: Json, name: str) -> Json:
        return {name: self.descriptions.get((name, params.get("language_code") or ""), "")}


def _scoped(params: Json) -> tuple[str, str]:
    scope = params.get("scope") or {}
    return scope.get("type", "default"), params.get("language_code") or ""


def _as_message(chat: Chat, shown: Shown) -> Json:
    return {
        "message_id": shown.id,
        "date": 1_800_000_000,
        "chat": chat.as_json(),
        "text": shown.text,
        "entities": shown.entities,
    }
