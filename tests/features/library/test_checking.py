"""Every kind of mistake in content is found, at its line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.features.library.content import check
from bot.features.library.faults import BrokenContent, Fault
from bot.language.languages import LANGUAGES
from tests.features.library.articles import (
    BODY,
    QUESTIONS,
    TODAY,
    TWO,
    URGENT,
    english,
    faults,
    library,
    translated,
    write,
)

EN = "rights/work/en.md"
AR = "rights/work/ar.md"
BODY_LINE = 29


def swap(old: str, new: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return change


def body(text: str) -> Callable[[str], str]:
    return lambda _: english(body=text)


CAREFUL = "\n\n**Be careful:** no.\n"

ENGLISH_MISTAKES = {
    "no source": (swap("sources:\n  - title: Rules of work\n    publisher: Ministry\n    url: "
                       "https://www.example.org/rules\n    year: 2025\n", ""), 2, "'sources' is missing"),
    "no day of review": (swap("reviewed: 2026-11-21\n", ""), 2, "'reviewed' is missing"),
    "impossible day": (swap("2026-11-21", "2026-11-31"), 26, "'reviewed' is '2026-11-31'"),
    "review too late": (swap("2027-02-01", "2027-08-01"), 27, "1 to 180 days"),
    "scheme reviewed too late": (swap("not-applicable\n", "open\n"), None, None),
    "unknown state": (swap("not-applicable", "shut"), 19, "'state' is 'shut'"),
    "unknown key": (swap("places:", "wing: x\nplaces:"), 20, "'wing' is not known"),
    "key twice": (swap("places:", "title: again\nplaces:"), 20, "'title' stands twice"),
    "bad country": (swap("[SO]", "[SO, EUROPE]"), 20, "'EUROPE' is no ISO"),
    "source without https": (swap("url: https", "url: http"), 24, "must be https://"),
    "year that cannot be": (swap("2025", "25"), 25, "from 1900"),
    "broken yaml": (swap("title: Working", 'title: "Working'), 2, "not valid YAML"),
    "long title": (swap("Working here", "W" * 61), 2, "'title' has 61 characters, 60 at most"),
    "long summary": (swap("You may work", "W" * 200), 3, "'summary' has"),
    "few questions": (lambda _: english(questions=QUESTIONS[:11]), 4, "'questions' has 11 entries"),
    "no front matter": (lambda text: text[4:], 1, "front matter"),
    "translation's key": (swap("status:", "translation: {}\nstatus:"), 18, "'translation' is not known"),
    "one piece": (body("One.\n\n**Be careful:** no.\n"), BODY_LINE, "1 pieces, 2 to 5"),
    "six pieces": (body("One." + "\n\n## H\n\nText." * 5 + CAREFUL), BODY_LINE, "6 pieces, 2 to 5"),
    "long piece": (body("One.\n\n## H\n\n" + "word " * 130 + CAREFUL), BODY_LINE + 2, "600 at most"),
    "long heading": (body("One.\n\n## " + "H" * 51 + CAREFUL), BODY_LINE + 2, "51 characters, 50 at most"),
    "no first piece": (body("## H\n\nText.\n\n## I\n\nText." + CAREFUL), BODY_LINE, "no text"),
    "wrong heading": (body("One.\n\n# H\n\nText." + CAREFUL), BODY_LINE + 2, "only headings with ##"),
    "slanted text": (body("One *two*.\n\n## H" + CAREFUL), BODY_LINE, "slanted text"),
    "code": (body("One `two`.\n\n## H" + CAREFUL), BODY_LINE, "code is not allowed"),
    "picture": (body("![x](https://example.org/x.png)\n\n## H" + CAREFUL), BODY_LINE, "a picture"),
    "html": (body("One <b>two</b>.\n\n## H" + CAREFUL), BODY_LINE, "HTML"),
    "quotation": (body("One.\n\n> Two.\n\n## H" + CAREFUL), BODY_LINE + 2, "a quotation"),
    "list in a list": (body("One.\n\n- a\n  - b\n\n## H" + CAREFUL), BODY_LINE + 3, "list inside a list"),
    "stray bold": (body("One ** two.\n\n## H" + CAREFUL), BODY_LINE, "stray"),
    "link without https": (body("[w](http://example.org)\n\n## H" + CAREFUL), BODY_LINE, "must be https://"),
    "link with a password": (body("[w](https://a:b@example.org)\n\n## H" + CAREFUL), BODY_LINE, "https"),
    "link of mixed letters": (body("[w](https://exаmple.org)\n\n## H" + CAREFUL), BODY_LINE, "https"),
    "phone": (body("One.\n\n## H\n\nCall +49 30 1234567 now." + CAREFUL), BODY_LINE + 4, "telephone number"),
    "arabic phone": (body("One.\n\n## H\n\nاتصل ٠٧٩١٢٣٤٥٦٧" + CAREFUL), BODY_LINE + 4, "telephone number"),
    "hidden character": (body("One.\n\n## H\n\nTwo \u202e three." + CAREFUL), BODY_LINE + 4, "U+202E"),
    "no warning at the end": (body("One.\n\n## H\n\nBe careful: no.\n"), BODY_LINE + 4, "must begin with"),
    "warning not last": (body("One.\n\n## H\n\n**Be careful:** no.\n\nMore.\n"), BODY_LINE + 6, "must begin"),
}  # fmt: skip


@pytest.mark.parametrize("name", ENGLISH_MISTAKES)
def test_a_mistake_is_found_at_its_line(name: str, tmp_path: Path) -> None:
    change, line, message = ENGLISH_MISTAKES[name]
    found = [fault for fault in faults(tmp_path, {EN: change(english())}) if fault.file == f"content/{EN}"]
    if message is None:
        assert not found
        return
    assert any(fault.line == line and message in fault.message for fault in found), [*map(str, found)]


def test_a_sound_article_has_no_fault(tmp_path: Path) -> None:
    assert not faults(tmp_path, {EN: english(), AR: translated()})


def test_norway_is_a_country_and_no_falsehood(tmp_path: Path) -> None:
    assert not faults(tmp_path, {EN: english().replace("[SO]", "[NO, ON]"), AR: translated()})[1:]
    assert not faults(tmp_path, {EN: english().replace("[SO]", "[NO]"), AR: translated()})


@pytest.mark.parametrize(
    "text",
    [
        "from 2015. 10 000 people",
        "2024-2026",
        "1 200 000 people",
        "on 21.11.2026",
        "2026-11-21",
        "2025 100 000",
    ],
)
def test_years_and_large_numbers_are_no_telephone_numbers(text: str, tmp_path: Path) -> None:
    changed = english(body=f"One {text}.\n\n## H" + CAREFUL)
    assert not [fault for fault in faults(tmp_path, {EN: changed}) if fault.level == "error"]


def _one(found: list[Fault], level: str) -> Fault:
    (fault,) = [fault for fault in found if fault.level == level]
    return fault


def test_a_missing_language_is_due(tmp_path: Path) -> None:
    fault = _one(faults(tmp_path, {EN: english()}), "due")
    assert (fault.file, fault.line) == (f"content/{AR}", 1)
    assert "missing" in fault.message


def test_a_stale_translation_is_due_and_names_the_new_hash(tmp_path: Path) -> None:
    files = {EN: english(body=BODY.replace("allowed", "forbidden")), AR: translated()}
    fault = _one(faults(tmp_path, files), "due")
    assert (fault.file, fault.line) == (f"content/{AR}", 22)
    assert "has changed" in fault.message


def test_an_article_past_its_review_is_due(tmp_path: Path) -> None:
    files = {EN: english(review_by="2026-11-22"), AR: translated()}
    assert not faults(tmp_path, files)
    found = check(tmp_path / "content", TODAY.replace(day=23), TWO)
    fault = _one([fault for fault in found if fault.file == f"content/{EN}"], "due")
    assert fault.line == 27
    assert "review was due" in fault.message


def test_a_translation_has_as_many_pieces_as_the_english(tmp_path: Path) -> None:
    ar = translated(body="واحد.\n\n## ا\n\nاثنان.\n\n## ب\n\n**احذر:** لا.\n")
    fault = _one(faults(tmp_path, {EN: english(), AR: ar}), "error")
    assert fault.file == f"content/{AR}"
    assert "3 pieces, but the English has 2" in fault.message


def test_a_translation_carries_no_facts(tmp_path: Path) -> None:
    ar = translated().replace("translation:", "status: {state: open}\ntranslation:")
    fault = _one(faults(tmp_path, {EN: english(), AR: ar}), "error")
    assert (fault.file, fault.line) == (f"content/{AR}", 18)
    assert "stands in en.md only" in fault.message


def test_strange_folders_and_files_are_named(tmp_path: Path) -> None:
    found = faults(tmp_path, {EN: english(), AR: translated(), "rights/work/xx.md": "", "wing/a/en.md": ""})
    assert {fault.file for fault in found} == {"content/rights/work/xx.md", "content/wing"}


def test_a_file_that_is_not_utf8_is_named_with_its_line(tmp_path: Path) -> None:
    content = write(tmp_path, {EN: english()})
    (content / AR).write_bytes(b"---\ntitle: \xff\n")
    fault = _one(check(content, TODAY, TWO), "error")
    assert (fault.file, fault.line) == (f"content/{AR}", 2)


def test_a_kind_of_danger_left_out_is_a_fault(tmp_path: Path) -> None:
    files = {EN: english(), AR: translated()}
    without = "\n".join(row for row in URGENT["en"].splitlines() if not row.startswith("suicide"))
    fault = _one(faults(tmp_path, files, {**URGENT, "en": without}), "error")
    assert fault.file == "content/urgent/en.yaml"
    assert "'suicide' is missing" in fault.message
    (tmp_path / "content/urgent/ar.yaml").unlink()
    assert _one(faults(tmp_path, files, {"en": URGENT["en"]}), "due").file == "content/urgent/ar.yaml"


def test_a_start_names_all_broken_files_at_once(tmp_path: Path) -> None:
    files = {EN: english().replace("[SO]", "[EUROPE]"), "rights/other/en.md": "nothing"}
    with pytest.raises(BrokenContent) as caught:
        library(tmp_path, files)
    message = str(caught.value)
    assert "content/rights/work/en.md:20: 'EUROPE' is no ISO" in message
    assert "content/rights/other/en.md:1: the file must begin with front matter" in message


def test_the_shipped_content_stops_no_start() -> None:
    root = Path(__file__).parents[3]
    found = check(root / "content", TODAY, tuple(LANGUAGES.values()))
    assert not [str(fault) for fault in found if fault.level == "error"]
