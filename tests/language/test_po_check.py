"""Every fault of a catalog is named with file and line; a good catalog has none."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from bot.language.languages import LANGUAGES
from bot.language.po import po_path
from bot.language.po_check import Problem, check
from tests.language.conftest import GOOD, GREETING, Write, plural


@pytest.fixture
def template() -> Catalog:
    catalog = Catalog()
    catalog.add("Hello {name}", locations=[("flows/welcome.yaml", 5)], context="welcome.hello")
    catalog.add(("{n} hour", "{n} hours"), locations=[("flows/welcome.yaml", 9)], context="welcome.wait")
    return catalog


def lines(problems: list[Problem], folder: Path) -> list[str]:
    return [str(problem).removeprefix(f"{folder}/") for problem in problems]


def test_good_catalogs_have_no_fault(locales: Write, template: Catalog) -> None:
    assert check(locales(), template) == []


def test_a_template_may_be_a_file(locales: Write, tmp_path: Path) -> None:
    pot = tmp_path / "rafiq.pot"
    pot.write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgctxt "a"\nmsgid "New {x}"\nmsgstr ""\n',
        encoding="utf-8",
    )
    messages = [problem.message for problem in check(locales(), pot)]
    assert sum("is missing" in message for message in messages) == 7
    assert sum("is obsolete" in message for message in messages) == 14


HELLO = GREETING % "Bonjour {name}"
HOURS = plural("{n} heure", "{n} heures")
FAULTS = {
    "missing": (HOURS, '1: welcome.hello "Hello {name}" is missing'),
    "empty": (GREETING % "" + HOURS, '8: welcome.hello "Hello {name}" is not translated'),
    "blank": (GREETING % " " + HOURS, '8: welcome.hello "Hello {name}" is not translated'),
    "fuzzy": ("#, fuzzy\n" + GOOD["fr"], '9: welcome.hello "Hello {name}" is fuzzy'),
    "a form empty": (
        HELLO + plural("{n} heure", ""),
        '12: welcome.wait "{n} hour", form 1 (other) is not translated',
    ),
    "too few forms": (
        HELLO + plural("{n} heure"),
        '12: welcome.wait "{n} hour", form 1 (other) is not translated',
    ),
    "too many forms": (
        HELLO + plural("{n}", "{n}", "{n}"),
        "12: no gettext catalog: msg has more translations",
    ),
    "lacking": (GREETING % "Bonjour" + HOURS, '8: welcome.hello "Hello {name}": lacks {name}'),
    "foreign": (GREETING % "Bonjour {name} {nom}" + HOURS, "{nom}, which the English has not"),
    "other kind": (GREETING % "Bonjour {name:date}" + HOURS, "lacks {name}"),
    "malformed": (GREETING % "Bonjour {name} {" + HOURS, "a lone {"),
    "number left out": (HELLO + plural("une heure", "{n} heures"), "form 0 (one): lacks {n}"),
    "hidden": (GREETING % "Bonjour {name}\u202e" + HOURS, "hidden characters"),
    "not NFC": (GREETING % "Te\u0301 {name}" + HOURS, "not NFC"),
    "space": (GREETING % "Bonjour {name} " + HOURS, "begins or ends with white space"),
    "obsolete": (GOOD["fr"] + 'msgctxt "x"\nmsgid "Old"\nmsgstr "Vieux"\n', '18: x "Old" is obsolete'),
    "kept obsolete": (
        GOOD["fr"] + '#~ msgctxt "x"\n#~ msgid "Old"\n#~ msgstr "Vieux"\n',
        '"Old" is obsolete',
    ),
    "twice": (GOOD["fr"] + GREETING % "Salut {name}", "1 entries stand twice"),
    "broken": (GOOD["fr"] + 'msgid "no end\n', "17: no line of a gettext catalog"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_its_line(locales: Write, template: Catalog, name: str) -> None:
    entries, message = FAULTS[name]
    folder = locales(fr=entries)
    problems = lines(check(folder, template), folder)
    assert len(problems) in (1, 2), problems
    assert all(problem.startswith("fr/LC_MESSAGES/rafiq.po:") for problem in problems)
    assert any(message in problem for problem in problems), problems


def test_only_a_form_of_one_number_may_leave_it_out(locales: Write, template: Catalog) -> None:
    words = ["صفر", "واحدة", "ساعتان", "ساعات", "ساعة", "ساعة"]
    folder = locales(ar=GREETING % "مرحبًا {name}" + plural(*words))
    problems = lines(check(folder, template), folder)
    assert len(problems) == 3
    assert all("(few)" in p or "(many)" in p or "(other)" in p for p in problems)


@pytest.mark.parametrize(
    ("header", "line"),
    [("nplurals=2; plural=(n != 1);", 5), ("nplurals=1; plural=0;", 5)],
)
def test_a_wrong_plural_header_is_a_fault(locales: Write, template: Catalog, header: str, line: int) -> None:
    folder = locales()
    path = po_path(folder, LANGUAGES["fa"])
    path.write_text(
        path.read_text(encoding="utf-8").replace(LANGUAGES["fa"].plural.header, header), encoding="utf-8"
    )
    problems = check(folder, template)
    assert [problem.line for problem in problems] == [line]
    assert f"Plural-Forms is {header}" in problems[0].message


def test_a_missing_plural_header_is_a_fault(locales: Write, template: Catalog) -> None:
    folder = locales()
    path = po_path(folder, LANGUAGES["so"])
    path.write_text(
        path.read_text(encoding="utf-8").replace("Plural-Forms", "Plural-Shapes"), encoding="utf-8"
    )
    assert [problem.message[:20] for problem in check(folder, template)] == ["Plural-Forms is none"]


def test_a_header_over_several_lines_is_read(locales: Write, template: Catalog) -> None:
    folder = locales()
    path = po_path(folder, LANGUAGES["uk"])
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("plural=(n%10==1", 'plural="\n"(n%10==1'), encoding="utf-8")
    assert check(folder, template) == []


def test_a_missing_catalog_is_a_fault(locales: Write, template: Catalog) -> None:
    folder = locales()
    po_path(folder, LANGUAGES["sw"]).unlink()
    remedy = "run `python -m bot.language.catalogs_tool update`, then translate"
    assert lines(check(folder, template), folder) == [f"sw/LC_MESSAGES/rafiq.po:1: missing; {remedy}"]


def test_faults_of_the_english_are_told_where_it_stands(locales: Write) -> None:
    template = Catalog()
    template.add("Broken {", locations=[("flows/a.yaml", 3)], context="a.b")
    template.add(("{n} of {all}", "{n} all"), locations=[("flows/a.yaml", 4)], context="a.b")
    template.add("No context", locations=[("bot/x.py", 7)])
    english = [str(problem) for problem in check(locales(), template) if problem.file.suffix != ".po"]
    assert english == [
        'flows/a.yaml:3: a.b "Broken {": a lone { at character 8',
        'flows/a.yaml:4: a.b "{n} of {all}": {all} only in the singular',
        'bot/x.py:7: ? "No context" has no context',
    ]


def test_without_a_template_only_the_broken_is_told(locales: Write) -> None:
    folder = locales(fr=GREETING % "", es=GREETING % "Hola {nombre}")
    broken = [problem for problem in check(folder, None) if problem.broken]
    assert {problem.file.parts[-3] for problem in broken} == {"es"}
