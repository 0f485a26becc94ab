"""Time zone rules from the tzdata package alone, so that the same zone means the same hours on every machine.

Python would otherwise prefer the operating system's files: an older machine then keeps another hour than the
one beside it, and nobody sees it.
"""

from __future__ import annotations

import hashlib
import zoneinfo
from functools import cache
from importlib import resources


def apply() -> None:
    """Take zone rules from the package. Must run before a zone is used; twice does no harm."""
    if zoneinfo.TZPATH:
        zoneinfo.reset_tzpath(())
        zoneinfo.ZoneInfo.clear_cache()


def zone_table() -> tuple[tuple[str, str], ...]:
    """(ISO 3166 country code, zone) of every inhabited place whose clocks differ: IANA's zone.tab."""
    lines = _package_text("zone.tab").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return tuple((row[0], row[2]) for row in rows)


@cache
def links() -> dict[str, str]:
    """Other names of zones ("Europe/Kiev") and the zone that they stand for."""
    rows = [line.split() for line in _package_text("tzdata.zi").splitlines() if line.startswith("L ")]
    return {other: zone for _, zone, other in rows}


@cache
def coming_rule(zone: str) -> str:
    """What the clocks of a zone do from now on, as a POSIX TZ string; alike in zones that differ only in the
    past (RFC 9636, footer)."""
    content = resources.files("tzdata.zoneinfo").joinpath(zone).read_bytes()
    return content.rsplit(b"\n", 2)[-2].decode()


@cache
def fingerprint() -> str:
    """The version of the zone rules in use with a digest of them, such as "2026f-0123456789abcdef".

    Two programs with the same fingerprint turn every wall time into the same moment.
    """
    # The compact source of all rules and links: the compiled files are made of it.
    source = _package_text("tzdata.zi")
    version = source.partition("\n")[0].removeprefix("# version ")
    return f"{version}-{hashlib.sha256(source.encode()).hexdigest()[:16]}"


def _package_text(name: str) -> str:
    return resources.files("tzdata.zoneinfo").joinpath(name).read_text(encoding="utf-8")
