"""People at work: invites, devices and sessions in as few words as a test needs."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from sqlalchemy import Connection

from bot.features.staff import (
    COMMAND_LINE,
    SignedIn,
    Staff,
    invitations,
    joining,
    organisations,
    sessions,
    sign_in,
)
from bot.features.staff.model import Kind
from bot.store.database import Store
from tests.clock import FakeClock
from tests.features.staff.authenticator import Authenticator

T = TypeVar("T")


@dataclass
class Colleague:
    """Someone with an account, a device and the token of a session."""

    account: str
    email: str
    device: Authenticator
    token: str


@dataclass
class Office:
    """An installation. `own` is the operator's NGO; `mails` is what `post` was given."""

    store: Store
    staff: Staff
    clock: FakeClock
    own: str = ""
    mails: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)

    @classmethod
    async def opened(cls, store: Store, staff: Staff, clock: FakeClock) -> Office:
        office = cls(store, staff, clock)
        office.own = await office.organisation("ngo", "Harbour Aid")
        return office

    @property
    def now(self) -> float:
        return self.clock.now()

    async def do(self, work: Callable[[Connection], T]) -> T:
        return await self.store.write(work)

    def post(self, conn: Connection, account: str, kind: str, values: Mapping[str, str], now: float) -> None:
        self.mails.append((account, kind, dict(values)))

    async def organisation(self, kind: Kind, name: str) -> str:
        return await self.do(lambda conn: organisations.add(conn, COMMAND_LINE, kind, name, self.now))

    async def invited(
        self,
        *codes: str,
        organisation: str | None = None,
        email: str | None = None,
        by: SignedIn = COMMAND_LINE,
        name: str = "Someone New",
    ) -> str:
        address = email or f"{secrets.token_hex(4)}@example.org"
        return await self.do(
            lambda conn: invitations.invite(
                conn,
                self.staff,
                by,
                organisation or self.own,
                email=address,
                name=name,
                codes=codes,
                lang="en",
                zone="Africa/Nairobi",
                now=self.now,
            )
        )

    async def link(self, account: str, by: SignedIn = COMMAND_LINE) -> str:
        return await self.do(lambda conn: invitations.link(conn, self.staff, by, account, self.now))

    async def colleague(self, *codes: str, organisation: str | None = None) -> Colleague:
        """Invited, and taken up with a passkey."""
        email = f"{secrets.token_hex(4)}@example.org"
        account = await self.invited(*codes, organisation=organisation, email=email)
        link, device = await self.link(account), Authenticator(self.staff.site.origin)
        asked = await self.do(lambda conn: joining.options(conn, self.staff, link, self.now))
        answer = device.create(asked.options)
        token = await self.do(
            lambda conn: joining.with_passkey(conn, self.staff, link, asked.id, answer, "My phone", self.now)
        )
        return Colleague(account, email, device, token)

    async def who(self, token: str) -> SignedIn | None:
        return await self.store.read(lambda conn: sessions.signed_in(conn, self.staff, token, self.now))

    async def me(self, colleague: Colleague) -> SignedIn:
        """Signed in, or the test ends here."""
        found = await self.who(colleague.token)
        assert found is not None
        return found

    @staticmethod
    def again(colleague: Colleague, token: str) -> Colleague:
        """The same person in a new session."""
        return replace(colleague, token=token)

    async def signs_in(self, device: Authenticator) -> str | sign_in.Refused:
        asked = await self.do(lambda conn: sign_in.options(conn, self.staff, self.now))
        answer = device.get(asked.options)
        return await self.do(lambda conn: sign_in.by_passkey(conn, self.staff, asked.id, answer, self.now))
