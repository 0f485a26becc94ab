"""The form that opens times: its fields, the zone by city, hours that come twice, problems (B7)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time

from bot.conversation.messages import Text
from bot.conversation.texts import T
from bot.features.interviews.slots import Opening, Problem
from bot.features.interviews.zones import UnknownZone, describe, find_zones, said
from bot.portal.forms import Field, Form, Option
from bot.portal.meeting import zone_words
from bot.portal.pages import times_grid
from bot.portal.pages import times_words as words
from bot.portal.visit import Visit
from bot.store.ids import new_id

FOLD = re.compile(r"fold-(\d{4}-\d\d-\d\dT\d\d:\d\d)", re.ASCII)
_WALL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d", re.ASCII)
_SERIES = re.compile(r"[A-Za-z0-9_-]{22}", re.ASCII)
_LENGTHS, _BUFFERS = ("15", "20", "30", "45", "60", "90", "120"), ("0", "5", "10", "15", "30", "60")


def fields(visit: Visit, own: Mapping[str, str]) -> list[Field]:
    """The fields; `own`: the released vacancies of the organisation by id."""
    rooms = visit.desk.hiring.rooms
    link_hint = T("portal.times", "Empty: each time gets a room on our own server.") if rooms.jitsi else None
    city = T("portal.times", "Type the city, with its country if need be, such as Munich, Germany.")
    capacity = T("portal.times", "How many candidates come at the same time, usually 1.")
    return [
        Field("series", T("portal.times", "Series"), "hidden"),
        Field("vacancy", T("portal.times", "Vacancy"), "choice", options=_options(own)),
        Field("day", T("portal.times", "Day"), "date", longest=10),
        Field("time", T("portal.times", "Time"), "time", longest=8),
        Field("place", T("portal.times", "In which city is this the time?"), hint=city, longest=80),
        Field("minutes", T("portal.times", "Length in minutes"), "choice", None, _plain(_LENGTHS)),
        Field("buffer", T("portal.times", "Break afterwards, in minutes"), "choice", None, _plain(_BUFFERS)),
        Field("repeat", T("portal.times", "How often?"), "choice", None, _options(words.SERIES)),
        Field("until", T("portal.times", "Last day of the series"), "date", required=False, longest=10),
        Field("capacity", T("portal.times", "Places"), "number", capacity),
        Field("link", T("portal.times", "Address of your video call"), "text", link_hint,
              required=not rooms.jitsi, longest=500),
    ]  # fmt: skip


def empty(visit: Visit, own: Mapping[str, str]) -> Form:
    chosen = visit.asked("vacancy")
    day, clock = times_grid.asked(visit.asked("at"))
    return Form(
        fields(visit, own),
        {
            "series": new_id(),
            "vacancy": chosen if chosen in own else next(iter(own), ""),
            "day": day,
            "time": clock,
            "minutes": "30",
            "buffer": "10",
            "repeat": "once",
            "capacity": "1",
            "place": zone_words(visit.zone, visit.lang),
        },
    )


def read(visit: Visit, own: Mapping[str, str]) -> tuple[Form, Opening | None]:
    """What came back, and what is to be opened; None where the form has problems."""
    typed = visit.sent.get("place").strip()
    zones = _zones(typed, visit)
    asked = fields(visit, own)
    if len(zones) > 1:
        asked.insert(5, _which_zone(zones, visit.lang))
    elif "zone" in visit.sent.values:
        asked.append(Field("zone", T("portal.times", "Time zone"), "hidden", required=False))
    walls = [found[1] for name in visit.sent.values if (found := FOLD.fullmatch(name))]
    asked += [Field(f"fold-{wall}", _which(wall), "hidden", required=False) for wall in walls]
    left_out = [wall for wall in visit.sent.values.get("skip", ()) if _WALL.fullmatch(wall)][:200]
    if "skip" in visit.sent.values:
        asked.append(_skip(left_out))
    form = Form.sent(asked, visit.sent)
    if len(zones) > 1 and "zone" in form.problems:
        form.problems["zone"] = words.CHOOSE_ZONE
    if not zones and typed:
        form.wrong("place", words.NO_ZONE)
    first, until = _first(form), _until(form)
    if form.bad or first is None:
        return form, None
    folds = {wall: 1 for wall in walls if form[f"fold-{wall}"] == "1"}
    folds |= {wall: 0 for wall in walls if form[f"fold-{wall}"] == "0"}
    repeat = form["repeat"]
    assert repeat in ("once", "daily", "weekdays", "weekly")
    wanted = Opening(
        series=form["series"] if _SERIES.fullmatch(form["series"]) else new_id(),
        organisation=visit.me.organisation,
        host=visit.me.account,
        vacancy=form["vacancy"],
        zone=form["zone"] if len(zones) > 1 else zones[0],
        first=first,
        minutes=int(form["minutes"]),
        buffer=int(form["buffer"]),
        capacity=form.number("capacity") or 1,
        repeat=repeat,  # type: ignore[arg-type]
        until=until,
        link=form["link"],
        folds=folds,
        skip=frozenset(left_out),
    )
    return form, wanted


def say(visit: Visit, form: Form, wanted: Opening, problems: Iterable[Problem]) -> None:
    """Put what is wrong beside its field, and add what has to be chosen."""
    leave: list[str] = []
    for problem in problems:
        if problem.code not in words.TIMED:
            name, text = words.PROBLEMS[problem.code]
            hosts = (
                {"hosts": ", ".join(visit.desk.hiring.rooms.hosts)} if problem.code == "other_host" else {}
            )
            form.wrong(name, Text(text.ctxt, text.msg, hosts))
            continue
        shown = problem.wall.replace("T", " ")
        choices = ", ".join(f"{one:%H:%M}" for one in problem.choices if isinstance(one, datetime))
        text = words.TIMED[problem.code]
        values = {"wall": shown, **({"choices": choices} if choices else {})}
        sentence = Text(text.ctxt, text.msg, values)
        if problem.code == "twice":
            name = f"fold-{problem.wall}"
            form.fields[name] = _twice(problem, wanted.zone, visit.lang)
            form.problems[name] = sentence
            continue
        form.wrong("time", sentence)
        leave.append(problem.wall)
    if leave and wanted.repeat != "once":
        form.fields["skip"] = _skip([*wanted.skip, *leave])
        form.values["skip"] = (*wanted.skip, *leave)


def _options(named: Mapping[str, Text | str] | Mapping[str, Text] | Mapping[str, str]) -> tuple[Option, ...]:
    return tuple(Option(value, label) for value, label in named.items())


def _plain(values: Iterable[str]) -> tuple[Option, ...]:
    return tuple(Option(value, value) for value in values)


def _zones(typed: str, visit: Visit) -> list[str]:
    """What the typed city may mean. The account's own zone is itself, as it was offered."""
    if typed == zone_words(visit.zone, visit.lang):
        return [visit.zone]
    return [found.zone for found in find_zones(typed, visit.lang)]


def _which_zone(zones: list[str], lang: str) -> Field:
    options = []
    for zone in zones:
        try:
            found = describe(zone, lang)
        except UnknownZone:
            continue
        options.append(Option(zone, ", ".join(filter(None, (found.city, found.country)))))
    return Field("zone", T("portal.times", "Which place do you mean?"), "choice", options=tuple(options))


def _which(wall: str) -> Text:
    return Text(words.WHICH.ctxt, words.WHICH.msg, {"wall": wall.replace("T", " ")})


def _twice(problem: Problem, zone: str, lang: str) -> Field:
    moments = [one for one in problem.choices if isinstance(one, int)]
    options = tuple(Option(str(fold), said(moment, zone, lang)) for fold, moment in enumerate(moments))
    return Field(f"fold-{problem.wall}", _which(problem.wall), "choice", options=options)


def _skip(walls: Iterable[str]) -> Field:
    options = tuple(Option(wall, wall.replace("T", " ")) for wall in dict.fromkeys(walls))
    return Field("skip", words.LEAVE_OUT, "choices", options=options, required=False)


def _first(form: Form) -> datetime | None:
    day, clock = _day(form, "day"), None
    try:
        clock = time.fromisoformat(form["time"]) if form["time"] else None
    except ValueError:
        form.wrong("time", words.NO_TIME)
    if clock is not None and clock.tzinfo is not None:
        form.wrong("time", words.NO_TIME)
        return None
    return None if day is None or clock is None else datetime.combine(day, clock)


def _until(form: Form) -> date | None:
    if form["repeat"] == "once":
        return None
    if not form["until"]:
        form.wrong("until", words.NO_UNTIL)
        return None
    return _day(form, "until")


def _day(form: Form, name: str) -> date | None:
    if not form[name]:
        return None
    try:
        return date.fromisoformat(form[name])
    except ValueError:
        form.wrong(name, words.NO_DAY)
        return None
