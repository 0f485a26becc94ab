"""The forms about employers, and the texts that hold them to their word (E1, E8)."""

from __future__ import annotations

from hashlib import sha256

import pytest
from sqlalchemy import Connection

from bot.conversation.messages import Rich, Text
from bot.features.interviews import employers
from bot.features.interviews.employers import Desk, read_application, read_checklist, read_reason, words
from bot.features.interviews.employers.history import REFUSALS
from bot.features.interviews.employers.model import OUTCOMES, REPORT_KINDS, STATES
from bot.language.languages import LANGUAGES
from bot.store.database import Store
from tests.clock import START
from tests.features.interviews.desk import FORM, admitted, applied, details
from tests.features.interviews.vacancies.test_advert import put

CHECK = {
    "register": "Invented Register of Companies",
    "register_day": "2026-11-20",
    "called": "+254 20 000 0002",
    "source": "printed directory",
    "call_day": "2026-11-21",
    "person": "yes",
    "pledge": "yes",
}


def test_an_application_is_read_whole() -> None:
    read = details()
    assert (read.host, read.phone, read.country) == ("www.bakery.example", "+254200000001", "KE")


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("name", " ", words.MISSING),
        ("name", "x" * 201, words.too_long(200)),
        ("country", "XX", words.NO_COUNTRY),
        ("registration", "", words.MISSING),
        ("register", "", words.MISSING),
        ("host", "our site", words.NO_HOST),
        ("host", "https://", words.NO_HOST),
        ("host", "203.0.113.7", words.NO_HOST),
        ("host", "bаkery.example", words.MIXED_HOST),
        ("person", "", words.MISSING),
        ("phone", "020 000 0001", words.NO_PHONE),
        ("phone", "+12", words.NO_PHONE),
        ("mail", "work at bakery", words.NO_MAIL),
        ("pledge", "", words.NO_PLEDGE),
        ("pledge_version", "0", words.OLD_PLEDGE),
    ],
)
def test_E1_each_problem_stands_at_its_field_and_nothing_typed_is_lost(
    field: str, value: str, problem: Text
) -> None:
    draft = read_application({**FORM, field: value})
    assert draft.value is None
    assert draft.problems == {"pledge" if field == "pledge_version" else field: problem}
    assert draft.typed[field] == value and set(draft.typed) == set(FORM)


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("register", "", words.MISSING),
        ("register_day", "2026-10-01", words.OLD_DAY),
        ("register_day", "yesterday", words.NO_DAY),
        ("call_day", "2026-11-30", words.FUTURE_DAY),
        ("called", "their number", words.NO_PHONE),
        ("source", "", words.MISSING),
        ("source", "their site, WWW.Bakery.Example", words.OWN_SOURCE),
        ("source", "mail from work@bakery.example", words.OWN_SOURCE),
        ("person", "", words.NOT_CONFIRMED),
        ("pledge", "no", words.NOT_CONFIRMED),
    ],
)
def test_E1_a_checklist_with_anything_open_is_no_check(field: str, value: str, problem: Text) -> None:
    assert read_checklist(CHECK, details(), START).value is not None
    draft = read_checklist({**CHECK, field: value}, details(), START)
    assert draft.value is None and draft.problems == {field: problem}


def test_a_reason_has_three_words() -> None:
    assert read_reason({"reason": "bad"}).problems == {"reason": words.NO_REASON}
    assert read_reason({"reason": "it is false"}).value == "it is false"


def test_E1_the_version_of_the_pledge_belongs_to_its_text() -> None:
    """Whoever changes a sentence raises PLEDGE_VERSION and writes the new sum here."""
    text = "\n".join(line.msg for line in words.PLEDGE)
    assert (words.PLEDGE_VERSION, sha256(text.encode()).hexdigest()[:8]) == (1, "903f336c")


async def test_E8_a_candidate_reads_beforehand_in_her_language(store: Store, desk: Desk) -> None:
    employer = await admitted(store, desk)

    def faces(conn: Connection) -> list[Rich]:
        return [employers.face(conn, desk, employer, lang, put, START) for lang in LANGUAGES]

    for lang, shown in zip(LANGUAGES, await store.read(faces), strict=True):
        assert shown.lang == lang
        assert "Invented Bakery Ltd" in shown.text and "www.bakery.example" in shown.text
        for line in words.BEFOREHAND:
            assert put(line, lang) in shown.text
        for secret in (FORM["person"], "254", FORM["mail"], "PVT"):
            assert secret not in shown.text


async def test_E1_who_is_not_admitted_has_no_face(store: Store, desk: Desk) -> None:
    employer = await applied(store, desk)
    for id_ in (employer, "nobody"):
        shown = await store.read(lambda conn, id_=id_: employers.face(conn, desk, id_, "en", put, START))  # type: ignore[misc]
        assert shown.text == put(words.FACE["not_now"], "en")


def test_every_code_has_words() -> None:
    assert set(words.STATES) == set(STATES)
    assert set(words.REPORTS) == set(REPORT_KINDS)
    assert set(words.OUTCOMES) == set(OUTCOMES)
    decisions = {what for what in REFUSALS if not what.startswith("report.")}
    assert decisions <= set(words.DECISIONS)
    assert set(words.MARKS) == set(details().marks())
