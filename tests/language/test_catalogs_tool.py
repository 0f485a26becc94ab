"""The command: extract, update, translate, compile, check, as a maintainer does it."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.language.catalogs import Catalogs
from bot.language.catalogs_tool import ROOT, main
from bot.language.languages import LANGUAGES
from bot.language.po import TRANSLATED, mo_path, po_path

FLOW = 'steps:\n  hello:\n    say: !t "Hello {name}"\n    wait: !t {one: "{n} hour", other: "{n} hours"}\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "flows").mkdir()
    (tmp_path / "locales").mkdir()
    (tmp_path / "babel.cfg").write_text((ROOT / "babel.cfg").read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "flows/welcome.yaml").write_text(FLOW, encoding="utf-8")
    return tmp_path


def run(action: str, root: Path) -> int:
    return main([action, "--root", str(root)])


def po(root: Path, tag: str) -> Path:
    return po_path(root / "locales", LANGUAGES[tag])


def translate(root: Path) -> None:
    """Fill every empty text in, with the placeholders it must have."""
    for row in TRANSLATED:
        path = po(root, row.tag)
        text = path.read_text(encoding="utf-8")
        text = text.replace('msgid "Hello {name}"\nmsgstr ""', 'msgid "Hello {name}"\nmsgstr "Hi {name}"')
        for form in range(6):
            text = text.replace(f'msgstr[{form}] ""', f'msgstr[{form}] "{{n}} h"')
        path.write_text(text, encoding="utf-8")


def test_from_a_new_text_to_a_compiled_one(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("extract", root) == 0
    assert "#: flows/welcome.yaml:3\n" in (root / "locales/rafiq.pot").read_text(encoding="utf-8")
    assert run("update", root) == 0
    assert run("check", root) == 1
    assert "ar/LC_MESSAGES/rafiq.po:14: welcome.hello" in capsys.readouterr().err
    translate(root)
    assert run("check", root) == 0
    assert run("compile", root) == 0
    assert capsys.readouterr().err == ""
    catalogs = Catalogs.load(root / "locales")
    for row in TRANSLATED:
        assert catalogs.look_up(row.tag, "welcome.hello", "Hello {name}") == ("Hi {name}", row.tag)
        assert catalogs.look_up(row.tag, "welcome.hello", "{n} hour", "{n} hours", 7) == ("{n} h", row.tag)


def test_a_new_catalog_has_our_plural_header_and_forms(root: Path) -> None:
    run("update", root)
    for row in TRANSLATED:
        text = po(root, row.tag).read_text(encoding="utf-8")
        assert f'"Plural-Forms: {row.plural.header}\\n"\n' in text
        assert text.count("msgstr[") == len(row.plural.categories)
        assert f'"Language: {row.tag}\\n"' in text


def test_updating_keeps_translations_comments_and_bytes(root: Path) -> None:
    run("update", root)
    translate(root)
    path = po(root, "uk")
    text = path.read_text(encoding="utf-8").replace("#: flows", "# said to friends\n#: flows", 1)
    text = text.replace("# Ukrainian texts of Rafiq.", "# Translated by Olha; reviewed by a native speaker.")
    path.write_text(text, encoding="utf-8")
    run("update", root)
    assert path.read_text(encoding="utf-8") == text


def test_updating_drops_the_gone_and_adds_the_new_empty(root: Path) -> None:
    run("update", root)
    translate(root)
    (root / "flows/welcome.yaml").write_text(
        FLOW.replace("Hello {name}", "Hello again {name}"), encoding="utf-8"
    )
    run("update", root)
    text = po(root, "fr").read_text(encoding="utf-8")
    assert 'msgid "Hello {name}"' not in text
    assert 'msgid "Hello again {name}"\nmsgstr ""\n' in text
    assert '"{n} h"' in text
    assert "fuzzy" not in text


def test_updating_mends_a_wrong_plural_header(root: Path) -> None:
    run("update", root)
    path = po(root, "fa")
    good = path.read_text(encoding="utf-8")
    path.write_text(good.replace(LANGUAGES["fa"].plural.header, "nplurals=1; plural=0;"), encoding="utf-8")
    run("update", root)
    assert path.read_text(encoding="utf-8") == good


def test_nothing_is_compiled_from_a_broken_catalog(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("update", root)
    translate(root)
    path = po(root, "es")
    path.write_text(path.read_text(encoding="utf-8").replace("Hi {name}", "Hola {nombre}"), encoding="utf-8")
    assert run("compile", root) == 1
    assert "es/LC_MESSAGES/rafiq.po:14: welcome.hello" in capsys.readouterr().err
    assert not any(mo_path(root / "locales", row).exists() for row in TRANSLATED)


def test_what_is_not_translated_yet_does_not_stop_compiling(root: Path) -> None:
    run("update", root)
    assert run("compile", root) == 0
    assert Catalogs.load(root / "locales").look_up("ar", "welcome.hello", "Hello {name}")[1] == "en"


def test_a_text_tagged_wrongly_is_told_and_nothing_is_written(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "flows/welcome.yaml").write_text("steps:\n  hello:\n    say: !t [a]\n", encoding="utf-8")
    assert run("update", root) == 1
    assert "welcome.yaml:3: !t takes a text" in capsys.readouterr().err
    assert not po(root, "fr").exists()


def test_it_runs_as_a_module(root: Path) -> None:
    command = [sys.executable, "-m", "bot.language.catalogs_tool", "extract", "--root", str(root)]
    subprocess.run(command, check=True, cwd=ROOT, timeout=60)
    assert (root / "locales/rafiq.pot").exists()
