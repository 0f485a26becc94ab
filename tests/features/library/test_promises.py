"""What the library has to hold: every system that the policy papers name, and no promise of a job."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from bot.language.languages import LANGUAGES
from tests.features.library.articles import shipped

ROOT = Path(__file__).parents[3]

SYSTEMS = {
    "Talent Beyond Boundaries": "pathways/talent-beyond-boundaries",
    "Displaced Talent for Europe": "pathways/displaced-talent-europe",
    "EU-Passworld": "pathways/eu-passworld",
    "Family Assistance Programme": "family/germany",
    "IRIS": "pathways/labour-mobility",
    "Convention Travel Document": "pathways/travel-documents",
    "European Qualifications Passport": "skills/no-certificates",
    "recogni": "skills/recognition",
    "video": "skills/video-interview",
    "orientation": "orientation/before-departure",
    "complain": "rights/complaints",
    "Express Entry": "pathways/points-and-express-entry",
    "ECOWAS": "pathways/regional-free-movement",
}
"""What an article must speak of, by its id."""

YES = {
    "en": "yes",
    "ar": "نعم",
    "fr": "oui",
    "fa": "بله|آری",
    "so": "haa",
    "sw": "ndiyo|ndio",
    "uk": "так",
    "es": "sí",
}


def words(article: str, lang: str) -> str:
    version = shipped().articles[article].versions[lang]
    pieces = " ".join(f"{piece.heading} {piece.text}" for piece in version.pieces)
    return f"{version.title} {version.summary} {pieces}"


@pytest.mark.parametrize(("system", "article"), SYSTEMS.items())
def test_each_system_of_the_policy_papers_has_its_place(system: str, article: str) -> None:
    assert system.lower() in words(article, "en").lower()


def test_every_topic_is_there_in_every_language() -> None:
    assert len(shipped().articles) == 72
    missing = [
        (id, lang) for id, a in shipped().articles.items() for lang in LANGUAGES if not a.current(lang)
    ]
    assert not missing


@pytest.mark.parametrize("lang", LANGUAGES)
def test_will_i_get_a_job_is_never_answered_with_yes(lang: str) -> None:
    """In any wording: whatever page it leads to does not begin with a yes, and none is promised."""
    asked = yaml.safe_load((ROOT / "tests/search/will_i_get_a_job.yaml").read_text(encoding="utf-8"))[lang]
    assert len(asked) >= 7
    yes = re.compile(rf"\W*(?:{YES[lang]})\b", re.IGNORECASE)
    for text in asked:
        found = shipped().find(text, lang)
        for article in found.articles:
            version = shipped().articles[article].versions[lang]
            for told in (version.title, version.summary, version.pieces[0].text):
                assert not yes.match(told), (text, article)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_closed_scheme_is_told_first(lang: str) -> None:
    """The state stands above the text, in the reader's words, whatever the article says."""
    closed = [a for a in shipped().articles.values() if a.status.state == "closed"]
    assert len(closed) >= 3
    for article in closed:
        first = shipped().piece(article.id, 0, "en").text
        assert "Closed" in first.split("\n\n")[1]
    assert shipped().how_schemes_stand(lang).text.count("•") == len(shipped().schemes())
