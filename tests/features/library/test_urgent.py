"""Danger is heard in the words that people use, and calm questions are not taken for it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.features.library import urgent_likeness
from bot.features.library.faults import Fault
from bot.features.library.urgent import FIRST_AID, Spoken, UrgentWords, first_aid
from bot.features.library.urgent_likeness import KNOWN_WELL, Likeness
from bot.features.library.urgent_reading import URGENT_DIR, load_urgent
from bot.features.library.urgent_rows import Row
from bot.language.languages import LANGUAGES
from tests.features.library.articles import say, shipped

CONTENT = Path(__file__).parents[3] / "content"


@pytest.fixture(scope="module")
def urgent() -> UrgentWords:
    faults: list[Fault] = []
    words = load_urgent(CONTENT, LANGUAGES, faults)
    assert not [str(fault) for fault in faults]
    return words


@pytest.mark.parametrize(
    ("lang", "text", "kind"),
    [
        ("en", "My husband BEATS me every night!", "violence"),
        ("en", "he said he will kill me", "violence"),
        ("en", "why does he not stop beating me", "violence"),
        ("en", "He keeps my passport and locked me inside the house", "held"),
        ("en", "my boss wont let me leave the house", "held"),
        ("en", "smugglers are holding my brother", "held"),
        ("en", "I can’t find my son", "child"),
        ("en", "our daughter is missing since the border", "child"),
        ("en", "I want to kill myself", "suicide"),
        ("en", "i dont want to live anymore", "suicide"),
        ("en", "they will deport me tomorrow", "deportation"),
        ("en", "we are being deported", "deportation"),
        ("en", "husband has a knife", "violence"),
        ("en", "im 12 i am alone at the border, i lost my mum", "child"),
        ("en", "my boss has my passport and threatens police if i go", "held"),
        ("en", "police have arrested my husband an hour ago", "deportation"),
        ("ar", "زوجي يضربني كل يوم", "violence"),
        ("ar", "صاحب العمل حابسنا بالمزرعة", "held"),
        ("ar", "ضاعت بنتي في السوق", "child"),
        ("ar", "أُرِيدُ أَنْ أَمُوتَ", "suicide"),
        ("ar", "راح يرحلوني بكرا", "deportation"),
    ],
)
def test_danger_is_heard(urgent: UrgentWords, lang: str, text: str, kind: str) -> None:
    danger = urgent.find(text, lang)
    assert danger is not None
    assert danger.kind == kind


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "he did not hit me"),
        ("en", "Can they deport me if I lose my job?"),
        ("en", "my son has lost his passport"),
        ("en", "My boss does not let me leave the job"),
        ("en", "what are the signs of forced labour"),
        ("en", "I want to live in Canada"),
        ("en", "can't leave the camp without a permit"),
        ("en", "my uncle has a gun licence"),
        ("en", "im 15 my mother is in sudan and i want to bring her"),
        ("en", "my boss has a copy of my passport"),
        ("en", "my uncle was kidnapped in 2009, is it useful for my file"),
        ("en", "the police arrested a thief in our street"),
        ("en", ""),
        ("ar", "هل ممكن يرحلوني اذا خسرت الشغل"),
        ("ar", "صاحب العمل اخذ جوازي"),
        ("ar", "ابني في المانيا وحده"),
    ],
)
def test_a_calm_question_is_no_danger(urgent: UrgentWords, lang: str, text: str) -> None:
    assert urgent.find(text, lang) is None


OF_DANGER = (
    "family/tracing",
    "family/unaccompanied-children",
    "orientation/mental-health",
    "rights/forced-labour",
    "rights/non-refoulement",
    "rights/passport-kept-by-employer",
    "safety/",
)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_hardly_a_question_about_something_else_is_taken_for_danger(lang: str) -> None:
    """At most two of a hundred, of those that people ask where nobody is in danger."""
    questions = [
        question
        for id, article in shipped().articles.items()
        if not id.startswith(OF_DANGER) and lang in article.versions
        for question in article.versions[lang].questions
    ]
    alarms = [question for question in questions if shipped().danger(question, lang)]
    assert len(alarms) <= 0.02 * len(questions), alarms


def test_two_words_may_stand_between_but_not_three() -> None:
    assert said("my son is missing", "my little sick son is missing")
    assert not said("my son is missing", "my very little sick son is missing")


def test_first_aid_names_the_contact_and_no_number() -> None:
    for kind in FIRST_AID:
        words = say(first_aid(kind), "en")
        assert "the desk" in words
        assert not any(character.isdigit() for character in words)
        assert words.count(". ") <= 3


def test_mistakes_in_the_file_are_named_with_their_line(tmp_path: Path) -> None:
    (tmp_path / URGENT_DIR).mkdir()
    path = tmp_path / URGENT_DIR / "en.yaml"
    path.write_text("violence: []\nxx: [a]\n", encoding="utf-8")
    faults: list[Fault] = []
    load_urgent(tmp_path, ["en", "ar"], faults)
    found = {(fault.line, fault.message.split(":")[0]) for fault in faults}
    assert (1, "'violence' has 0 entries, at least 1 are needed") in found
    assert (2, "'xx' is not known here") in found
    assert (1, "'held' is missing") in found
    assert (1, "this language is missing") in found


NEGATIONS = frozenset({"not", "never"})


def said(row: str, text: str) -> bool:
    return Row(row, NEGATIONS).said(text.split(), NEGATIONS)


def test_a_row_in_any_order_needs_all_its_words_within_twelve() -> None:
    row = "~ husband beats|hits me"
    assert said(row, "me he hits every day my husband")
    assert not said(row, "husband hits")
    assert not said(row, "me " + "and so on " * 5 + "husband hits")
    assert not said(row, "my husband not hits me")


def test_a_word_of_exception_takes_a_row_back() -> None:
    row = "my son|daughter lost !passport|card"
    assert said(row, "my son is lost")
    assert not said(row, "my son lost his passport")
    assert not said(row, "the passport of my son is lost")


def test_an_exception_far_from_the_row_takes_nothing_back() -> None:
    row, story = "my son|daughter lost !passport", "and then we walked on and on all night long "
    assert said(row, f"my daughter is lost {story} i have my passport")
    assert said(f"~ {row}", f"i have my passport {story} lost is my daughter")
    assert not said(f"~ {row}", "i have the passport here lost is my daughter")


CLASSES = {"son": "son|boy", "child": "son|boy|girl|little_one", "hurt": "beat|hit"}


def test_a_class_stands_for_each_of_its_words() -> None:
    row = Row("my {child}|puppy lost !{hurt}*", NEGATIONS, CLASSES)
    for text in ("my boy lost", "my little one is lost", "my puppy lost"):
        assert row.said(text.split(), NEGATIONS)
    assert not row.said(["my", "cat", "lost"], NEGATIONS)
    assert not row.said(["my", "boy", "lost", "beaten"], NEGATIONS)
    assert Row("{child}", NEGATIONS, CLASSES).anchors({}) >= {"son", "girl", "little"}
    assert Row("*{hurt}*", NEGATIONS, CLASSES).stars() == {r"\S*beat\S*", r"\S*hit\S*"}


def test_a_class_and_words_of_a_rows_own_take_it_back_and_the_class_is_compiled_once() -> None:
    common: dict[str, re.Pattern[str]] = {}
    classes = {"game": "chess|lost_at_cards"}
    rows = [
        Row(f"{word} me !{{game}}|fun*", frozenset(), classes, common=common) for word in ("beats", "hits")
    ]
    for row, word in zip(rows, ("beats", "hits"), strict=True):
        assert row.said(f"he {word} me".split(), frozenset())
        for calm in (f"he {word} me at chess", f"he {word} me i lost at cards", f"{word} me so funny"):
            assert not row.said(calm.split(), frozenset())
    assert list(common) == ["game"]


def test_classes_are_read_and_what_is_wrong_with_them_has_its_line(tmp_path: Path) -> None:
    (tmp_path / URGENT_DIR).mkdir()
    rows = ["violence: [a]", "held: ['my {sons} x']", "child:", "  - 'my {child} is lost'", "  - 'my {x'"]
    rows += [
        "suicide: [a]",
        "deportation: [a]",
        "emergency: [a]",
        "negations: ['no']",
        "classes:",
        "  son: son|boy",
    ]
    rows += ["  child: '{son}|girl'", "  bad: a b", "  worse: '{later}'"]
    path = tmp_path / URGENT_DIR / "en.yaml"
    path.write_text("\n".join(rows), encoding="utf-8")
    faults: list[Fault] = []
    words = load_urgent(tmp_path, ["en"], faults)
    assert {fault.line for fault in faults} == {2, 5, 13, 14}
    assert words.spoken["en"].classes == {"son": "son|boy", "child": "son|boy|girl"}
    assert words.find("my girl is lost", "en") is not None


def test_one_spelling_is_heard_as_another_where_sounds_are_written_as_they_are_heard() -> None:
    words = UrgentWords({"so": Spoken((("violence", "ninkeyga dilaayo"),))})
    assert words.find("ninkayga ayaa dilayo", "so") is not None
    assert words.find("ninkii ayaa dilayo", "so") is None


@pytest.mark.parametrize(
    ("row", "typed", "other"),
    [
        ("qol xiran", "qol xidhan", "qol xigan"),  # the south's r is the north's dh
        ("inan gabar", "inan gabadh", "inan gabal"),
        ("i gowracay", "i gawracay", "i guuracay"),
        ("khasab ah", "qasab ah", "hasab ah"),
        ("dambe maya", "danbe maya", "dabe maya"),
    ],
)
def test_somali_towns_are_heard_in_one_spelling(row: str, typed: str, other: str) -> None:
    words = UrgentWords({"so": Spoken((("held", row),))})
    assert words.find(typed, "so") is not None
    assert words.find(other, "so") is None


def test_somali_dh_at_the_beginning_of_a_word_is_no_r() -> None:
    words = UrgentWords({"so": Spoken((("suicide", "dhiman rabo"),))})
    assert words.find("riman rabo", "so") is None


def test_a_joined_and_is_taken_off_only_where_the_word_is_none_itself() -> None:
    words = UrgentWords({"ar": Spoken((("violence", "زوجي ضربني"), ("child", "ولد ضاع")))})
    assert words.find("وزوجي ضربني", "ar") is not None
    assert words.find("ولد ضاع", "ar") is not None


MESSAGES = [
    ("violence", f"my {who} beats me with a {what}") for who in ("man", "boss") for what in "abcdefghijklm"
]
CALM = [f"how do i get a {what} in town" for what in ("job", "card", "flat", "bed", "lawyer", "school")]


def test_what_is_like_messages_of_people_in_danger_is_danger() -> None:
    likeness = Likeness(MESSAGES, CALM)
    found = likeness.find("my boss beats us with a stick")
    assert found is not None
    assert found[0] == "violence"
    assert found in MESSAGES
    for calm in ("how do i get a bed", "a school in town", ""):
        assert likeness.find(calm) is None


def test_one_calm_text_for_20_messages_may_be_like_danger_where_calm_ones_are_known_well() -> None:
    calm = [*CALM, "my man beats me with a joke"]
    text = "my man beats me with a song"
    assert Likeness(MESSAGES, calm, close=KNOWN_WELL).find(text) is not None
    assert Likeness(MESSAGES, [*calm, "my boss beats me with a pun"], close=KNOWN_WELL).find(text) is None
    assert Likeness(MESSAGES, calm, close=KNOWN_WELL - 1).find(text) is None


def test_what_is_hardly_known_is_no_danger_however_dangerous_the_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    likeness = Likeness(MESSAGES, CALM)
    text = "beats me quelque chose de joli pour notre petite cuisine"
    assert likeness.find(text) is None
    monkeypatch.setattr(urgent_likeness, "KNOWN", 0.0)
    assert likeness.find(text) is not None


def test_from_few_messages_nothing_is_learnt() -> None:
    assert Likeness(MESSAGES[:10], CALM).find(MESSAGES[0][1]) is None
    assert Likeness((), ()).find("he beats me") is None
    assert Likeness(MESSAGES, ()).find(MESSAGES[0][1]) is None


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("so", "ninkii ayaa birta ii soo qaatay wuuna i sii garaacayaa carruurta hortooda"),
        ("ar", "صاحب المزرعة مسكر علينا المخزن من يومين وما في مي"),
        ("fa", "شوهرم با کمربند مرا زد و طفلم را گرفت"),
    ],
)
def test_danger_that_no_row_foresaw_is_heard(lang: str, text: str) -> None:
    assert shipped().danger(text, lang) is not None


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("so", "dukaanka ayaan caano ka soo iibsaday caawa"),
        ("ar", "المدرسة سكرت اليوم بسبب الثلج"),
        ("fa", "شوهرم در فابریکه کار یافت"),
        ("en", "my sister got beaten at chess"),
    ],
)
def test_calm_messages_stay_calm(lang: str, text: str) -> None:
    assert shipped().danger(text, lang) is None


@pytest.mark.parametrize(
    ("calm", "danger"),
    [
        ("در کودکی معلم ما را با چوب می زد", "معلم ما را با چوب می زند"),
        ("در بچگی بابام کتکم میزد", "از وقتی بچه بودم بابام کتکم میزنه هنوزم میزنه"),
        ("تو سریال مرده زنشو خفه کرد", "دیشب همسایه زنشو خفه کرد"),
        ("دیشب در کشتی کج طرف را له کرد", "دیشب شوهرم مرا زیر لگد له کرد"),
        ("سه سال پیش طالبان مکتب ما را سوزاند", "امشب طالبان ما را سوزاند"),
        ("خانه ما را گرفتند، قباله را نگه دارم؟", "ما را در خانه نگه داشته اند"),
        ("سگ همسایه فرار کرده کجا خبر بدهم", "سگ دارند و نگهبان، فرار نمیتوانیم"),
        ("bacham zaban balad nist", "bacham nist hame ja ro gashtam"),
        ("۴۵ ساله ام تنها هستم جایی ندارم", "۱۳ سالمه تنهام گم شدم"),
        ("شوهرم کارت و گوشیم را برایم خرید", "شوهرم کارت و گوشیم را گرفته نمیتوانم جایی بروم"),
    ],
)
def test_persian_for_what_is_past_or_harmless_takes_back_no_danger_of_today(calm: str, danger: str) -> None:
    assert shipped().danger(calm, "fa") is None
    assert shipped().danger(danger, "fa") is not None


@pytest.mark.parametrize(
    ("danger", "calm"),
    [
        ("doonnidii way degaysaa biyo ayaa ku jira", "doonida kalluumaysiga shaqo ma laga helaa"),
        ("saaxiibkay dabaqa shanaad ayuu iska tuurayaa", "daaqadda bisaddu way ka boodi jirtay"),
        ("nataka kufa waan daalay", "waan daalay shaqada"),
        ("aabahay hadda waa la dhoofinayaa qasab", "xoolaha la dhoofinayo maanta qiimahooda"),
    ],
)
def test_a_somali_row_knows_the_danger_from_its_everyday_words(danger: str, calm: str) -> None:
    assert shipped().danger(danger, "so") is not None
    assert shipped().danger(calm, "so") is None  # the negative control


def test_a_slip_of_the_finger_is_danger_but_a_word_of_the_articles_is_not() -> None:
    words = UrgentWords({"en": Spoken((("violence", "strangled|beating me"),), ("not",))})
    assert words.find("he is strangledd me", "en") is not None
    assert words.find("he is beatting me", "en") is not None  # a slip, as far as is known
    assert words.find("he is beatting me", "en", lambda word: word == "beatting") is None


def test_a_word_of_calm_messages_is_no_slip_of_a_word_of_danger() -> None:
    rows = (("suicide", "najiua"),)
    text = "najua kupika vizuri"  # I know how to cook well
    known = UrgentWords({"sw": Spoken(rows, calm=("najua kushona",))})
    assert known.find(text, "sw") is None
    assert known.find("najiua leo", "sw") is not None
    assert UrgentWords({"sw": Spoken(rows)}).find(text, "sw") is not None  # the negative control


@pytest.mark.parametrize(
    ("row", "calm", "slip"),
    [
        ("tunapigwa", "tunapiga kambi hapa", "tunapgwa hapa"),  # we pitch camp; we are beaten
        ("wakatubaka", "polisi wakataka kitambulisho", "wakatubakaa jana"),  # they wanted; they raped us
        ("ninaumizwa", "ninaumwa na tumbo", "ninaumizaw na watu"),  # I am ill; I am hurt by somebody
        ("amefunga mlango", "amefungua mlango", "amefunnga mlango"),  # he opened the door; he locked it
    ],
)
def test_a_swahili_word_for_who_does_what_to_whom_is_no_slip_of_another(
    row: str, calm: str, slip: str
) -> None:
    swahili = UrgentWords({"sw": Spoken((("violence", row),))})
    assert swahili.find(calm, "sw") is None
    assert swahili.find(slip, "sw") is not None
    control = UrgentWords({"fr": Spoken((("violence", row),))})  # a language without this rule
    assert control.find(calm, "fr") is not None


def test_of_two_dangers_the_graver_is_answered(urgent: UrgentWords) -> None:
    danger = urgent.find("i want to die because my husband beats me", "en")
    assert danger is not None
    assert danger.kind == "violence"


def test_a_mistyped_exception_takes_a_row_back_all_the_same() -> None:
    words = UrgentWords({"en": Spoken((("child", "my son lost !passport|school_bag"),))})
    assert words.find("my son lost the pasport", "en") is None
    assert words.find("my son lost his schol bag", "en") is None
    assert words.find("my son lost the pasture", "en") is not None
    assert words.find("my son lost the pasport", "en", known=lambda word: word == "pasport") is not None
