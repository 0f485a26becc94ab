"""Messages to many people at once. Delivery knows who, when and how far; what is said others know (Words)."""

from bot.delivery.broadcasts.model import AlreadyOpen, Broadcast, Counts, NoSuchBroadcast, State, Words
from bot.delivery.broadcasts.service import (
    Batch,
    Progress,
    again,
    counts,
    enqueue,
    extend,
    finish,
    open_,
    progress,
    rate,
    reached,
    stop,
)

__all__ = [
    "AlreadyOpen",
    "Batch",
    "Broadcast",
    "Counts",
    "NoSuchBroadcast",
    "Progress",
    "State",
    "Words",
    "again",
    "counts",
    "enqueue",
    "extend",
    "finish",
    "open_",
    "progress",
    "rate",
    "reached",
    "stop",
]
