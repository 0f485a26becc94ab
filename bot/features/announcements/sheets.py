"""An announcement as a YAML file, for scripts. docs/announcement.yaml is an example with every field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from bot.features.announcements.model import QUIET, Audience, Draft, Kind, Mode

MOST_BYTES = 256 * 1024


class BadSheet(Exception):
    """A file that cannot be taken: one sentence that names the file, the place in it and what to do."""


class Quiet(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"since": "from"}):
    """Two times of the day. YAML 1.1 reads 21:00 without quotes as 1260, which is the minute of the day."""

    since: str | int
    to: str | int


class Who(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """As Audience, with places by their codes."""

    places: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    interviewing: bool = False


class Sheet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands in a file. `about`: the number of an earlier announcement of the organisation. `starts`,
    `ends`: as the clocks of `zone` show them, such as 2026-12-01 14:00 (without seconds: YAML takes that for
    another type)."""

    title: str
    texts: dict[str, str]
    ends: str
    zone: str
    correction: dict[str, str] = {}
    fallbacks: dict[str, str] = {}
    kind: Kind = "new"
    mode: Mode = "live"
    about: int | None = None
    audience: Who = Who()
    starts: str | None = None
    urgent: bool = False
    quiet: Quiet | msgspec.UnsetType | None = msgspec.UNSET


@dataclass(frozen=True, slots=True)
class Known:
    """What codes and numbers stand for: `place(code)` and `about(number)` give an id, or None."""

    place: Callable[[str], str | None]
    about: Callable[[int], str | None]


def read(file: Path) -> Sheet:
    """Raises BadSheet; OSError where the file cannot be read."""
    data = file.read_bytes()
    if len(data) > MOST_BYTES:
        raise BadSheet(f"{file}: this is larger than 256 KiB: it is no announcement.")
    try:
        return msgspec.yaml.decode(data, type=Sheet)
    except msgspec.ValidationError as error:
        raise BadSheet(f"{file}: {error}. See docs/announcement.yaml.") from None
    except msgspec.DecodeError as error:
        raise BadSheet(f"{file}: this is not YAML: {error}") from None


def draft_of(file: Path, sheet: Sheet, known: Known) -> Draft:
    """The draft that a file says. Raises BadSheet for a place, number, zone or time that there is not."""
    places = tuple(_found(file, "audience.places", code, known.place(code)) for code in sheet.audience.places)
    about = _found(file, "about", sheet.about, known.about(sheet.about)) if sheet.about else ""
    who = sheet.audience
    return Draft(
        title=sheet.title,
        texts=sheet.texts,
        ends=_moment(file, "ends", sheet.ends, sheet.zone),
        correction=sheet.correction,
        kind=sheet.kind,
        mode=sheet.mode,
        about=about,
        fallbacks=sheet.fallbacks,
        audience=Audience(places, who.languages, who.topics, who.interviewing),
        starts=_moment(file, "starts", sheet.starts, sheet.zone) if sheet.starts else 0,
        urgent=sheet.urgent,
        zone=sheet.zone,
        quiet=_quiet(file, sheet.quiet),
    )


def _found(file: Path, where: str, said: object, id_: str | None) -> str:
    if id_ is None:
        raise BadSheet(f"{file}: {where}: there is no {said}: see rafiq places list, rafiq announce list.")
    return id_


def _moment(file: Path, where: str, said: str, zone: str) -> int:
    """Of an hour that comes twice the first is meant; one that the clocks jump over is refused."""
    try:
        rules = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadSheet(f"{file}: zone: {zone!r} is no time zone: use a name like Africa/Nairobi.") from None
    try:
        wall = datetime.fromisoformat(said)
    except ValueError:
        raise BadSheet(f"{file}: {where}: {said!r} is no time: write it like 2026-12-01 14:00.") from None
    if wall.tzinfo is not None:
        raise BadSheet(f"{file}: {where}: leave the offset out: the field zone says which clocks are meant.")
    seconds = int(wall.replace(tzinfo=rules, fold=0).timestamp())
    if datetime.fromtimestamp(seconds, rules).replace(tzinfo=None) != wall.replace(microsecond=0):
        raise BadSheet(f"{file}: {where}: the clocks of {zone} jump over {wall}: choose another time.")
    return seconds


def _quiet(file: Path, said: Quiet | msgspec.UnsetType | None) -> tuple[int, int] | None:
    if said is None:
        return None
    return QUIET if said is msgspec.UNSET else (_minute(file, said.since), _minute(file, said.to))


def _minute(file: Path, said: str | int) -> int:
    if isinstance(said, int):
        return said
    try:
        clock = time.fromisoformat(said)
    except ValueError:
        raise BadSheet(f"{file}: quiet: {said!r} is no time of the day: write it like 21:00.") from None
    return clock.hour * 60 + clock.minute


def facts(draft: Draft) -> Mapping[str, str]:
    """What a draft says besides its texts, for a table on the command line."""
    quiet = None if draft.urgent else draft.quiet  # what is urgent goes out in quiet hours too
    return {
        "kind": draft.kind,
        "mode": draft.mode,
        "starts": _said(draft.starts, draft.zone) if draft.starts else "as soon as it is approved",
        "ends": _said(draft.ends, draft.zone),
        "urgent": "yes" if draft.urgent else "no",
        "quiet": "–".join(f"{m // 60:02}:{m % 60:02}" for m in quiet) if quiet else "none",
        "languages": ", ".join([*draft.texts, *(f"{a} gets {b}" for a, b in draft.fallbacks.items())]),
    }


def _said(seconds: int, zone: str) -> str:
    return f"{datetime.fromtimestamp(seconds, ZoneInfo(zone)):%Y-%m-%d %H:%M} {zone}"
