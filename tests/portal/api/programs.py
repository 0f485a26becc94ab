"""Programs of employers: keys made by the real function, and calls of the real application."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import httpx
from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.routing import Mount

from bot.channels.web import WebSettings
from bot.channels.web.pace import Pace
from bot.features.staff import SignedIn, sessions
from bot.features.staff.api import SCOPES, Made, keys
from bot.portal.api import ROOT, Limits, build
from bot.portal.api.routes import CALLS
from bot.portal.api.table import Call
from tests.portal import samples
from tests.portal.world import BASE, World, own_adverts, wording

LOOSE = 1e9


def loose() -> Limits:
    """Limits that no test of another thing meets."""
    return Limits(Pace(LOOSE, LOOSE), Pace(LOOSE, LOOSE), Pace(LOOSE, LOOSE))


def api_of(world: World, limits: Limits | None = None, calls: tuple[Call, ...] = CALLS) -> FastAPI:
    """The API of a world."""
    return build(
        world.store,
        world.staff,
        world.hiring,
        own_adverts(),
        world.clock,
        wording(),
        WebSettings(),
        limits=limits or loose(),
        calls=calls,
    )


def mounted(api: FastAPI) -> Starlette:
    """As the server mounts it."""
    return Starlette(routes=[Mount(ROOT, api)])


async def signed(world: World, account: str) -> SignedIn:
    """Somebody whose factor was just checked."""
    token = await world.session(account)
    found = await world.store.read(lambda conn: sessions.signed_in(conn, world.staff, token, world.now))
    assert found is not None
    return found


async def key_of(world: World, account: str = "", scopes: Iterable[str] = SCOPES, days: int = 30) -> Made:
    """A key of an account, of the employer of the world by default."""
    who = await signed(world, account or world.people["employer"])
    return await world.store.write(
        lambda conn: keys.create(
            conn, world.staff, who, name="Payroll", scopes=scopes, days=days, now=world.now
        )
    )


async def other_employer(world: World) -> tuple[str, str]:
    """Another admitted employer: organisation, account."""

    def make(conn: Any) -> tuple[str, str]:
        organisation = world.organisation(conn, "employer")
        samples.employer(conn, world, organisation, name="Other example", registration="B 2")
        return organisation, world.account(conn, organisation, "employer")

    return await world.store.write(make)


@dataclass
class Program:
    """Calls with one key."""

    app: Starlette
    token: str
    client: httpx.AsyncClient = field(init=False)

    def __post_init__(self) -> None:
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        self.client = httpx.AsyncClient(transport=transport, base_url=BASE, headers=headers)

    async def get(self, path: str, **params: Any) -> httpx.Response:
        return await self.client.get(ROOT + path, params=params)

    async def post(self, path: str, body: Any = None, name: str = "", **headers: str) -> httpx.Response:
        """With an Idempotency-Key of its own where none is given."""
        sent = {"idempotency-key": name or secrets.token_urlsafe(16), **headers}
        return (
            await self.client.post(ROOT + path, json=body, headers=sent)
            if body is not None
            else (await self.client.post(ROOT + path, headers=sent))
        )

    async def put(self, path: str, body: Any, **headers: str) -> httpx.Response:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.client.put(ROOT + path, json=body, headers=sent)


async def program(world: World, scopes: Iterable[str] = SCOPES, app: Starlette | None = None) -> Program:
    """A program of the employer of the world, which is admitted."""
    await world.store.write(lambda conn: samples.employer(conn, world, world.employer))
    made = await key_of(world, scopes=scopes)
    return Program(app or mounted(api_of(world)), made.token)
