"""The words of adverts: what forms ask and answer, what candidates read, and what reviewers are shown."""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversation.messages import Text
from bot.conversation.texts import TN, T

STATES: Mapping[str, Text] = {
    "draft": T("vacancy.state", "Draft"),
    "submitted": T("vacancy.state", "Waiting for review"),
    "released": T("vacancy.state", "Released"),
    "returned": T("vacancy.state", "Returned: please change it"),
    "ended": T("vacancy.state", "Ended: its last day is over"),
    "closed": T("vacancy.state", "Closed"),
    "frozen": T("vacancy.state", "Frozen"),
}
CONTRACTS: Mapping[str, Text] = {
    "permanent": T("vacancy.contract", "Permanent contract"),
    "fixed_term": T("vacancy.contract", "Contract for a fixed time"),
    "seasonal": T("vacancy.contract", "Seasonal work"),
    "apprenticeship": T("vacancy.contract", "Apprenticeship"),
}
PERIODS: Mapping[str, Text] = {
    "hour": T("vacancy.period", "an hour"),
    "day": T("vacancy.period", "a day"),
    "week": T("vacancy.period", "a week"),
    "month": T("vacancy.period", "a month"),
    "year": T("vacancy.period", "a year"),
}
PAY: Mapping[str, Text] = {
    "hour": T("vacancy.pay", "Pay: {pay} an hour, before tax"),
    "day": T("vacancy.pay", "Pay: {pay} a day, before tax"),
    "week": T("vacancy.pay", "Pay: {pay} a week, before tax"),
    "month": T("vacancy.pay", "Pay: {pay} a month, before tax"),
    "year": T("vacancy.pay", "Pay: {pay} a year, before tax"),
}
COSTS: Mapping[str, Text] = {
    "recruitment_fee": T("vacancy.cost", "Recruitment and agency"),
    "visa": T("vacancy.cost", "Visa and permits"),
    "travel": T("vacancy.cost", "Travel to the work"),
    "medical": T("vacancy.cost", "Medical examination"),
    "documents": T("vacancy.cost", "Papers and translations"),
    "housing": T("vacancy.cost", "Housing during recruitment and arrival"),
    "training": T("vacancy.cost", "Training for the work"),
}
PAYERS: Mapping[str, Text] = {
    "employer": T("vacancy.payer", "the employer"),
    "public": T("vacancy.payer", "a public programme"),
    "none": T("vacancy.payer", "does not arise"),
    "shared": T("vacancy.payer", "employer and worker together"),
    "worker": T("vacancy.payer", "the worker"),
}
PAID: Mapping[str, Text] = {
    "employer": T("vacancy.advert", "The employer pays: {costs:list}"),
    "public": T("vacancy.advert", "A public programme pays: {costs:list}"),
    "none": T("vacancy.advert", "Does not arise: {costs:list}"),
}
PAPERS: Mapping[str, Text] = {
    "trade_certificate": T("vacancy.paper", "certificate of the trade"),
    "degree": T("vacancy.paper", "university degree"),
    "right_to_practise": T("vacancy.paper", "licence to work in the profession"),
    "travel_document": T("vacancy.paper", "travel document"),
}
# The words of the skills profile's buttons and card, so each stands in the catalogs once.
LICENCES: Mapping[str, Text] = {
    "motorcycle": T("skills_practical.licences", "Motorcycle"),
    "car": T("skills_practical.licences", "Car"),
    "lorry": T("skills_practical.licences", "Lorry"),
    "bus": T("skills_practical.licences", "Bus"),
    "tractor": T("skills_practical.licences", "Tractor"),
    "forklift": T("skills_practical.licences", "Forklift truck"),
}
SKILLS: Mapping[str, Text] = {
    "listening": T("skills.card", "listening"),
    "speaking": T("skills.card", "speaking"),
    "reading": T("skills.card", "reading"),
    "writing": T("skills.card", "writing"),
}

FIELDS: Mapping[str, Text] = {
    "occupation": T("vacancy.field", "Occupation"),
    "isco": T("vacancy.field", "Which of these is it?"),
    "tasks": T("vacancy.field", "What is to be done"),
    "country": T("vacancy.field", "Country of the work"),
    "town": T("vacancy.field", "Town"),
    "pay": T("vacancy.field", "Pay before tax"),
    "currency": T("vacancy.field", "Currency"),
    "period": T("vacancy.field", "Pay is for"),
    "hours": T("vacancy.field", "Hours a week"),
    "nights": T("skills.card", "Night or shift work"),
    "contract": T("vacancy.field", "Kind of contract"),
    "months": T("vacancy.field", "How many months"),
    "start": T("vacancy.field", "First possible day"),
    "route": T("vacancy.field", "Visa route"),
    "route_words": T("vacancy.field", "About the visa, in your words"),
    "languages": T("vacancy.field", "Languages that the work needs"),
    "years": T("vacancy.field", "Years of experience, at least"),
    "papers": T("vacancy.field", "Papers that the work needs"),
    "licences": T("vacancy.field", "Driving licences that the work needs"),
    "wishes": T("vacancy.field", "What would be good, but is not needed"),
    "places": T("vacancy.field", "Number of places"),
    "costs": T("vacancy.field", "Who pays each cost"),
    "answer_days": T("vacancy.field", "Days within which you promise an answer"),
    "until": T("vacancy.field", "Last day of the advert"),
}

WHICH_OCCUPATION = T("vacancy.problem", "Please choose which occupation it is.")
NO_OCCUPATION = T("vacancy.problem", "This occupation was not found: please try other words.")
NO_CHOICE = T("vacancy.problem", "Please choose one from the list.")
NO_AMOUNT = T(
    "vacancy.problem", "Write the amount as digits, with a point only before cents, like 1900 or 1900.50."
)
NO_HOURS = T("vacancy.problem", "Write the hours a week as a number up to 48, overtime apart.")
NO_CURRENCY = T("vacancy.problem", "This is no currency in use: write its code, like EUR.")
PAST_START = T("vacancy.problem", "This day is over: please write a coming one.")
NO_START = T("vacancy.problem", "This is no day: write it like 2026-11-21.")
NO_UNTIL = T("vacancy.problem", "The last day is between today and 180 days from now.")
NO_LANGUAGE = T("vacancy.problem", "Please give the language, the skill and the level.")
NO_ROUTE_WORDS = T(
    "vacancy.problem",
    "Without a known visa route, please say in your words how a visa or permit is arranged.",
)
COST_MISSING = T("vacancy.problem", "Please say who pays this.")
COST_ON_WORKER = T(
    "vacancy.problem",
    "A worker must not pay this, not even in part or out of wages: work is free of fees (ILO fair "
    "recruitment). It has to be the employer or a public programme.",
)


def number_between(low: int, high: int) -> Text:
    return T("vacancy.problem", "Write a whole number from {low} to {high}.", low=low, high=high)


ADVERT: Mapping[str, Text] = {
    "where": T("vacancy.advert", "Where: {town}, {country:country}"),
    "contract": T("vacancy.advert", "{contract}, {hours} hours a week"),
    "start": T("vacancy.advert", "From {day:date}"),
    "route": T("vacancy.advert", "Visa route: {route}"),
    "needs": T("vacancy.advert", "What you need:"),
    "no_needs": T("vacancy.advert", "Nothing is asked of you beforehand."),
    "language": T("vacancy.advert", "{language:language}: {skill} {level}"),
    "papers": T("vacancy.advert", "Papers: {papers:list}"),
    "licences": T("vacancy.advert", "Driving licence: {licences:list}"),
    "costs": T("vacancy.advert", "You pay nothing:"),
    "own": T("vacancy.advert", "In the employer's own words ({language:language}):"),
    "wishes": T("vacancy.advert", "It would be good, but is not needed:"),
    "by": T("vacancy.advert", "Employer: {name}"),
}


def months(n: int) -> Text:
    return TN("vacancy.advert", "For {n} month", "For {n} months", n=n)


def years(n: int) -> Text:
    return TN("vacancy.advert", "At least {n} year of experience", "At least {n} years of experience", n=n)


def places(n: int) -> Text:
    return TN("vacancy.advert", "{n} place is free", "{n} places are free", n=n)


def answer_days(n: int) -> Text:
    return TN(
        "vacancy.advert",
        "After the interview you get an answer within {n} day.",
        "After the interview you get an answer within {n} days.",
        n=n,
    )


FLAGS: Mapping[str, Text] = {
    "fee": T("vacancy.flag", "Sounds like money from the worker"),
    "passport": T("vacancy.flag", "Sounds like handing over papers"),
    "chat": T("vacancy.flag", "Contact outside this service"),
    "phone": T("vacancy.flag", "Phone number"),
    "mail": T("vacancy.flag", "E-mail address"),
    "home": T("vacancy.flag", "Sounds like a private address"),
    "pay": T("vacancy.flag", "Promise of pay"),
    "travel": T("vacancy.flag", "Promise of travel or visa"),
    "pressure": T("vacancy.flag", "Time pressure, or no skill asked"),
    "link": T("vacancy.flag", "Web address that is not on the list"),
    "mixed": T("vacancy.flag", "Letters of different alphabets in one word or address"),
    "imitates": T("vacancy.flag", "Address that only looks like an official one"),
}
FLAGS_NOTE = T("vacancy.flag", "Marks are hints for your eyes. They decide nothing, and miss much.")

NOT_READY = T("vacancy.no", "The advert has fields to mend before it can be submitted.")
OVER = T("vacancy.no", "The last day of this advert is over. Please change the day first.")
NOT_ADMITTED = T("vacancy.no", "Your organisation is not admitted at the moment.")
