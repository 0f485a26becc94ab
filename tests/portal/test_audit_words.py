"""The audit log in words: roles, kinds and other codes as people call them, in their language."""

from __future__ import annotations

import ast
import re

import pytest
from sqlalchemy import Connection, update

from bot import command_audit
from bot.features.incidents import SCOPES
from bot.features.staff import COMMAND_LINE, ROLES, audit
from bot.features.staff.tables import accounts
from bot.mind import ROOT
from bot.portal.audit_deeds import DEEDS
from bot.portal.audit_words import in_words
from bot.portal.words import KINDS
from tests.portal.world import World, wording


def test_every_role_and_kind_has_words() -> None:
    for name, codes in {
        "roles": ROLES,
        "added": ROLES,
        "removed": ROLES,
        "kind": KINDS,
        "scope": SCOPES,
    }.items():
        told = in_words(name, " ".join(codes))
        assert told is not None
        assert told[1] == list(codes.values())


def test_a_code_without_a_name_stays_and_ids_are_left_alone() -> None:
    told = in_words("roles", "manager gardener")
    assert told is not None
    assert told[1] == [ROLES["manager"], "gardener"]
    for name, value in (("organisation", "manager"), ("kind", "xyz"), ("roles", ""), ("rows", "12")):
        assert in_words(name, value) is None


NOTING = frozenset({"note", "_note", "_by", "decided", "audit", "_decide"})
"""Functions that are given the code of what was done."""
MADE = {
    "incident.*_told": {"incident.authority_told", "incident.people_told"},
    "candidates.more_*": {"candidates.more_granted", "candidates.more_refused"},
    "slot.*": {"slot.open", "slot.closed"},
    "report.*": {"report.warned", "report.unfounded"},
}
"""Codes that are put together of a part that changes."""
CODE = re.compile(r"[a-z_]+\.[a-z_*]+")


def noted() -> set[str]:
    """Every code that the program notes, read from its own text: a new one is none that somebody listed."""
    found: set[str] = set()
    for file in (ROOT / "bot").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            match node:
                case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in NOTING:
                    given = [*node.args, *[keyword.value for keyword in node.keywords]]
                case ast.Assign(targets=[target]) if "what" in ast.unparse(target):
                    given = list(ast.walk(node.value))  # type: ignore[arg-type]
                case _:
                    given = []
            found.update(code for each in given for code in [_code(each)] if CODE.fullmatch(code))
    own = {value for name, value in vars(command_audit).items() if name.isupper() and isinstance(value, str)}
    return {full for code in found | own for full in MADE.get(code, {code})}


def _code(node: ast.AST) -> str:
    """A text of the program, with * for a part that changes."""
    match node:
        case ast.Constant(value=str() as text):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(_code(part) or "*" for part in parts)
        case _:
            return ""


def test_every_code_that_is_noted_has_words_and_no_other() -> None:
    assert noted() == set(DEEDS)


@pytest.mark.parametrize("lang", ["en", "ar"])
async def test_L3_the_log_names_roles_and_kinds_in_the_reader_s_language(world: World, lang: str) -> None:
    def fill(conn: Connection) -> None:
        conn.execute(update(accounts).values(lang=lang))
        details = {"added": "case_worker approver", "removed": "", "kind": "employer", "factor": "passkey"}
        audit.note(conn, COMMAND_LINE.account, "account.roles_changed", world.ngo, details, world.now)

    await world.store.write(fill)
    async with await world.signed_in("administrator") as browser:
        page = (await browser.get("/portal/audit")).text
    for text in (ROLES["case_worker"], ROLES["approver"], KINDS["employer"]):
        assert f'<span class="tag">{wording().label(text, lang)}</span>' in page
    assert "case_worker" not in page
    assert "removed" not in page, "nothing was taken away"
