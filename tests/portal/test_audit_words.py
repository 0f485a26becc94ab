"""The audit log in words: roles, kinds and other codes as people call them, in their language."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, update

from bot.features.incidents import SCOPES
from bot.features.staff import COMMAND_LINE, ROLES, audit
from bot.features.staff.tables import accounts
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
