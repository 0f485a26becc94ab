"""What stands in the chats: messages with their keyboards, as the phones show them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.channels.telegram.rules import DELETABLE, Upload, bad_request

Json = dict[str, Any]


@dataclass
class Shown:
    """One message of the bot's on a phone."""

    id: int
    text: str
    entities: list[Json] = field(default_factory=list)
    rows: list[list[Json]] = field(default_factory=list)
    edits: int = 0
    file: Upload | None = None
    sent: float = 0.0
    """The second at which it was sent, by the stand-in's own clock."""
    silent: bool = False
    """It came without a sound or a notice."""

    @classmethod
    def of(cls, number: int, params: Json) -> Shown:
        rows = (params.get("reply_markup") or {}).get("inline_keyboard", [])
        if "document" in params:
            entities = params.get("caption_entities") or []
            return cls(number, params.get("caption", ""), entities, rows, file=params["document"])
        return cls(number, params["text"].strip(), params.get("entities") or [], rows)

    @property
    def buttons(self) -> list[str]:
        return [button["text"] for row in self.rows for button in row]

    def data_of(self, label: str) -> str:
        for row in self.rows:
            for button in row:
                if button["text"] == label:
                    return str(button["callback_data"])
        raise AssertionError(f"no button {label!r} among {self.buttons}")

    def styled(self, style: str) -> list[str]:
        """The stretches of the text that look so, found as a phone finds them: in UTF-16 units."""
        encoded = self.text.encode("utf-16-le")
        return [
            encoded[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le")
            for e in self.entities
            if e["type"] == style
        ]

    def take(self, new: Shown) -> None:
        """Show the new content in the old place."""
        if (new.text, new.entities, new.rows) == (self.text, self.entities, self.rows):
            raise bad_request(
                "message is not modified: specified new message content and reply markup are exactly the "
                "same as a current content and reply markup of the message"
            )
        self.text, self.entities, self.rows = new.text, new.entities, new.rows
        self.edits += 1


@dataclass
class Chat:
    id: int
    kind: str = "private"
    language: str = "en"
    name: str = "Amina"
    shown: list[Shown] = field(default_factory=list)
    blocked: bool = False
    typed: dict[int, float] = field(default_factory=dict)
    """The numbers of her own messages that still stand in the chat, and when they were sent."""
    ever: list[str] = field(default_factory=list)
    """Every text that was shown here at some time, in order."""

    def as_json(self) -> Json:
        if self.kind != "private":
            return {"id": self.id, "type": self.kind, "title": self.name}
        return {"id": self.id, "type": "private", "first_name": self.name, "username": "amina_phone"}

    def user(self) -> Json:
        return {
            "id": abs(self.id),
            "is_bot": False,
            "first_name": self.name,
            "username": "amina_phone",
            "language_code": self.language,
        }

    def delete(self, numbers: list[int], now: float) -> int:
        """Take messages of either side out; how many there were. What is too old spares all of them."""
        found = {shown.id: shown.sent for shown in self.shown} | self.typed
        if any(now - found[number] >= DELETABLE for number in numbers if number in found):
            raise bad_request("message can't be deleted for everyone")
        self.shown = [shown for shown in self.shown if shown.id not in numbers]
        for number in numbers:
            self.typed.pop(number, None)
        return len([number for number in numbers if number in found])

    def find(self, number: int) -> Shown | None:
        return next((shown for shown in self.shown if shown.id == number), None)
