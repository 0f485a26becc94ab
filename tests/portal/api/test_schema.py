"""Whatever is sent, no answer is a 5xx and none breaks the OpenAPI document: schemathesis, by kind of key."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import FailureGroup
from sqlalchemy import Connection
from starlette.applications import Starlette

from bot.portal.api import ROOT
from bot.portal.api.models import Organisation
from bot.portal.api.routes import CALLS
from tests.portal import meetings, samples
from tests.portal.api.programs import api_of, key_of, mounted
from tests.portal.world import World

EXAMPLES = 100 if os.environ.get("RAFIQ_SOAK") else 2
SEED = 20261122
load_all_checks()
# Whether a made-up call is taken or refused hangs on what there is: the tests of the calls hold that.
HELD = [
    CHECKS.get_one(name)
    for name in (
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_headers_conformance",
        "response_schema_conformance",
    )
]


def _objects(conn: Connection, world: World) -> dict[str, str]:
    vacancy = samples.vacancy(conn, world, world.employer, "released")
    return {
        "vacancy": vacancy,
        "slot": meetings.slot(conn, world, world.employer, vacancy=vacancy, capacity=50).id,
        "booking": meetings.booking(conn, world, world.employer).id,
        "ref": meetings.candidate(conn, world, world.employer)[1],
    }


def _operations(schema: Any) -> Iterator[Any]:
    for found in schema.get_all_operations():
        yield found.ok()


def _walk(app: Starlette, token: str, real: dict[str, str], only: str = "") -> dict[str, set[int]]:
    """Every operation with made-up calls, each with made-up ids and with real ones; the statuses seen."""
    headers = {"authorization": f"Bearer {token}"}
    config = SchemathesisConfig()
    schema = schemathesis.openapi.from_asgi(f"{ROOT}/openapi.json", app, config=config, headers=headers)
    return {
        found.label: _calls(found, headers, real) for found in _operations(schema) if only in ("", found.path)
    }


def _calls(operation: Any, headers: dict[str, str], real: dict[str, str]) -> set[int]:
    statuses: set[int] = set()

    @seed(SEED)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def check(case: Any) -> None:
        for ids in ({}, real):
            case.path_parameters.update({name: ids[name] for name in case.path_parameters if name in ids})
            answer = case.call(headers=headers | {"idempotency-key": secrets.token_urlsafe(16)})
            case.validate_response(answer, checks=HELD)
            statuses.add(answer.status_code)

    check()
    return statuses


async def test_no_call_fails_or_breaks_the_document(world: World) -> None:
    real = await world.store.write(lambda conn: _objects(conn, world))
    app = mounted(api_of(world))
    seen = _walk(app, (await key_of(world)).token, real)
    assert seen.keys() == {f"{row.method} {row.path}" for row in CALLS}
    assert all(min(statuses) < 500 for statuses in seen.values())
    assert any(status < 300 for statuses in seen.values() for status in statuses)


async def test_a_key_of_one_scope_is_refused_as_the_document_says(world: World) -> None:
    real = await world.store.write(lambda conn: _objects(conn, world))
    app = mounted(api_of(world))
    seen = _walk(app, (await key_of(world, scopes=["slots:read"])).token, real)
    open_ = {f"{row.method} {row.path}" for row in CALLS if row.scope in (None, "slots:read")}
    assert {label for label, statuses in seen.items() if statuses != {403}} == open_


async def test_the_walk_finds_an_answer_that_the_document_does_not_have(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: an organisation without its name is no organisation of the document."""
    app = mounted(api_of(world))
    real = await world.store.write(lambda conn: _objects(conn, world))
    token = (await key_of(world)).token
    monkeypatch.setattr(Organisation, "model_dump_json", lambda self: '{"id": 3}')
    with pytest.raises(FailureGroup, match="name"):
        _walk(app, token, real, "/organisation")
