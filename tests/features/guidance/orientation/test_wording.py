"""What is shown of a piece: pages, what differs by country, questions and what is said to an answer."""

from __future__ import annotations

from datetime import date

import pytest

from bot.conversation.messages import Text
from bot.features.guidance.orientation.reading import read_orientation
from bot.features.guidance.orientation.wording import LEADS, OrientationWords
from bot.mind import ROOT


def say(text: Text, lang: str) -> str:
    return text.msg.replace("{day:date}", str(text.values.get("day"))).format(
        **{k: v for k, v in text.values.items() if k != "day"}
    )


def words(today: date = date(2026, 12, 1)) -> OrientationWords:
    return OrientationWords(read_orientation(ROOT / "content")[0], say, lambda: today)


def test_the_first_page_has_the_title_in_bold_and_the_last_the_day_of_checking() -> None:
    first, last = words().part("after_7/page/0", "en"), words().part("after_7/page/2", "en")
    title = "After 7 days there"
    assert first.text.startswith(title + "\n\n")
    assert [(span.start, span.end, span.style) for span in first.spans] == [(0, len(title), "bold")]
    assert last.text.endswith("\nChecked on 2026-11-22.")
    assert "Checked" not in first.text


def test_a_piece_that_was_not_reviewed_in_time_says_so() -> None:
    late = words(date(2027, 6, 1)).part("after_7/page/2", "en")
    assert late.text.endswith("Not checked since 2026-11-22: it may have changed.")


def test_the_last_page_and_a_country_s_note_stand_together() -> None:
    both = words().part("after_7/page/2 after_7/note/de", "en").text
    assert both.index("Checked on") < both.index("within 14 days")


@pytest.mark.parametrize("lead", LEADS)
def test_every_answer_is_told_what_is_true_and_nobody_is_told_she_was_wrong(lead: str) -> None:
    said = words().part(f"after_1/{lead}/1", "en").text
    assert "You may be blamed for a crime" in said
    assert "wrong" not in said.lower()


@pytest.mark.parametrize(
    "id_", ["", "after_90/page/0", "after_7/page/9", "after_7/page/x", "after_7/note/xx", "after_7/lies/0"]
)
def test_what_is_there_no_more_gets_a_polite_word(id_: str) -> None:
    assert words().part(id_, "en").text == "This part has changed. Please choose again."
