"""Texts are found in flows, Python and templates, with context, plural, comment and line."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from hypothesis import given
from hypothesis import strategies as st

from bot.language.catalogs_tool import extract
from bot.language.extract import Extracted, FlowTextError, extract_flow

FLOW = """\
id: welcome
title: !t "Welcome page"
steps:
  hello:
    say: !t "Hello {name}"
    choices:
      # Translators: a button, keep it short
      # and friendly
      - label: !t Go on
      - label: !t 'Back'
    # seen by developers only
    note: !t "No comment"
  wait:
    say: !t {one: "{n} hour", other: "{n} hours"}
    more: !t
      one: "one more"
      other: "{n} more"
  long:
    say: !t >-
      A long text
      on two lines.
    also: &again !t "Twice"
    once: *again
  plain:
    say: "not a text"
"""


def run(source: str, name: str = "flows/welcome.yaml") -> list[Extracted]:
    file = io.BytesIO(source.encode())
    file.name = name
    return list(extract_flow(file, {}, ["Translators:"], {}))


def test_every_tagged_scalar_is_a_text_with_its_place() -> None:
    assert run(FLOW) == [
        (2, "pgettext", ("welcome", "Welcome page"), []),
        (5, "pgettext", ("welcome.hello", "Hello {name}"), []),
        (9, "pgettext", ("welcome.hello", "Go on"), ["Translators: a button, keep it short", "and friendly"]),
        (10, "pgettext", ("welcome.hello", "Back"), []),
        (12, "pgettext", ("welcome.hello", "No comment"), []),
        (14, "npgettext", ("welcome.wait", "{n} hour", "{n} hours"), []),
        (15, "npgettext", ("welcome.wait", "one more", "{n} more"), []),
        (19, "pgettext", ("welcome.long", "A long text on two lines."), []),
        (22, "pgettext", ("welcome.long", "Twice"), []),
    ]


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("steps:\n  a:\n    say: !t ''", 3),
        ("steps:\n  a:\n    say: !t ' space'", 3),
        ("steps:\n  a:\n    say: !t |\n      ends with a newline\n", 3),
        ("steps:\n  a:\n    say: !t [a, b]", 3),
        ("steps:\n  a:\n    say: !t {one: a}", 3),
        ("steps:\n  a:\n    say: !t {one: a, other: b, few: c}", 3),
        ("steps:\n  a:\n    say: !t {one: a, other: [b]}", 3),
        ("steps:\n  a: [", 2),
    ],
)
def test_a_text_tagged_wrongly_is_named_with_file_and_line(source: str, line: int) -> None:
    with pytest.raises(FlowTextError, match=rf"^flows/welcome\.yaml:{line}: "):
        run(source)


@pytest.mark.parametrize("source", ["", "just text", "- a\n- b", "steps: []", "steps:\n  a: !other {b: c}"])
def test_a_file_without_texts_has_none(source: str) -> None:
    assert run(source) == []


@given(st.text(st.sampled_from("abc: \n-!t{}[]'\"#&*|>"), max_size=60))
def test_any_file_is_read_or_refused_by_name(source: str) -> None:
    try:
        run(source)
    except FlowTextError as error:
        assert str(error).startswith("flows/welcome.yaml:")


PYTHON = """\
from bot.conversation.texts import T, TN

HELLO = T("web.chat", "Hello {name}", name="x")
# Translators: how long she waits
WAIT = TN("web.chat", "{n} hour", "{n} hours", n=2)
JOINED = T("web.chat", "One text "
           "in two pieces")
NOT = format("web.chat", "nothing")
"""
TEMPLATE = """\
<p>{{ pgettext("web.page", "Welcome") }}</p>
<p>{{ other("web.page", "Not a text") }}</p>
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in {
        "bot/channels/web/texts.py": PYTHON,
        "bot/channels/web/templates/page.html": TEMPLATE,
        "flows/welcome.yaml": FLOW,
        "tests/test_x.py": 'T("web.chat", "Only in a test")',
        "babel.cfg": (Path(__file__).parents[2] / "babel.cfg").read_text(encoding="utf-8"),
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def entries(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def test_texts_are_found_wherever_they_stand(root: Path) -> None:
    found = {(message.context, message.id): message for message in entries(extract(root))}
    assert ("web.chat", "Hello {name}") in found
    assert ("web.chat", "One text in two pieces") in found
    assert ("web.page", "Welcome") in found
    assert ("welcome.wait", ("{n} hour", "{n} hours")) in found
    hours = found["web.chat", ("{n} hour", "{n} hours")]
    assert hours.auto_comments == ["Translators: how long she waits"]
    assert hours.locations == [("bot/channels/web/texts.py", 5)]
    assert not {text for _, text in found} & {"nothing", "Not a text", "Only in a test", "not a text"}
    assert len(found) == 9 + 3 + 1


def test_a_template_that_is_broken_is_not_passed_over(root: Path) -> None:
    (root / "bot/channels/web/templates/page.html").write_text('{{ pgettext("a", "b") ', encoding="utf-8")
    with pytest.raises(Exception, match=r"unexpected|expected"):
        extract(root)
