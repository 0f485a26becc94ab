"""What is asked beside a danger is answered, too, one press below what to do first."""

from __future__ import annotations

import pytest

from bot.features.library.finding import Finder
from tests.features.library.articles import shipped

WORK, SCHOOL, FEES = "rights/right-to-work", "orientation/school-and-childcare", "rights/recruitment-fees"
BESIDE = [
    ("en", "My husband beats me. May I work as an asylum seeker?", WORK),
    ("en", "How does my daughter start school? My husband beats me.", SCHOOL),
    ("ar", "زوجي يضربني. هل أستطيع العمل وأنا طالب لجوء؟", WORK),
    ("fr", "Mon mari me frappe. Qui paie les frais de recrutement ?", FEES),
    ("fa", "شوهرم مرا می‌زند. پناهنده حق کار دارد؟", WORK),
    ("so", "Ninkayga ayaa i garaaca. Qaxootigu xaq ma u leeyahay inuu shaqeeyo?", WORK),
    ("sw", "Mume wangu ananipiga. Je, mkimbizi ana haki ya kufanya kazi?", WORK),
    ("uk", "Чоловік мене б'є. Чи має біженець право на роботу?", WORK),
    ("es", "Mi marido me pega. ¿Quién paga los gastos de contratación?", FEES),
]


@pytest.mark.parametrize(("lang", "text", "article"), BESIDE)
def test_the_question_beside_a_danger_is_answered_after_it(lang: str, text: str, article: str) -> None:
    found = shipped().find(text, lang)
    assert found.outcome == "urgent"
    assert found.asked == article


@pytest.mark.parametrize("text", ["My husband beats me.", "he beats me help", "They locked us in. Help!"])
def test_who_asks_nothing_is_offered_nothing_else(text: str) -> None:
    found = shipped().find(text, "en")
    assert found.outcome == "urgent"
    assert not found.asked or found.asked in found.articles


def test_what_is_hidden_is_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    lang, text, article = BESIDE[0]
    finder = shipped()._finder
    assert finder.find(text, lang).asked == article
    assert finder.find(text, lang, {article}).asked != article
    monkeypatch.setattr(Finder, "_asked", lambda *_: "")  # the negative control: nothing else offers it
    assert article not in {finder.find(text, lang).asked, *finder.find(text, lang).articles}
