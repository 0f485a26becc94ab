"""A whole, honest form of an invented advert, and what adverts lean on of other parts."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from bot.conversation.messages import Rich
from bot.features.interviews.vacancies import Draft, Knows, read_vacancy
from bot.features.interviews.vacancies.model import COSTS
from bot.features.skills.occupations import Occupations
from tests.clock import START

ROOT = Path(__file__).parents[4]
ROUTE = "pathways/labour-mobility"
FORM: dict[str, tuple[str, ...]] = {
    "occupation": ("baker",),
    "isco": ("7512",),
    "tasks": ("You bake bread in a team of six.\nYou clean the ovens.",),
    "country": ("KE",),
    "town": ("Nakuru",),
    "pay": ("45000.50",),
    "currency": ("KES",),
    "period": ("month",),
    "hours": ("37.5",),
    "contract": ("fixed_term",),
    "months": ("24",),
    "start": ("2027-01-04",),
    "route": (ROUTE,),
    "route_words": ("",),
    "languages": ("en/speaking/A2", "sw/listening/A1", ""),
    "years": ("2",),
    "papers": ("trade_certificate", "travel_document"),
    "licences": ("car",),
    "wishes": ("Experience with rye dough",),
    "places": ("3",),
    "answer_days": ("14",),
    **{f"cost_{kind}": ("employer",) for kind in COSTS},
}


@lru_cache(1)
def knows() -> Knows:
    occupations = Occupations.load(ROOT / "content")
    return Knows(occupations, lambda id_: id_ == ROUTE, lambda id_, lang: Rich(id_, lang))


def read(**changes: str | tuple[str, ...]) -> Draft:
    given = {name: (value,) if isinstance(value, str) else value for name, value in changes.items()}
    return read_vacancy({**FORM, **given}, "en", knows(), START)
