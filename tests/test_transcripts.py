"""Conversations that must stay true: exact words in English and Arabic, the same walk in every language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import pytest

from bot.flows_commands import TRANSCRIPTS, WRITTEN_IN, play, unwalked
from bot.language.languages import LANGUAGES
from bot.mind import Mind
from bot.rehearsal import BadTranscript, Seen, written
from tests.minds import shared_mind

SEARCHED = {("answer", "pick"), ("skills_jobs", "pick"), ("work_opening", "what")}
"""Steps whose choices a search has found, or a page in pieces: they may differ from language to language."""
FILES = sorted(TRANSCRIPTS.glob("*.yaml"))


@pytest.fixture(scope="module")
def mind() -> Mind:
    return shared_mind()


each_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem, scope="module")
"""What is asked of one transcript stands together (`scope`), so that one process plays it for all of that."""
Played = Callable[[Path, str], list[Seen]]
_DRAWN = re.compile(r"(?<![\w-])[\w-]{22}(?![\w-])")


@pytest.fixture(scope="module")
def played(mind: Mind) -> Played:
    """All scenes of a transcript in one language, played once for all that is asked of them."""
    return cache(lambda file, lang: play(mind, file, lang))


def _walk(scenes: list[Seen]) -> list[object]:
    """What has to be alike in every language: positions, choices, how many messages with how many buttons.

    What the search offers to choose from may differ, and so may the order of languages. After a colon an id
    holds what she typed herself; ids that are drawn by chance stand in the order of their names.
    """
    return [
        (seen.where,)
        if seen.where[-1:] and seen.where[-1] in SEARCHED
        else (seen.where, _alike(seen.choices), _shape(seen))
        for seen in scenes
    ]


def _alike(choices: Iterable[str]) -> list[str]:
    return [_DRAWN.sub("ID", choice.partition(":")[0]) for choice in choices if choice not in LANGUAGES]


def _shape(seen: Seen) -> list[tuple[int, bool]]:
    return [(len(message.buttons), bool(message.replaces)) for message in seen.messages]


@pytest.mark.parametrize("lang", WRITTEN_IN)
@each_file
def test_the_exact_words(played: Played, file: Path, lang: str) -> None:
    expected = file.with_suffix(f".{lang}.txt").read_text(encoding="utf-8")
    assert written(played(file, lang)) == expected


@pytest.mark.parametrize("lang", [tag for tag in LANGUAGES if tag != "en"])
@each_file
def test_the_same_walk_in_every_language(played: Played, file: Path, lang: str) -> None:
    assert _walk(played(file, lang)) == _walk(played(file, "en"))


@pytest.mark.parametrize("lang", LANGUAGES)
@each_file
def test_everything_is_said_in_her_own_language(played: Played, file: Path, lang: str) -> None:
    """No text of any walk falls back to another language once she has chosen hers."""
    chosen = {"language_in_the_middle": "fr", "other_language": "uk"}.get(file.stem, lang)
    for seen in played(file, lang):
        if seen.before.lang == lang or seen.before.lang == chosen:
            said = {message.lang for message in seen.messages}
            assert said <= {lang, chosen}, (seen.move, said)


def test_every_way_through_the_flows_is_walked() -> None:
    assert unwalked(TRANSCRIPTS) == []


def test_a_way_that_nobody_walks_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "short.yaml").write_text("- start: ''\n- press: $lang\n", encoding="utf-8")
    assert ("menu", "menu", "topics") in unwalked(tmp_path)


def test_a_transcript_that_presses_what_is_not_there_is_refused(mind: Mind, tmp_path: Path) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text("- start: ''\n- press: topics\n", encoding="utf-8")
    with pytest.raises(BadTranscript, match=r"wrong\.yaml: “topics” is not on the screen"):
        play(mind, file, "en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_whole_profile_and_its_cv_take_sixty_turns_at_most(played: Played, lang: str) -> None:
    """Nearly every question answered, none of them twice; then three presses for the CV."""
    scenes = played(TRANSCRIPTS / "skills.yaml", lang)
    card = next(at for at, seen in enumerate(scenes, 1) if seen.where[-1:] == (("skills", "what_now"),))
    assert card + 3 <= 60
