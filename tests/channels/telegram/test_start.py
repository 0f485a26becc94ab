"""What the channel costs those who do not use it, and what its texts must keep to."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.channels.telegram.characters import Ruler
from bot.channels.telegram.presentation import COMMAND_UNITS, DESCRIPTION_UNITS, SHORT_DESCRIPTION_UNITS
from bot.channels.telegram.texts import COMMANDS, DESCRIPTION, SHORT_DESCRIPTION
from bot.conversation.messages import Text
from bot.language.catalogs import Catalogs
from bot.language.languages import TAGS

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("module", ["bot.app", "bot.cli"])
def test_no_telegram_library_is_imported_before_a_token_is_seen(module: str) -> None:
    """aiogram alone costs seconds and 160 MB, which a start without a token must not pay."""
    program = f"import sys, {module}; print({{'aiogram', 'telegram', 'aiohttp'}} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout.strip() == "set()"


@pytest.fixture(scope="module")
def catalogs() -> Catalogs:
    return Catalogs.load(ROOT / "locales")


@pytest.mark.parametrize("tag", TAGS)
def test_no_translation_is_longer_than_telegram_shows(catalogs: Catalogs, tag: str) -> None:
    def units(text: Text) -> int:
        words = catalogs.look_up(tag, text.ctxt, text.msg)[0]
        return Ruler(words).units(len(words))

    assert all(units(text) <= COMMAND_UNITS for _, text in COMMANDS)
    assert units(DESCRIPTION) <= DESCRIPTION_UNITS
    assert units(SHORT_DESCRIPTION) <= SHORT_DESCRIPTION_UNITS
