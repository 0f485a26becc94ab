"""The words about employers: the pledge, what candidates read beforehand, and what forms answer."""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversation.messages import Text
from bot.conversation.texts import T

PLEDGE_VERSION = 1
"""To be raised whenever a sentence below changes in meaning (tests hold the two together)."""
PLEDGE: tuple[Text, ...] = (
    T("employer.pledge", "We take no money from candidates or workers, before or after they are hired."),
    T(
        "employer.pledge",
        "We pay every cost of recruitment ourselves, also where an agency works for us. We take nothing of "
        "it back from wages.",
    ),
    T("employer.pledge", "We keep nobody's passport, papers, phone or bank card."),
    T("employer.pledge", "Work, place, hours and pay are as in the advert, and stand in a written contract."),
    T("employer.pledge", "A candidate may say no at any time, and nothing bad follows from it."),
    T(
        "employer.pledge",
        "We meet candidates only through this service, and never ask them for private contact.",
    ),
    T(
        "employer.pledge",
        "We know that one report of fees, taken papers or threats stops our access at once.",
    ),
)
"""The no-fee pledge (E1; ILO, General principles and operational guidelines for fair recruitment, 2019)."""

BEFOREHAND: tuple[Text, ...] = (
    T(
        "employer.candidate",
        "Work is free of fees: nobody may take money from you for a job or an interview.",
    ),
    T("employer.candidate", "Keep your passport and papers. Nobody may take them from you."),
    T("employer.candidate", "You may say no at any time, also after the interview. It does you no harm."),
)
"""What a candidate reads before she meets an employer (E8)."""

FACE: Mapping[str, Text] = {
    "checked": T(
        "employer.candidate",
        "Two people of an aid organisation checked this employer. The check holds until {until:date}.",
    ),
    "is_checked": T("employer.candidate", "Checked by two people of an aid organisation"),
    "not_now": T("employer.candidate", "This employer is not admitted at the moment."),
    "country": T("employer.candidate", "Registered in {country:country}"),
    "site": T("employer.candidate", "Web site: {host}"),
    "no_promise": T(
        "employer.candidate", "A check is no promise. If something feels wrong, press “Report”: it is safe."
    ),
}

STATES: Mapping[str, Text] = {
    "applied": T("employer.state", "Waiting for the first check"),
    "checking": T("employer.state", "Waiting for the second check"),
    "admitted": T("employer.state", "Admitted"),
    "lapsed": T("employer.state", "Admission over: needs two new checks"),
    "refused": T("employer.state", "Refused"),
    "frozen": T("employer.state", "Frozen"),
}

REPORTS: Mapping[str, Text] = {
    "asked_for_money": T("employer.report", "I was asked for money"),
    "papers_taken": T("employer.report", "They took my papers or want them"),
    "threatened": T("employer.report", "I was threatened"),
    "other_contact": T("employer.report", "They want to meet or talk outside this service"),
    "false_job": T("employer.report", "The job is not what was said"),
    "something_else": T("employer.report", "Something else is wrong"),
}
REPORTED: Mapping[bool, Text] = {
    True: T(
        "employer.report",
        "Thank you. This employer was stopped at once, and people will look into it. They are not told who "
        "reported it.",
    ),
    False: T(
        "employer.report",
        "Thank you. People will look into it. The employer is not told who reported it.",
    ),
}

DECISIONS: Mapping[str, Text] = {
    "employer.admitted": T("employer.decision", "Employer admitted"),
    "employer.lapsed": T("employer.decision", "Admission of the employer ended"),
    "employer.refused": T("employer.decision", "Employer refused"),
    "employer.frozen": T("employer.decision", "Employer frozen"),
    "employer.lifted": T("employer.decision", "Freeze of the employer lifted"),
    "employer.closed": T("employer.decision", "Employer shut out for good"),
    "vacancy.released": T("employer.decision", "Advert released"),
    "vacancy.returned": T("employer.decision", "Advert returned"),
    "vacancy.frozen": T("employer.decision", "Advert frozen"),
    "vacancy.lifted": T("employer.decision", "Freeze of the advert lifted"),
    "report.unfounded": T("employer.decision", "Report looked into, nothing found"),
    "report.warned": T("employer.decision", "Employer warned because of a report"),
}
OUTCOMES: Mapping[str, Text] = {
    "lifted": T("employer.outcome", "Looked into, freeze lifted"),
    "closed": T("employer.outcome", "Confirmed, employer shut out"),
    "unfounded": T("employer.outcome", "Looked into, nothing found"),
    "warned": T("employer.outcome", "Employer warned"),
}

FIELDS: Mapping[str, Text] = {
    "name": T("employer.field", "Name of the organisation"),
    "country": T("employer.field", "Country where it is registered"),
    "registration": T("employer.field", "Registration number"),
    "register": T("employer.field", "Name of the register"),
    "host": T("employer.field", "Web site"),
    "person": T("employer.field", "Your name, first and last"),
    "phone": T("employer.field", "Phone at work, with the country code"),
    "mail": T("employer.field", "E-mail at work"),
    "pledge": T("employer.field", "We promise all of this"),
}
CHECK_FIELDS: Mapping[str, Text] = {
    "register": T("employer.check", "Register in which you found the number"),
    "register_day": T("employer.check", "Day on which you looked it up"),
    "called": T("employer.check", "Number that you called"),
    "source": T("employer.check", "Where you found that number (not in the application)"),
    "call_day": T("employer.check", "Day of the call"),
    "person": T("employer.check", "The named person works there and asked for the account"),
    "pledge": T("employer.check", "She or he confirmed the pledge"),
}

MISSING = T("employer.problem", "This is missing: please fill it in.")
NO_COUNTRY = T("employer.problem", "This is no country: choose one from the list.")
NO_HOST = T("employer.problem", "This is no web address: write it like example.org.")
MIXED_HOST = T(
    "employer.problem", "This web address mixes letters of different alphabets: write its real name."
)
NO_PHONE = T("employer.problem", "Write the phone number with + and the country code, 8 to 15 digits.")
NO_MAIL = T("employer.problem", "This is no e-mail address: write it like name@example.org.")
NO_PLEDGE = T("employer.problem", "Without this promise nobody can be admitted.")
OLD_PLEDGE = T("employer.problem", "The text of the promise has changed: please read it again.")
NO_DAY = T("employer.problem", "This is no day: write it like 2026-11-21.")
FUTURE_DAY = T("employer.problem", "This day has not come yet.")
OLD_DAY = T("employer.problem", "This was more than 30 days ago: please check it again.")
NOT_CONFIRMED = T(
    "employer.problem", "Without this the employer cannot be admitted. If it is not so, refuse it."
)
OWN_SOURCE = T(
    "employer.problem",
    "Take the number from a register or a directory, not from the employer's own site or application.",
)
NO_REASON = T("employer.problem", "Please say why, in at least three words.")

HINTS: Mapping[str, Text] = {
    "free_mail": T("employer.hint", "The e-mail address is a free one that anybody can open."),
    "other_host": T("employer.hint", "The e-mail address does not belong to the web site."),
    "old_pledge": T("employer.hint", "The pledge was accepted in an older version."),
    "twin": T("employer.hint", "Another application has some of the same details."),
}


def too_long(most: int) -> Text:
    return T("employer.problem", "This is too long: at most {most} characters.", most=most)


def twin(what: list[str], state: str) -> Text:
    """`what`: the marks that agree, in words; `state`: of the other one, in words."""
    return T(
        "employer.hint",
        "Another application has the same {what:list}. It is: {state}",
        what=what,
        state=state,
    )


def too_early(day: str) -> Text:
    """`day`: an ISO date."""
    return T(
        "employer.no",
        "This employer was checked not long ago. New checks are possible from {day:date}.",
        day=day,
    )


MARKS: Mapping[str, Text] = {
    "registration": T("employer.mark", "registration number"),
    "host": T("employer.mark", "web site"),
    "phone": T("employer.mark", "phone number"),
    "mail": T("employer.mark", "e-mail address"),
}

FULL_TODAY = T(
    "employer.no",
    "Very many employers applied today, so this form takes no more until tomorrow. Please come back then.",
)
SAME_NAME_TODAY = T(
    "employer.no",
    "This organisation has applied several times today. Please wait for our call, or come back tomorrow.",
)
UNKNOWN = T("employer.no", "There is no such entry. It may have been removed.")
CHANGED = T("employer.no", "This was changed since you opened it. Please read it again.")
SAME_PERSON = T(
    "employer.no", "You have checked this employer already. The second check needs another person."
)
NOT_NOW = T("employer.no", "This cannot be done in its present state. Please load the page again.")
NOT_FRESH = T("employer.no", "Please confirm who you are once more, then try again.")
