"""The OpenAPI document: as FastAPI writes it, with keys, problems and the headers that answers carry."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from bot.portal.api.problems import MEDIA_TYPE
from bot.portal.api.table import ROOT

ABOUT = """What the portal's pages do, for your own programs: adverts, times, interviews, candidates.

* A key is made in the portal, under API, with scopes and an end: `Authorization: Bearer rfq_...`.
* Every POST takes an `Idempotency-Key`: the same call sent again within 24 hours is done once.
* Errors are problem details (RFC 9457): `code` stays, `detail` says what to do, in the language that
  `Accept-Language` asks for where it is one of ours.
* Moments are RFC 3339 in UTC; what happens at a place has its zone and the wall time there besides.
* Lists are read page by page: `next` is the `cursor` of the following page.
"""
_ETAG = {"ETag": {"description": "For If-Match of a change.", "schema": {"type": "string"}}}
_RETRY = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "string"}}}


def document(app: FastAPI) -> dict[str, Any]:
    """The whole document, made once."""
    whole: dict[str, Any] = app.openapi()
    whole["info"]["description"] = ABOUT
    whole["servers"] = [{"url": ROOT}]
    schemes = whole.setdefault("components", {}).setdefault("securitySchemes", {})
    schemes["key"] = {"type": "http", "scheme": "bearer", "description": "A key of the portal's page API."}
    for path, operations in whole["paths"].items():
        for operation in operations.values():
            scope = operation.pop("x-scope", None)
            operation["security"] = [{"key": [scope] if scope else []}]
            for status, answer in operation["responses"].items():
                _finish(path, status, answer)
    whole["components"].get("schemas", {}).pop("HTTPValidationError", None)
    whole["components"].get("schemas", {}).pop("ValidationError", None)
    return whole


def _finish(path: str, status: str, answer: dict[str, Any]) -> None:
    content = answer.get("content", {})
    if int(status) >= 400 and "application/json" in content:
        answer["content"] = {MEDIA_TYPE: content["application/json"]}
    if status in ("429", "503"):
        answer["headers"] = _RETRY
    elif status in ("200", "201") and path in ("/vacancies", "/vacancies/{vacancy}"):
        answer["headers"] = _ETAG
