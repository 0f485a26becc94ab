"""Babel mixes languages; with our remedy it does not. Each run gets a fresh process."""

import json
import subprocess
import sys

import pytest

ASK_ALL = """
import json, sys
from datetime import date
from babel.dates import format_date
SATURDAY = date(2026, 11, 21)
LOCALES = ["ps", "ar", "ar_SY", "he", "am", "ti", "ur", "fr", "fa", "so", "sw", "uk", "es", "en_001"]
PATTERNS = ["cccc", "LLLL", "EEEE", "MMMM", "d MMM", "ccc"]
order = LOCALES if sys.argv[1] == "forwards" else LOCALES[::-1]
print(json.dumps({f"{l} {p}": format_date(SATURDAY, p, l) for l in order for p in PATTERNS}))
"""
ASK_ONE = """
import sys
from datetime import date
from babel.dates import format_date
if sys.argv[1] == "after-pashto":
    format_date(date(2026, 11, 21), "cccc", "ps")
print(format_date(date(2026, 11, 21), "cccc", "uk"))
"""
FIX = "import bot.language\n"


def run(program: str, argument: str) -> str:
    command = [sys.executable, "-X", "utf8", "-c", program, argument]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8", timeout=60).stdout


def test_without_the_remedy_pashto_speaks_through_ukrainian() -> None:
    assert run(ASK_ONE, "alone").strip() == "субота"
    assert run(ASK_ONE, "after-pashto").strip() != "субота"


def test_with_the_remedy_ukrainian_stays_ukrainian() -> None:
    assert run(FIX + ASK_ONE, "after-pashto").strip() == "субота"


@pytest.mark.parametrize(("fix", "same"), [(FIX, True), ("", False)])
def test_the_order_of_look_ups_changes_nothing(fix: str, same: bool) -> None:
    forwards = json.loads(run(fix + ASK_ALL, "forwards"))
    backwards = json.loads(run(fix + ASK_ALL, "backwards"))
    assert (forwards == backwards) is same
