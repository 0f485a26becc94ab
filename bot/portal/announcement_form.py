"""The form of an announcement: a text, a correction and a substitute for each language, for whom, and when.

Times are typed as the clocks of the chosen zone show them; of an hour that comes twice the first is meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time

from starlette.exceptions import HTTPException

from bot.conversation.texts import T
from bot.features import places
from bot.features.announcements import KINDS, Announcement, Audience, Draft, Hidden, Problem
from bot.features.announcements import taken_out as taken_out_of
from bot.features.announcements.model import MOST_TITLE, QUIET, Mode
from bot.features.interviews.zones import NoSuchHour, TwiceThatDay, UnknownZone, local, resolve
from bot.language.languages import LANGUAGES, TAGS
from bot.portal import announcement_words as words
from bot.portal.forms import NOT_OFFERED, Field, Form, Option
from bot.portal.sent import Sent
from bot.portal.zones import zone_options

LOOK = "do"
"""The button that shows how it reads and whom it reaches, without saving."""
AUDIENCE = ("places", "languages", "topics", "interviewing")
TIMES = ("start_day", "start_time", "end_day", "end_time", "zone", "urgent", "quiet_from", "quiet_to")
NO_LABEL = T("portal.announce", "Version")
_MOST_TEXT = 4_096
_BESIDE = {"ends": "end_day", "quiet": "quiet_from", "audience": "places"}
"""By field of a draft: the field of the form beside which its problems stand."""


def fields(
    lang: str,
    mode: Mode,
    offered: tuple[Option, ...] = (),
    others: Iterable[Announcement] = (),
    kind: str = "new",
) -> list[Field]:
    """All fields, in the order of the page. `offered`: places that may be chosen; `others`: what an update
    or a cancellation may be about; `kind`: what it has been until now."""
    found = [Field("title", T("portal.announce", "Title, for staff alone"), longest=MOST_TITLE)]
    found += _kind(tuple(Option(one.id, f"{one.reference} · {one.draft.title}") for one in others), kind)
    for tag in TAGS:
        found += _of_language(tag)
    if mode == "live":
        found += _audience(offered)
    return [*found, *_times(lang), Field("before", NO_LABEL, "hidden", required=False)]


def _kind(about: tuple[Option, ...], kind: str) -> list[Field]:
    """Nothing is asked where nothing was sent yet: then it can only be a new one."""
    if not about and kind == "new":
        return [Field(name, NO_LABEL, "hidden", required=False) for name in ("kind", "about")]
    kinds = tuple(Option(code, text) for code, text in KINDS.items())
    which = T("portal.announce", "Which announcement does it change or take back?")
    return [
        Field("kind", T("portal.announce", "What is it?"), "choice", options=kinds),
        Field("about", which, "choice", options=(Option("", "–"), *about), required=False),
    ]


def _of_language(tag: str) -> list[Field]:
    others = tuple(Option(one.tag, one.own_name) for one in LANGUAGES.values() if one.tag != tag)
    nobody = Option("", T("portal.announce", "Not decided yet"))
    text = T("portal.announce", "Text in {language:language}", language=tag)
    correction = T("portal.announce", "Correction in {language:language}, kept ready", language=tag)
    instead = T("portal.announce", "Without a text, readers of {language:language} get", language=tag)
    return [
        Field(f"text_{tag}", text, "lines", required=False, longest=_MOST_TEXT),
        Field(f"correction_{tag}", correction, "lines", required=False, longest=_MOST_TEXT),
        Field(f"fallback_{tag}", instead, "choice", options=(nobody, *others), required=False),
    ]


def _audience(offered: tuple[Option, ...]) -> list[Field]:
    topics = tuple(Option(code, text) for code, text in places.TOPICS.items())
    tongues = tuple(Option(one.tag, one.own_name) for one in LANGUAGES.values())
    where = T("portal.announce", "Each with all places in it. None means all places that you may write to.")
    any_language = T("portal.announce", "None means all languages.")
    any_topic = T("portal.announce", "None means everybody in the places, whatever they chose.")
    only_languages = T("portal.announce", "Only readers of these languages")
    only_topics = T("portal.announce", "Only people who chose these topics")
    only_ahead = T("portal.announce", "Only people with an interview still to come")
    return [
        Field("places", T("portal.announce", "Places"), "choices", where, offered, required=False),
        Field("languages", only_languages, "choices", any_language, tongues, required=False),
        Field("topics", only_topics, "choices", any_topic, topics, required=False),
        Field("interviewing", only_ahead, "yes", required=False),
    ]


def _times(lang: str) -> list[Field]:
    at_once = T("portal.announce", "Without a day it is sent as soon as it is approved.")
    after = T("portal.announce", "Nobody gets it after its end.")
    quiet = T("portal.announce", "In these hours of each reader nothing is sent. Empty: at any hour.")
    urgent = T("portal.announce", "Urgent: send it in quiet hours too, and before other announcements")
    return [
        Field("start_day", T("portal.announce", "Start: day"), "date", at_once, required=False),
        Field("start_time", T("portal.announce", "Start: time"), "time", required=False),
        Field("end_day", T("portal.announce", "End: day"), "date", after),
        Field("end_time", T("portal.announce", "End: time"), "time"),
        Field(
            "zone", T("portal.announce", "Time zone of start and end"), "choice", options=zone_options(lang)
        ),
        Field("urgent", urgent, "yes", required=False),
        Field("quiet_from", T("portal.announce", "Quiet from"), "time", quiet, required=False),
        Field("quiet_to", T("portal.announce", "Quiet until"), "time", required=False),
    ]


def filled(asked: list[Field], draft: Draft, before: str) -> Form:
    """The form with what a draft says; `before` is its digest, by which a change meanwhile is noticed."""
    about, zone = draft.audience, draft.zone
    values: dict[str, str | tuple[str, ...]] = {
        "title": draft.title,
        "kind": draft.kind,
        "about": draft.about,
        "places": about.places,
        "languages": about.languages,
        "topics": about.topics,
        "interviewing": "yes" if about.interviewing else "",
        "zone": zone,
        "urgent": "yes" if draft.urgent else "",
        "before": before,
    }
    for name, said in (
        ("text", draft.texts),
        ("correction", draft.correction),
        ("fallback", draft.fallbacks),
    ):
        values |= {f"{name}_{tag}": text for tag, text in said.items()}
    for name, moment in (("start", draft.starts), ("end", draft.ends)):
        wall = local(moment, zone) if moment else None
        values[f"{name}_day"] = wall.strftime("%Y-%m-%d") if wall else ""
        values[f"{name}_time"] = wall.strftime("%H:%M") if wall else ""
    for name, minute in zip(("quiet_from", "quiet_to"), draft.quiet or (), strict=False):
        values[name] = f"{minute // 60:02}:{minute % 60:02}"
    return _only({name: value for name, value in values.items() if value}, asked)


def _only(values: Mapping[str, str | tuple[str, ...]], asked: list[Field]) -> Form:
    known = {field.name for field in asked}
    return Form(asked, {name: value for name, value in values.items() if name in known})


def empty(zone: str) -> Draft:
    """What a new one begins with."""
    return Draft(title="", texts={}, ends=0, zone=zone)


def read(asked: list[Field], sent: Sent, mode: Mode) -> tuple[Form, Draft | None]:
    """What came back. The draft is None where a time or choice cannot be; what is missing checking says.

    Raises HTTPException 400 where there is a field that nobody asked for (I14).
    """
    typed = Sent({name: values for name, values in sent.values.items() if name != LOOK})
    if not typed.values.keys() <= {field.name for field in asked}:
        raise HTTPException(400)
    form = Form.sent(asked, typed)
    # A draft may lack anything: only what could not be kept as it was typed is refused here.
    kept = {name: text for name, text in form.problems.items() if any(form.values.get(name, ()))}
    form.problems = {name: words.NOT_OFFERED if text is NOT_OFFERED else text for name, text in kept.items()}
    starts, ends = _moment(form, "start"), _moment(form, "end")
    quiet = _quiet(form)
    if form.bad:
        return form, None
    draft = Draft(
        title=form["title"],
        texts=_said(form, "text"),
        correction=_said(form, "correction"),
        fallbacks=_said(form, "fallback"),
        kind=form["kind"] or "new",  # type: ignore[arg-type] # one of KINDS, as the form has checked
        mode=mode,
        about=form["about"],
        audience=_chosen(form) if mode == "live" else Audience(),
        starts=starts,
        ends=ends,
        urgent=bool(form["urgent"]),
        zone=form["zone"] or "UTC",
        quiet=quiet,
    )
    return form, draft


def _said(form: Form, name: str) -> dict[str, str]:
    return {tag: form[f"{name}_{tag}"] for tag in TAGS if form[f"{name}_{tag}"]}


def _chosen(form: Form) -> Audience:
    return Audience(
        tuple(filter(None, form.all("places"))),
        tuple(filter(None, form.all("languages"))),
        tuple(filter(None, form.all("topics"))),
        bool(form["interviewing"]),
    )


def _moment(form: Form, name: str) -> int:
    """Seconds since 1970; 0 where neither day nor time was given."""
    day, clock = form[f"{name}_day"], form[f"{name}_time"]
    if not day and not clock:
        return 0
    if not day or not clock:
        form.wrong(f"{name}_day" if not day else f"{name}_time", words.BOTH)
        return 0
    try:
        wall = datetime.combine(date.fromisoformat(day), time.fromisoformat(clock).replace(tzinfo=None))
        return resolve(wall.replace(microsecond=0), form["zone"] or "UTC").utc
    except TwiceThatDay as error:
        return error.both[0]
    except (NoSuchHour, UnknownZone, ValueError):
        form.wrong(f"{name}_time", words.NO_TIME)
        return 0


def _quiet(form: Form) -> tuple[int, int] | None:
    if not form["quiet_from"] and not form["quiet_to"]:
        return None
    found = []
    for name in ("quiet_from", "quiet_to"):
        try:
            clock = time.fromisoformat(form[name])
            found.append(clock.hour * 60 + clock.minute)
        except ValueError:
            form.wrong(name, words.NO_TIME)
    return (found[0], found[1]) if len(found) == 2 else QUIET


def taken_out(sent: Sent) -> tuple[Hidden, ...]:
    """The hidden characters that were in the texts and corrections as typed, and are not kept (I9)."""
    texts = [name for name in sent.uncleaned if name.startswith(("text_", "correction_"))]
    return tuple(one for name in texts for one in taken_out_of(sent.uncleaned[name], sent.get(name).strip()))


def say(form: Form, problems: Iterable[Problem]) -> None:
    """Put what is to be mended beside its field, in the order of the form."""
    for problem in problems:
        form.wrong(_field_of(problem), problem.text)
    form.problems = {name: form.problems[name] for name in form.fields if name in form.problems}


def _field_of(problem: Problem) -> str:
    if problem.field in ("texts", "correction", "fallbacks"):
        stem = {"texts": "text", "fallbacks": "fallback"}.get(problem.field, problem.field)
        return f"{stem}_{problem.lang or 'en'}"
    return _BESIDE.get(problem.field, problem.field)
