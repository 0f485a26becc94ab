"""give: a file with a few words, as a message of its own."""

from __future__ import annotations

from pathlib import Path

from bot.conversation.loader import read_flow
from bot.conversation.messages import Attachment, Incoming, Outgoing, Rich
from bot.delivery.rendering import render
from bot.delivery.wording import Wording
from bot.language.catalogs import Catalogs
from bot.language.speech import LanguageSpeech
from tests.conversation.talking import flow_of, talker

GIVES = """
    version: 1
    start: which
    place: [which]
    steps:
      which:
        ask: !t "Which one?"
        choices:
        - {id: long, label: !t "The long one"}
        save: which
        next: keep
      keep:
        give: !t "Keep it."
        file: $which
        as: list
        next: after
      after:
        say: !t "That is all."
        next: "@menu"
"""


def test_a_file_is_made_of_the_value_and_stands_alone(tmp_path: Path) -> None:
    she = talker(tmp_path, GIVES)
    she.opens()
    she.presses("test")
    she.presses("long")
    wording = Wording(
        LanguageSpeech(Catalogs({})),
        {"plain": Rich},
        {},
        {"list": lambda id_, lang: Attachment(f"{id_}.{lang}", "text/plain", b"x")},
    )
    messages: list[Outgoing] = render(she.seen, "en", wording)
    assert [(m.text.partition("\n")[0], m.attachment and m.attachment.name) for m in messages] == [
        ("Keep it.", "long.en"),
        ("That is all.", None),
    ]


def test_what_is_missing_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text("version: 1\nstart: a\nsteps:\n  a: {give: !t 'x', next: '@end'}\n", encoding="utf-8")
    _, issues = read_flow(file)
    assert {(4, "“as” is missing"), (4, "“file” is missing")} <= {(i.line, i.message) for i in issues}


def test_a_reminder_comes_beside_what_she_is_at(tmp_path: Path) -> None:
    """`due` runs the flow `reminder`; afterwards she is where she was."""
    reminder = "version: 1\nstart: r\nsteps:\n  r: {say: !t 'Due: {reminder}', next: '@end'}\n"
    she = talker(tmp_path, GIVES)
    she.flows["reminder"] = flow_of("reminder", reminder, tmp_path)
    she.opens()
    she.presses("test")
    assert she.does(Incoming("due", "abc")) == ["Due: abc", "Which one?"]
    she.stored = (None, None)
    assert she.does(Incoming("due", "abc"))[0] == "Due: abc"
