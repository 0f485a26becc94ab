"""Long polling: the offset moves only over what is committed (M1).

No running highest id is kept: after a week without updates the platform's ids may restart lower (M2). The
offset is that of the last batch, and a restarted program asks without one.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import Any

import msgspec
import structlog

from bot.channels.telegram.faults import Cut, NotConnected
from bot.channels.telegram.intake import Intake, NotCommitted, Parcel, open_parcel
from bot.channels.telegram.patience import Patience
from bot.channels.telegram.raw import part_batch, update_id
from bot.channels.telegram.reading import KINDS
from bot.channels.telegram.request import retry_after
from bot.channels.telegram.transport import AnswerTooLarge, Transport

log = structlog.get_logger("telegram")

HOLD_SECONDS = 25
"""How long the server may keep a request open while there is nothing new."""
BATCH = 100

CONFLICT = "stop_the_other_poller_or_webhook"
"""Another program takes this bot's updates: a second Rafiq with the same token, or a webhook. Several
processes share a bot only with RAFIQ_PUBLIC_URL set, so that Telegram calls."""
REFUSED = "check_RAFIQ_TELEGRAM_TOKEN"
"""Telegram does not know the token, or no more: copy it again from @BotFather."""


class Poller:
    """Brings updates until it is cancelled; never ends by itself."""

    def __init__(
        self, transport: Transport, intake: Intake, patience: Patience, hold_seconds: int = HOLD_SECONDS
    ) -> None:
        self._transport = transport
        self._intake = intake
        self._patience = patience
        self._hold = hold_seconds
        self._offset: int | None = None
        self._most = BATCH

    async def run(self) -> None:
        while True:
            wait = await self._round()
            if wait is None:
                self._patience.succeeded()
            else:
                await self._patience.wait(wait)

    async def _round(self) -> float | None:
        """One request and its updates. None after a success, else the seconds to wait at least."""
        try:
            return await self._exchange()
        except (NotConnected, Cut) as error:
            log.warning("telegram.unreachable", reason=error.message)
        except ValueError:
            log.warning("telegram.bad_answer")
        except NotCommitted:
            log.warning("telegram.not_committed")
        except Exception as error:
            # A fault of ours. Ending here would leave the bot deaf while all else looks well.
            log.error("telegram.poll_failed", reason=type(error).__name__, alarm=True)
        return 0.0

    async def _exchange(self) -> float | None:
        try:
            status, answer = await self._ask()
        except AnswerTooLarge as large:
            status, answer = 0, large.head
        if status == 0:
            return await self._too_large(answer)
        if status != 200:
            return self._refused(status, answer)
        return None if await self._take(part_batch(answer)) else 0.0

    async def _ask(self) -> tuple[int, bytes]:
        asked: dict[str, Any] = {"timeout": self._hold, "limit": self._most, "allowed_updates": KINDS}
        if self._offset is not None:
            asked["offset"] = self._offset
        return await self._transport.post(
            "getUpdates", msgspec.json.encode(asked), read_seconds=self._hold + self._transport.read_seconds
        )

    async def _take(self, batch: list[bytes]) -> bool:
        """True once all of the batch is committed; then the next request may confirm it to the platform."""
        if not batch:
            return True
        await commit_in_order(self._intake, [open_parcel(raw) for raw in batch])
        self._most = BATCH
        ids = [known for raw in batch if (known := update_id(raw)) is not None]
        if ids:
            self._offset = max(ids) + 1
        return bool(ids)  # a batch of nameless updates cannot be confirmed: ask again, but not at once

    async def _too_large(self, head: bytes) -> float | None:
        """Ask for the updates one by one; a single one that is too large becomes a dead letter (I3, I4)."""
        if self._most > 1:
            self._most = 1
            return None
        known = update_id(head)
        if known is None:
            return 0.0
        await self._intake.commit(Parcel(str(known), len(head), None, "too_large"))
        self._offset, self._most = known + 1, BATCH
        return None

    def _refused(self, status: int, answer: bytes) -> float:
        if status == 429:
            return retry_after(answer)
        if status == 409:
            log.error("telegram.conflict", reason=CONFLICT)
        elif status in (401, 404):
            log.error("telegram.token_refused", reason=REFUSED)
        else:
            log.warning("telegram.refused", result=status)
        return 0.0


async def commit_in_order(intake: Intake, parcels: list[Parcel]) -> None:
    """Commit a batch: one person's updates one after another, different people's side by side (M3).

    All are tried, then NotCommitted is raised if any failed: the failed ones hold up nobody else.
    """
    queues: dict[str, list[Parcel]] = defaultdict(list)
    for parcel in parcels:
        queues[parcel.address or parcel.external_id].append(parcel)

    async def commit(queue: list[Parcel]) -> None:
        for parcel in queue:
            await intake.commit(parcel)

    outcomes = await asyncio.gather(*(commit(queue) for queue in queues.values()), return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, BaseException):
            raise outcome
