"""Spans become runs of plain text; links show where they lead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.web.runs import Run, runs, safe_link
from bot.conversation.messages import Span


def test_a_plain_text_is_one_run() -> None:
    assert runs("Hello") == (Run("Hello"),)
    assert runs("") == ()


def test_offsets_count_code_points_not_utf16_units() -> None:
    assert runs("👩‍🔧 yes", (Span(4, 7, "bold"),)) == (Run("👩‍🔧 "), Run("yes", b=True))


def test_spans_may_overlap() -> None:
    link = Span(2, 6, "link", "https://unhcr.org/")
    cut = runs("abcdefgh", (Span(0, 4, "bold"), link))
    assert [run.t for run in cut] == ["ab", "cd", "ef", "gh"]
    assert [run.b for run in cut] == [True, True, False, False]
    assert [run.o for run in cut] == ["", "", "unhcr.org", ""]


@given(
    st.text(max_size=40),
    st.lists(st.builds(Span, st.integers(-5, 50), st.integers(-5, 50), st.sampled_from(["bold", "italic"]))),
)
def test_no_letter_is_lost_whatever_the_spans(text: str, spans: list[Span]) -> None:
    assert "".join(run.t for run in runs(text, spans)) == text


def shown_host(text: str, start: int, end: int, href: str) -> str:
    return "".join(run.o for run in runs(text, (Span(start, end, "link", href),)))


def test_I10_a_link_shows_its_real_host_unless_the_text_does() -> None:
    assert shown_host("read this", 0, 4, "https://www.unhcr.org/x") == "unhcr.org"
    assert shown_host("read (unhcr.org)", 0, 4, "https://www.unhcr.org/x") == ""
    assert shown_host("see www.unhcr.org", 4, 17, "https://www.unhcr.org/x") == ""


def test_I10_a_host_that_only_looks_shown_is_shown_again() -> None:
    assert shown_host("go to unhcr.org.evil.com", 6, 24, "https://org.evil.com/") == "org.evil.com"
    assert shown_host("go to unhcr.org", 6, 15, "https://unhcr.org.evil.com/") == "unhcr.org.evil.com"
    assert shown_host("notunhcr.org", 0, 12, "https://unhcr.org/") == "unhcr.org"


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.com",
        "https://unhcr.org@evil.com/",
        "https://",
        "https://a b/",
        "https://unhcr.org/\u202egpj",
        "https://[::1",
        "",
    ],
)
def test_I5_an_address_that_is_not_plain_https_is_no_link(href: str) -> None:
    assert safe_link(href) == ("", "")
    assert runs("text", (Span(0, 4, "link", href),)) == (Run("text"),)


def test_I10_letters_of_another_script_show_as_ascii() -> None:
    assert safe_link("https://unhсr.org/")[1].startswith("xn--")  # the c is Cyrillic
