"""The audit log in words: who acted, and the codes beside what was done (audit_deeds.py)."""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversation.messages import Text
from bot.conversation.texts import T
from bot.features.announcements import MODES
from bot.features.announcements import STATES as ANNOUNCED
from bot.features.incidents import SCOPES
from bot.features.interviews.employers import words
from bot.features.staff import COMMAND_LINE, ROLES, SYSTEM
from bot.features.staff.api.scopes import NAMES
from bot.portal.words import FACTORS, KINDS, STATES

ACTORS: Mapping[str, Text] = {
    COMMAND_LINE.account: T("portal.audit", "The command line"),
    SYSTEM: T("portal.audit", "The program itself"),
}
_CODES: Mapping[str, tuple[Text, Mapping[str, Text]]] = {
    "roles": (T("portal.audit", "Roles"), ROLES),
    "added": (T("portal.audit", "Roles given"), ROLES),
    "removed": (T("portal.audit", "Roles taken away"), ROLES),
    "kind": (T("portal.audit", "Kind"), {**KINDS, **words.REPORTS}),
    "factor": (T("portal.audit", "Signed in with"), {**FACTORS, "demo": STATES["demo"]}),
    "scope": (T("portal.audit", "Whose data"), SCOPES),
    "scopes": (T("portal.audit", "What the key may do"), {str(code): text for code, text in NAMES.items()}),
    "mode": (T("portal.audit", "Live or exercise"), MODES),
    "state": (T("portal.audit", "State"), ANNOUNCED),
}
"""Details that hold codes with a name, several with spaces between: what each is called, and the codes."""


def in_words(name: str, value: str) -> tuple[Text, list[Text | str]] | None:
    """A detail of an entry as its name and what it holds, a code without a name as it is; None for ids and
    figures, which say the same in every language."""
    if name not in _CODES:
        return None
    label, named = _CODES[name]
    codes = value.split()
    return (label, [named.get(code, code) for code in codes]) if named.keys() & set(codes) else None
