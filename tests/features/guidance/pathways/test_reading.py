"""The rules as reviewers write them: every mistake is named with its line, and stops a start."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.features.guidance.pathways.reading import load_rules, read_rules, rule_faults
from bot.features.library import BrokenContent
from bot.features.library.service import Library
from bot.language.extract import extract_flow
from tests.features.guidance.pathways.finders import CONTENT, TODAY, library, rules
from tests.features.library.articles import english
from tests.features.library.articles import library as small_library

SOUND = """\
places:
  EAST:
    countries: [KE, UG]
    source: "A list, https://www.example.org"
    checked: 2026-11-22
needs:
  paper:
    when: {travel: [have], not_here: [EAST, TZ]}
    open_when: {travel: [coming]}
    no: !t "No paper."
    open: !t "Which paper?"
    source: "A page, https://www.example.org, 2025"
    checked: 2026-11-22
ways:
  job:
    article: pathways/job
    who: adults
    needs: [paper]
    next: !t "Ask."
  ended:
    article: pathways/ended
    who: adults
    needs: []
    next: !t "Read."
no_ways: [pathways/words]
"""


def shelf(tmp_path: Path) -> Library:
    return small_library(
        tmp_path,
        {
            "pathways/job/en.md": english(state="open"),
            "pathways/ended/en.md": english(state="closed"),
            "pathways/words/en.md": english(),
            "rights/work/en.md": english(),
        },
    )


def faults(tmp_path: Path, text: str) -> list[str]:
    articles = shelf(tmp_path).articles
    folder = tmp_path / "content"
    (folder / "pathways" / "rules.yaml").write_text(text, encoding="utf-8")
    return [str(fault) for fault in rule_faults(folder, articles)]


def test_sound_rules_have_no_faults(tmp_path: Path) -> None:
    assert faults(tmp_path, SOUND) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("travel: [have]", "travel: [got]", ":8: 'got' is not an answer to 'travel'"),
        ("{travel: [have]", "{faith: [have]", ":8: nobody asks for 'faith'"),
        ("[EAST, TZ]", "[WEST]", ":8: 'WEST' is not a country's code or a name below 'places'"),
        ("not_here: [EAST, TZ]", "not_here: [TZ]", ":3: no need uses the place 'EAST'"),
        ("[KE, UG]", "[KE, Uganda]", ":3: 'Uganda' is not an ISO 3166-1 code"),
        ('    source: "A page, https://www.example.org, 2025"\n', "", ":8: 'source' is missing"),
        ('2025"\n    checked: 2026-11-22', '2025"', ":8: 'checked' is missing"),
        ('2025"\n    checked: 2026-11-22', '2025"\n    checked: soon', "must be a day"),
        ('!t "No paper."', '"No paper."', ":10: 'no' is shown to people: write it as !t"),
        ('!t "Which paper?"', f'!t "{"Which? " * 40}"', ":11: 'open' has"),
        ('    no: !t "No paper."\n', "", ":9: without 'no' all else is open anyway"),
        (
            "    when: {travel: [have], not_here: [EAST, TZ]}\n    open_when: {travel: [coming]}\n",
            "",
            "always fail",
        ),
        (
            'no: !t "No paper."',
            'no: !t "No paper."\n    read: rights/none',
            ":11: there is no article 'rights/none'",
        ),
        ("article: pathways/job", "article: pathways/jobs", ":16: there is no article 'pathways/jobs'"),
        ("who: adults\n    needs: [paper]", "who: women\n    needs: [paper]", ":17: 'who' is 'women'"),
        ("needs: [paper]", "needs: [paper, money]", ":18: there is no need 'money'"),
        ("needs: [paper]", "needs: []", ":18: pathways/job is open, not closed: say what it needs"),
        ("needs: [paper]", "needs: []", ":8: no way uses the need 'paper'"),
        ("no_ways: [pathways/words]\n", "", "pathways/words has no way here"),
        ("[pathways/words]", "[pathways/words, pathways/none]", "there is no article 'pathways/none'"),
        ("article: pathways/ended", "article: rights/work", "pathways/ended has no way here"),
        ("next: !t", "nxet: !t", "'nxet' is not known here"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in SOUND
    found = faults(tmp_path, SOUND.replace(old, new, 1))
    assert [line for line in found if said in line and line.startswith("content/pathways/rules.yaml:")], found


def test_broken_rules_stop_a_start(tmp_path: Path) -> None:
    faults(tmp_path, SOUND.replace("[paper]", "[money]"))
    with pytest.raises(BrokenContent, match="there is no need 'money'"):
        read_rules(tmp_path / "content", shelf(tmp_path).articles)


def test_without_the_file_there_are_no_ways_and_no_faults(tmp_path: Path) -> None:
    assert load_rules(tmp_path, {}) == ({}, [])


def test_the_article_reader_takes_the_rules_for_no_article(tmp_path: Path) -> None:
    faults(tmp_path, SOUND)
    again = small_library(tmp_path, {})
    assert set(again.in_group("pathways")) == {"pathways/job", "pathways/ended", "pathways/words"}


def test_the_rules_of_this_program_have_no_faults_and_name_every_scheme() -> None:
    assert rule_faults(CONTENT, library().articles) == []
    assert set(library().schemes()) <= {way.article for way in rules().values()}


def test_every_text_of_the_rules_is_found_by_the_translators_tool() -> None:
    with (CONTENT / "pathways" / "rules.yaml").open("rb") as file:
        found = {(args[0], args[1]) for _, _, args, _ in extract_flow(file, {}, (), {})}
    shown = [way.next for way in rules().values()]
    for way in rules().values():
        for need in way.needs:
            shown += [need.open] if need.no is None else [need.open, need.no]
    assert {(text.ctxt, text.msg) for text in shown} == found


def test_every_rule_says_where_it_is_from_and_was_checked_before_today() -> None:
    for way in rules().values():
        for need in way.needs:
            assert need.source
            assert date(2026, 11, 1) < need.checked <= TODAY
