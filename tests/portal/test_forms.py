"""Fields and their problems, read from what a browser sends."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.exceptions import HTTPException

from bot.conversation.texts import T
from bot.features.staff import StaffRefused
from bot.portal.forms import Field, Form, Kind, Option
from bot.portal.sent import Sent
from bot.portal.table import Page, roles
from bot.portal.zones import zone_options

LABEL = T("portal.team", "Name")
STATIC = Path("bot/portal/static/portal.css")
CHAT = Path("bot/channels/web/static/rafiq.css")


def _sent(kind: Kind, *values: str, required: bool = True) -> Form:
    options = (Option("a", "A"), Option("b", "B"))
    field = Field("field", LABEL, kind, options=options, required=required, longest=20)
    return Form.sent([field], Sent({"field": values} if values else {}))


@pytest.mark.parametrize(
    ("kind", "value", "good"),
    [
        ("text", "word", True),
        ("text", "   ", False),
        ("text", "x" * 21, False),
        ("email", "name@example.org", True),
        ("email", "name@example", False),
        ("email", "na me@example.org", False),
        ("number", "12", True),
        ("number", "-1", False),
        ("number", "١٢", False),
        ("choice", "a", True),
        ("choice", "c", False),
        ("yes", "yes", True),
    ],
)
def test_a_field_says_what_is_wrong(kind: Kind, value: str, good: bool) -> None:
    assert _sent(kind, value).bad is not good


def test_a_missing_field_is_wrong_only_where_it_is_required() -> None:
    for kind in ("text", "email", "secret", "choice", "choices", "yes"):
        assert _sent(kind).bad
        assert not _sent(kind, required=False).bad


def test_choices_take_many_and_only_from_the_list() -> None:
    assert _sent("choices", "a", "b").all("field") == ("a", "b")
    assert _sent("choices", "a", "c").bad


def test_a_secret_keeps_its_blanks_and_is_never_shown_again() -> None:
    form = _sent("secret", "  four words  ")
    assert form["field"] == "  four words  "
    assert form.shown("field") == ""


def test_I14_a_field_that_nobody_asked_for_is_refused() -> None:
    with pytest.raises(HTTPException):
        Form.sent([Field("field", LABEL)], Sent({"field": ("x",), "roles": ("administrator",)}))


def test_a_refusal_of_a_service_stands_beside_its_field_or_over_the_whole() -> None:
    def refuse(code: str, field: str) -> None:
        raise StaffRefused(code, LABEL, field)

    form = Form([Field("name", LABEL)])
    with form.refusals():
        refuse("taken", "name")
    with form.refusals():
        refuse("never", "")
    assert form.problems == {"name": LABEL}
    assert form.problem == LABEL


def test_zones_are_named_in_the_readers_language() -> None:
    beirut = {lang: next(o for o in zone_options(lang) if o.value == "Asia/Beirut") for lang in ("en", "ar")}
    assert beirut["en"].label == "Beirut (Asia/Beirut)"
    assert str(beirut["ar"].label).startswith("بيروت")
    assert len(zone_options("so")) > 400


def test_the_portal_has_the_colours_of_the_chat() -> None:
    def colours(path: Path) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, value in re.findall(r"--([a-z-]+): (#[0-9a-f]+);", path.read_text()):
            found.setdefault(name, []).append(value)
        return found

    chat, portal = colours(CHAT), colours(STATIC)
    assert len(chat) > 10
    assert {name: portal.get(name) for name in chat} == chat


def test_S4_roles_of_a_row() -> None:
    async def nothing(visit: object) -> None:
        return None

    page = Page("GET", "/x", nothing, roles("vetter", "reviewer"))  # type: ignore[arg-type]
    assert page.admits(frozenset({"reviewer", "manager"}))
    assert not page.admits(frozenset({"manager"}))
    assert not page.admits(frozenset())
    assert not page.admits(None)
