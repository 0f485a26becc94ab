"""Texts are found in the language, in its plural form, or down the chain; bad catalogs stop the start."""

import time

import pytest

from bot.language.catalogs import Catalogs
from bot.language.catalogs_tool import compile_all
from bot.language.languages import LANGUAGES
from bot.language.po import CatalogError, mo_path, po_path
from tests.language.conftest import GOOD, GREETING, Write

HOURS = ("welcome.wait", "{n} hour", "{n} hours")


def test_a_text_is_found_in_its_language(locales: Write) -> None:
    catalogs = Catalogs.from_po(locales())
    assert catalogs.look_up("fr", "welcome.hello", "Hello {name}") == ("Bonjour {name}", "fr")
    assert catalogs.look_up("en", "welcome.hello", "Hello {name}") == ("Hello {name}", "en")


def test_one_english_sentence_in_two_places_is_two_texts(locales: Write) -> None:
    catalogs = Catalogs.from_po(locales())
    assert catalogs.look_up("fr", "elsewhere", "Hello {name}") == ("Hello {name}", "en")


@pytest.mark.parametrize(
    ("n", "form"),
    [
        (0, "أقل من ساعة"), (1, "ساعة واحدة"), (2, "ساعتان"), (3, "{n} ساعات"), (11, "{n} ساعة"),
        (100, "{n} ساعة"),
        (103, "{n} ساعات"), (-2, "ساعتان"), (None, "{n} ساعة"),
    ],
)  # fmt: skip
def test_arabic_has_six_plural_forms(locales: Write, n: int | None, form: str) -> None:
    assert Catalogs.from_po(locales()).look_up("ar", *HOURS, n) == (form, "ar")


@pytest.mark.parametrize(
    ("lang", "n", "form"),
    [("fa", 0, "{n} ساعت"), ("fr", 0, "{n} heure"), ("fr", 2, "{n} heures"), ("uk", 21, "{n} година"),
     ("uk", 12, "{n} годин"), ("uk", 3, "{n} години"), ("en", 0, "{n} hours"), ("en", 1, "{n} hour"),
     ("en", None, "{n} hours")],
)  # fmt: skip
def test_each_language_counts_its_own_way(locales: Write, lang: str, n: int | None, form: str) -> None:
    assert Catalogs.from_po(locales()).look_up(lang, *HOURS, n) == (form, lang)


@pytest.mark.parametrize(
    "entries",
    [
        "",
        'msgctxt "welcome.hello"\nmsgid "Hello {name}"\nmsgstr ""\n',
        '#, fuzzy\nmsgctxt "welcome.hello"\nmsgid "Hello {name}"\nmsgstr "Au revoir {name}"\n',
    ],
)
def test_a_missing_empty_or_fuzzy_text_falls_back_to_english(locales: Write, entries: str) -> None:
    catalogs = Catalogs.from_po(locales(fr=entries))
    assert catalogs.look_up("fr", "welcome.hello", "Hello {name}") == ("Hello {name}", "en")


def test_a_plural_that_lacks_a_form_falls_back_whole(locales: Write) -> None:
    lacking = GOOD["ar"].replace('msgstr[2] "ساعتان"', 'msgstr[2] ""')
    assert Catalogs.from_po(locales(ar=lacking)).look_up("ar", *HOURS, 5) == ("{n} hours", "en")


def test_an_unknown_language_gets_english(locales: Write) -> None:
    assert Catalogs.from_po(locales()).look_up("xx", *HOURS, 1) == ("{n} hour", "en")


def test_compiled_catalogs_say_the_same(locales: Write) -> None:
    folder = locales()
    compile_all(folder)
    compiled, text = Catalogs.load(folder), Catalogs.from_po(folder)
    for tag in LANGUAGES:
        assert compiled.look_up(tag, "welcome.hello", "Hello {name}")[1] == tag
        for n in (None, 0, 1, 2, 5, 11, 100):
            assert compiled.look_up(tag, *HOURS, n) == text.look_up(tag, *HOURS, n)


def test_a_missing_compiled_catalog_names_file_and_remedy(locales: Write) -> None:
    folder = locales()
    with pytest.raises(
        CatalogError, match=r"ar/LC_MESSAGES/rafiq\.mo:1: missing; run `.*catalogs_tool compile`"
    ):
        Catalogs.load(folder)


def test_a_catalog_changed_after_compiling_is_refused(locales: Write) -> None:
    folder = locales()
    compile_all(folder)
    locales(so=GREETING % "Nabad {name}")
    with pytest.raises(
        CatalogError, match=r"so/LC_MESSAGES/rafiq\.mo:1: not made from the rafiq\.po beside it; run"
    ):
        Catalogs.load(folder)


def test_a_touched_but_equal_source_is_no_change(locales: Write) -> None:
    folder = locales()
    compile_all(folder)
    locales()
    assert Catalogs.load(folder).look_up("so", "welcome.hello", "Hello {name}")[1] == "so"


def test_compiled_catalogs_alone_are_enough(locales: Write) -> None:
    folder = locales()
    compile_all(folder)
    for row in LANGUAGES.values():
        po_path(folder, row).unlink(missing_ok=True)
    assert Catalogs.load(folder).look_up("uk", "welcome.hello", "Hello {name}")[1] == "uk"


@pytest.mark.parametrize("data", [b"", b"no catalog", b"\xde\x12\x04\x95\x00\x00"])
def test_a_damaged_compiled_catalog_names_file_and_remedy(locales: Write, data: bytes) -> None:
    folder = locales()
    compile_all(folder)
    mo_path(folder, LANGUAGES["sw"]).write_bytes(data)
    with pytest.raises(CatalogError, match=r"sw/LC_MESSAGES/rafiq\.mo:1: damaged .* run"):
        Catalogs.load(folder)


def test_every_cut_of_a_compiled_catalog_is_refused(locales: Write) -> None:
    folder = locales()
    compile_all(folder)
    path = mo_path(folder, LANGUAGES["es"])
    whole = path.read_bytes()
    for length in range(0, len(whole), 7):
        path.write_bytes(whole[:length])
        with pytest.raises(CatalogError):
            Catalogs.load(folder)


def test_a_broken_text_catalog_names_its_line(locales: Write) -> None:
    folder = locales(es='msgctxt "a"\nmsgid "b"\nmsgstr "unclosed\n')
    with pytest.raises(CatalogError, match=r"es/LC_MESSAGES/rafiq\.po:9: no line of a gettext catalog"):
        Catalogs.from_po(folder)


def test_a_look_up_takes_about_a_microsecond(locales: Write) -> None:
    catalogs = Catalogs.from_po(locales())
    best = min(_seconds_for_1000(catalogs) for _ in range(7)) / 1000
    assert best < 4e-6  # measured 0.5 us; the rest is for a busy machine


def _seconds_for_1000(catalogs: Catalogs) -> float:
    start = time.process_time()
    for _ in range(1000):
        catalogs.look_up("ar", *HOURS, 5)
    return time.process_time() - start
