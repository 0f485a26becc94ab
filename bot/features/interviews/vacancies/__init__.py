"""Adverts: written by employers, any cost for the worker blocked (E2), read and released by a person.

read_vacancy(form, lang, knows, now)      # a Draft: the vacancy, or problems by field
create, save, submit, close, own          # what an employer does
waiting, release, give_back, freeze, lift # what staff do
shown, all_shown, advert                  # what people see
AdvertCheck(tongues, signs).flags(...)    # marks for the reviewer; they decide nothing
"""

from bot.features.interviews.vacancies.advert import advert, details, opening
from bot.features.interviews.vacancies.checks import AdvertCheck, Flag, Piece, pieces
from bot.features.interviews.vacancies.editing import (
    close,
    create,
    of_own,
    own,
    own_page,
    reasons,
    save,
    submit,
)
from bot.features.interviews.vacancies.ending import end_in_time
from bot.features.interviews.vacancies.form import Draft, Knows, read_vacancy
from bot.features.interviews.vacancies.model import CEFR, LanguageNeed, Vacancy
from bot.features.interviews.vacancies.phrases import faults_of, read_tongues
from bot.features.interviews.vacancies.records import Place, Record, employer_of, load
from bot.features.interviews.vacancies.review import (
    all_shown,
    freeze,
    give_back,
    lift,
    out,
    read,
    release,
    shown,
    waiting,
)

__all__ = [
    "CEFR",
    "AdvertCheck",
    "Draft",
    "Flag",
    "Knows",
    "LanguageNeed",
    "Piece",
    "Place",
    "Record",
    "Vacancy",
    "advert",
    "all_shown",
    "close",
    "create",
    "details",
    "employer_of",
    "end_in_time",
    "faults_of",
    "freeze",
    "give_back",
    "lift",
    "load",
    "of_own",
    "opening",
    "out",
    "own",
    "own_page",
    "pieces",
    "read",
    "read_tongues",
    "read_vacancy",
    "reasons",
    "release",
    "save",
    "shown",
    "submit",
    "waiting",
]
