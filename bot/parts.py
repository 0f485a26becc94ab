"""What each feature gives to the conversation: actions for the flows, words and files for what it knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection

from bot.adverts import occupations_of
from bot.conversation.messages import Rich
from bot.delivery import broadcasts
from bot.delivery.actions import Action
from bot.delivery.wording import Maker, Namer, Wording
from bot.features.guidance.checking import read_sheets
from bot.features.guidance.contracts.actions import actions as contract_actions
from bot.features.guidance.contracts.reading import read_points as read_contract_points
from bot.features.guidance.contracts.wording import namer as contract_namer
from bot.features.guidance.family import actions as family_actions
from bot.features.guidance.family.reading import load_rules as load_family
from bot.features.guidance.family.rendering import Namers as FamilyNamers
from bot.features.guidance.offers import words as offer_words
from bot.features.guidance.offers.actions import actions as offer_actions
from bot.features.guidance.offers.reading import read_rules as read_offer_rules
from bot.features.guidance.offers.service import OfferCheck
from bot.features.guidance.orientation import actions as orientation_actions
from bot.features.guidance.orientation.wording import OrientationWords
from bot.features.guidance.pathways.actions import actions as pathways_actions
from bot.features.guidance.pathways.reading import read_rules
from bot.features.guidance.pathways.service import Finder
from bot.features.guidance.practice import actions as practice_actions
from bot.features.guidance.practice.wording import PracticeWords
from bot.features.interviews import chat, slots
from bot.features.interviews.matching import inviting as matching_inviting
from bot.features.interviews.matching import keeping as matching_keeping
from bot.features.interviews.matching import looking
from bot.features.interviews.matching.actions import actions as matching_actions
from bot.features.interviews.vacancies import AdvertCheck, Knows, read_tongues
from bot.features.library import actions as library_actions
from bot.features.library import groups
from bot.features.library.service import Library
from bot.features.library.unanswered import Unanswered
from bot.features.people.actions import Beginner, Forgetter
from bot.features.people.actions import actions as people_actions
from bot.features.places import actions as places_actions
from bot.features.places.wording import Words as PlaceWords
from bot.features.reminders.actions import actions as reminder_actions
from bot.features.skills import Profile, showing
from bot.features.skills import records as profiles
from bot.features.skills.acting import Skills
from bot.features.skills.actions import actions as skills_actions
from bot.features.skills.cefr import STATEMENTS
from bot.features.skills.portrait import Portrait
from bot.features.skills.returning import Returning
from bot.features.skills.tasks import read_tasks
from bot.hiring import Hiring, wanted
from bot.language import languages
from bot.language.reading import tongue_name
from bot.language.speech import LanguageSpeech
from bot.store.datakeys import DataKeys


@dataclass(frozen=True)
class Part:
    """`namers` and `makers`: by the kind that flows name in `show` and `give`."""

    actions: tuple[Action, ...] = ()
    namers: Mapping[str, Namer] = field(default_factory=dict)
    makers: Mapping[str, Maker] = field(default_factory=dict)


def all_parts(
    content: Path,
    library: Library,
    texts: LanguageSpeech,
    wording: Wording,
    keys: DataKeys,
    returning: Returning,
    hiring: Hiring,
    places: places_actions.Desk,
    unanswered: Unanswered | None = None,
    origin: str = "",
) -> tuple[Part, ...]:
    """Every part. `origin`: of the web chat. Raises BrokenContent for data that cannot be used."""
    forgetters = (unanswered.forget,) if unanswered else ()
    return (
        Part((), _plain(texts)),
        Part(library_actions.actions(library, unanswered), _library(library, wording)),
        people_part(keys, forgetters, (hiring.leave, _leave_broadcasts)),
        Part(matching_actions(keys)),
        Part(reminder_actions(keys, {slots.KIND: slots.tell, **chat.tellers})),
        _contract(content, library, wording),
        _family(content, library, wording),
        _sheets(content, library, wording),
        _pathways(content, library, wording),
        _offers(content, library, wording),
        _skills(content, texts, wording, keys, returning),
        _work(content, library, wording, hiring, origin),
        _places(places, wording),
    )


def _places(desk: places_actions.Desk, wording: Wording) -> Part:
    """Choosing a place and topics, and checking whether an announcement is real."""
    words = PlaceWords(desk.gazetteer, wording.label)
    return Part(places_actions.actions(desk), words.namers(), words.makers())


def _work(content: Path, library: Library, wording: Wording, hiring: Hiring, origin: str) -> Part:
    """Jobs and interviews in the chat."""
    keeper = looking.keeper(hiring.keys)

    def load(conn: Connection, person: str) -> Profile | None:
        return profiles.load(conn, hiring.keys.for_person(conn, person), person)

    def save(conn: Connection, person: str, profile: Profile, now: float) -> None:
        profiles.save(conn, hiring.keys.for_person(conn, person), person, profile, now, keeper)

    knows = Knows(occupations_of(content), library.readable, library.label)
    with_all = chat.Chat(hiring, wanted, load, save, knows, wording.label, f"{origin}/")
    return Part(chat.actions(with_all), chat.namers(with_all), chat.makers(with_all))


def _leave_broadcasts(conn: Connection, person: str, now: float) -> None:
    broadcasts.forget(conn, person)


def people_part(keys: DataKeys, forgetters: Sequence[Forgetter], leavers: Sequence[Beginner] = ()) -> Part:
    """What she says yes and no to, with what rests on each."""

    def begin_matching(conn: Connection, person: str, now: float) -> None:
        cipher = keys.for_person(conn, person)
        profile = profiles.load(conn, cipher, person)
        if profile is not None:
            profiles.save(conn, cipher, person, profile, now, looking.keeper(keys))

    def end_matching(conn: Connection, person: str) -> None:
        looking.stop_asking(conn, keys, person)
        matching_keeping.forget(conn, person)

    kept = {
        profiles.KIND: profiles.forget,
        matching_keeping.KIND: end_matching,
        "sharing": matching_inviting.decline_unshared,
    }
    return Part(people_actions(keys, forgetters, kept, {matching_keeping.KIND: begin_matching}, leavers))


def _contract(content: Path, library: Library, wording: Wording) -> Part:
    points = read_contract_points(content)
    return Part(
        contract_actions(points, library.readable),
        {"contract": contract_namer(points, wording.rich)},
    )


def _family(content: Path, library: Library, wording: Wording) -> Part:
    rules = load_family(content)
    names = FamilyNamers(rules, wording.label)
    return Part(
        family_actions.actions(rules, library.readable),
        {
            "family_way": names.way,
            "family_notes": names.good_to_know,
            "family_day": names.day,
            "family_paper": names.paper,
            "family_instead": names.instead,
            "family_papers": names.papers,
        },
    )


def _sheets(content: Path, library: Library, wording: Wording) -> Part:
    """Orientation and interview practice."""
    sheets = read_sheets(content, library.articles or None)
    orientation = OrientationWords(sheets.orientation, wording.label, lambda: library.today)
    practice = PracticeWords(sheets.interviews, wording.label)

    return Part(
        (
            *orientation_actions.actions(sheets.orientation, library.readable),
            *practice_actions.actions(sheets.interviews, library.readable),
        ),
        {
            "orientation": orientation.part,
            "orientation_piece": orientation.title,
            "interview": practice.part,
            "interview_kind": practice.label,
        },
    )


def _pathways(content: Path, library: Library, wording: Wording) -> Part:
    # Where flows are only checked there is no article, and so no way has rules.
    rules = read_rules(content, library.articles) if library.articles else {}
    finder = Finder(rules, library, wording.label)
    return Part(
        pathways_actions(finder), {"way": finder.title, "ways": finder.listed, "way_reason": finder.why}
    )


def _offers(content: Path, library: Library, wording: Wording) -> Part:
    check = OfferCheck(read_offer_rules(content), library.readable)
    return Part(
        offer_actions(check),
        {
            "offer_way": lambda id_, lang: offer_words.way(id_, lang, wording.label),
            "offer_verdict": lambda id_, lang: offer_words.verdict(id_, lang, wording.label),
        },
    )


def advert_check(content: Path) -> AdvertCheck:
    """The marks in adverts, with the signs that the guide about false offers knows (E2)."""
    offers = OfferCheck(read_offer_rules(content), lambda article: False)
    return AdvertCheck(read_tongues(content), offers.places)


def _skills(
    content: Path,
    texts: LanguageSpeech,
    wording: Wording,
    keys: DataKeys,
    returning: Returning,
) -> Part:
    occupations = occupations_of(content)
    tasks = read_tasks(content, occupations.groups)
    portrait = Portrait(occupations, tasks, wording.label, texts.country)

    def task(id_: str, lang: str) -> Rich:
        group, _, at = id_.partition(".")
        return Rich(tasks[lang][group][int(at)], lang)

    def can(id_: str, lang: str) -> Rich:
        skill, _, level = id_.partition(".")
        return wording.rich(STATEMENTS[skill][level], lang)

    return Part(
        skills_actions(Skills(occupations, tasks, keys, returning, looking.keeper(keys))),
        {
            "occupation": occupations.title,
            "my_job": portrait.work,
            "task": task,
            "can": can,
            "tongue": lambda tag, lang: Rich(tongue_name(tag, lang), lang),
            "skills_card": lambda card, lang: showing.card(card, lang, portrait),
            "skills_seen": lambda card, lang: showing.seen_by_employers(card, lang, portrait),
        },
        {
            "cv": lambda order, lang: showing.cv(order, portrait),
            "json_resume": lambda card, lang: showing.json_resume(card, lang, portrait),
        },
    )


def _plain(texts: LanguageSpeech) -> dict[str, Namer]:
    """Names that every part uses."""

    def language(tag: str, lang: str) -> Rich:
        known = languages.LANGUAGES.get(tag)
        return Rich(known.own_name if known else tag, tag if known else lang)

    return {
        "language": language,
        "country": lambda code, lang: Rich(texts.country(code, lang), lang),
    }


def _library(library: Library, wording: Wording) -> dict[str, Namer]:
    def piece(id_: str, lang: str) -> Rich:
        name, _, number = id_.rpartition("#")
        number, _, other = number.partition("@")
        return library.piece(name, int(number), other or lang)

    def sources(id_: str, lang: str) -> Rich:
        name, _, other = id_.partition("@")
        return library.sources(name, other or lang)

    def urgent(id_: str, lang: str) -> Rich:
        what, _, place = id_.partition("#")
        kind, _, other = what.partition("@")
        return library.first_aid(kind, other or lang, place)

    return {
        "article": library.label,
        "piece": piece,
        "sources": sources,
        "schemes": lambda what, lang: library.how_schemes_stand(lang),
        "group": lambda id_, lang: wording.rich(groups.name(id_), lang),
        "urgent": urgent,
    }
