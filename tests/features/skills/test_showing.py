"""The profile as people see it: the card, the CV in every language, the JSON Resume."""

from __future__ import annotations

import json
import time
import unicodedata
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from sqlalchemy import func, select

from bot.conversation.messages import Outgoing
from bot.conversation.session import decode as decode_session
from bot.features.people.tables import consents
from bot.features.skills import records
from bot.features.skills.profile import LEVELS, Job, Profile, Tongue, encode
from bot.features.skills.tables import profiles
from bot.flows_commands import TRANSCRIPTS, begin
from bot.language.languages import LANGUAGES
from bot.mind import Mind
from bot.rehearsal import Rehearsal, read_transcript
from tests.minds import shared_mind

LIMIT = 200 * 1024
NAME = "Amina Canary-Name أمينة"


@pytest.fixture(scope="module")
def mind() -> Mind:
    return shared_mind()


def full() -> Profile:
    """Everything that a profile can hold."""
    ratings = {str(at): at % len(LEVELS) for at in range(6)}
    jobs = [
        Job("tailor", code, ratings, "over_ten", "now", "sewing machine, آلة") for code in ("7531", "5120")
    ]
    known = {skill: {"B2": True, "C1": False} for skill in ("listening", "speaking", "reading", "writing")}
    tongues = [
        Tongue("ar", mother=True),
        *(Tongue(tag, known=known) for tag in ("en", "tr", "de", "fr", "ckb")),
    ]
    answers = {
        "school": "upper_secondary", "certificates": "sewing course", "papers": "some",
        "digital": ["messages", "email", "video"], "licences": ["car", "bus"], "countries": "DE",
        "start": "now", "alone": "family", "nights": "no", "training": "yes",
    }  # fmt: skip
    return Profile([*jobs, Job("sells tea"), Job("guard")], tongues, answers)


def letters(text: str) -> set[str]:
    return {char for char in unicodedata.normalize("NFKC", text) if char.isalnum()}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_full_cv_has_two_pages_at_most_and_is_light(mind: Mind, lang: str) -> None:
    order = json.dumps({"card": encode(full()).decode(), "name": NAME, "lang": lang})
    made = mind.wording.makers["cv"](order, "en")
    assert len(made.data) < LIMIT
    document = pdfium.PdfDocument(made.data)
    assert 1 <= len(document) <= 2
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    assert letters(text) >= letters(NAME)
    for section in ("Work", "Languages"):
        words = mind.catalogs.look_up(lang, "skills.card", section)[0]
        assert letters(text) >= letters(words)


def test_a_cv_takes_less_than_a_second(mind: Mind) -> None:
    """The issue's own limit; it takes some hundredths of it."""
    order = json.dumps({"card": encode(full()).decode(), "name": NAME, "lang": "ar"})
    begun = time.process_time()
    mind.wording.makers["cv"](order, "ar")
    assert time.process_time() - begun < 1


def test_what_is_shown_says_that_nobody_checked_it(mind: Mind) -> None:
    for lang in LANGUAGES:
        note = mind.catalogs.look_up(lang, "skills.card", "Own statement, not checked by anyone.")[0]
        card = mind.wording.namers["skills_card"](encode(full()).decode(), lang)
        assert note in card.text
        resume = json.loads(mind.wording.makers["json_resume"](encode(full()).decode(), lang).data)
        assert note in resume["basics"]["summary"]


def test_an_empty_profile_is_shown_too(mind: Mind) -> None:
    card = mind.wording.namers["skills_card"](encode(Profile()).decode(), "en")
    assert card.text.startswith("My skills profile")


def test_the_json_resume_has_the_codes(mind: Mind) -> None:
    resume = json.loads(mind.wording.makers["json_resume"](encode(full()).decode(), "en").data)
    assert "(ISCO-08 7531)" in resume["work"][0]["position"]
    assert resume["languages"][0]["fluency"] == "native"
    assert "listening B2" in resume["languages"][1]["fluency"]


def _played(mind: Mind) -> tuple[Rehearsal, list[Outgoing]]:
    """Up to the CV, with the name typed."""
    person, said = begin(mind, "en"), []
    for move in read_transcript(Path(TRANSCRIPTS, "skills.yaml")):
        typed = isinstance(move.get("type"), dict) and move["type"].get("*") == "Amina Test"
        said += person.move({"type": {"*": NAME}} if typed else move).messages
        assert b"Canary-Name" not in (person.state.place or b"") + (person.state.answers or b"")
        if any(message.attachment for message in said):
            return person, said
    raise AssertionError("no file came")


def test_D3_the_name_is_in_the_file_and_nowhere_else(mind: Mind) -> None:
    person, said = _played(mind)
    file = next(message.attachment for message in said if message.attachment)
    text = pdfium.PdfDocument(file.data)[0].get_textpage().get_text_range()
    assert "Canary-Name" in text
    kept = (person.state.place or b"") + (person.state.answers or b"")
    assert b"Canary-Name" not in kept
    assert b"7531" in kept + encode_profile(person), "the control: other things are kept"
    decode_session(person.state.place, person.state.answers)


def encode_profile(person: Rehearsal) -> bytes:
    profile = records.load(person.conn, person.keys.for_person(person.conn, "rehearsal"), "rehearsal")
    return encode(profile or Profile())


def test_E3_an_employer_would_see_neither_family_nor_other_countries(mind: Mind) -> None:
    document = encode(full()).decode()
    seen, own = (mind.wording.namers[kind](document, "en").text for kind in ("skills_seen", "skills_card"))
    for hidden in ("Germany", "Only with my family"):
        assert hidden in own, "the control: she herself sees it"
        assert hidden not in seen
    assert "Tailors and dressmakers" in seen


@pytest.mark.parametrize(("answer", "kept"), [("no", 0), ("yes", 1)], ids=["under 18", "18 or older"])
def test_C9_who_is_under_18_has_no_profile(mind: Mind, answer: str, kept: int) -> None:
    person = begin(mind, "en")
    person.move({"start": ""})
    for choice in ("$lang", "guides", "skills", "begin", answer):
        seen = person.move({"press": choice})
    if answer == "no":
        assert seen.where[-1] == ("under_18", "who")
    else:
        person.move({"press": "yes"})
    assert person.conn.scalar(select(func.count()).select_from(consents)) == kept
    assert not person.conn.scalar(select(func.count()).select_from(profiles))
