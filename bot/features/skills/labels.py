"""The words for what she chose. They are those of the buttons, so each stands in the catalogs once."""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversation.messages import Text
from bot.conversation.texts import T

CHOICES: Mapping[str, Mapping[str, Text]] = {
    "level": {
        "not_yet": T("skills_jobs.rate", "Not yet"),
        "with_help": T("skills_jobs.rate", "With help"),
        "alone": T("skills_jobs.rate", "On my own"),
        "teach": T("skills_jobs.rate", "I can teach it"),
    },
    "years": {
        "under_1": T("skills_jobs.years", "Less than one year"),
        "one_two": T("skills_jobs.years", "1 to 2 years"),
        "three_five": T("skills_jobs.years", "3 to 5 years"),
        "six_ten": T("skills_jobs.years", "6 to 10 years"),
        "over_ten": T("skills_jobs.years", "More than 10 years"),
    },
    "recent": {
        "now": T("skills_jobs.recent", "I do it now"),
        "two_years": T("skills_jobs.recent", "In the last 2 years"),
        "five_years": T("skills_jobs.recent", "3 to 5 years ago"),
        "longer": T("skills_jobs.recent", "Longer ago"),
    },
    "school": {
        "none": T("skills_school.school", "None"),
        "primary": T("skills_school.school", "Primary school"),
        "lower_secondary": T("skills_school.school", "Lower secondary school"),
        "upper_secondary": T("skills_school.school", "Upper secondary school"),
        "vocational": T("skills_school.school", "Training for a trade"),
        "bachelor": T("skills_school.school", "University, first degree"),
        "master": T("skills_school.school", "University, higher degree"),
    },
    "papers": {
        "have": T("skills_school.papers", "I have them"),
        "some": T("skills_school.papers", "Some of them"),
        "lost": T("skills_school.papers", "They are lost"),
        "never": T("skills_school.papers", "I never got any"),
    },
    "digital": {
        "messages": T("skills_practical.digital", "Send messages and photos by phone"),
        "email": T("skills_practical.digital", "Write and answer e-mails"),
        "forms": T("skills_practical.digital", "Fill in a form on the internet"),
        "documents": T("skills_practical.digital", "Write a letter on a computer"),
        "tables": T("skills_practical.digital", "Work with tables on a computer"),
        "video": T("skills_practical.digital", "Join a video call"),
        "programming": T("skills_practical.digital", "Write computer programs"),
    },
    "licences": {
        "motorcycle": T("skills_practical.licences", "Motorcycle"),
        "car": T("skills_practical.licences", "Car"),
        "lorry": T("skills_practical.licences", "Lorry"),
        "bus": T("skills_practical.licences", "Bus"),
        "tractor": T("skills_practical.licences", "Tractor"),
        "forklift": T("skills_practical.licences", "Forklift truck"),
    },
    "start": {
        "now": T("skills_wishes.start", "At once"),
        "three_months": T("skills_wishes.start", "In about three months"),
        "later": T("skills_wishes.start", "Later"),
    },
    "alone": {
        "alone": T("skills_wishes.alone", "Alone"),
        "family": T("skills_wishes.alone", "Only with my family"),
        "first_alone": T("skills_wishes.alone", "Alone first, my family later"),
    },
    "travel": {
        "yes": T("skills_wishes.travel", "Yes"),
        "in_progress": T("skills_wishes.travel", "I have asked for one"),
        "no": T("skills_wishes.travel", "No"),
    },
    "yes_no": {"yes": T("answer", "Yes"), "no": T("answer", "No")},
}

HEADINGS: Mapping[str, Text] = {
    "jobs": T("skills.card", "Work"),
    "tongues": T("skills.card", "Languages"),
    "school": T("skills.card", "School and certificates"),
    "practical": T("skills.card", "Computer and driving"),
    "wishes": T("skills.card", "Wishes"),
}
TITLE = T("skills.card", "My skills profile")
SEEN = T("skills.card", "What an employer would see")
OWN_STATEMENT = T("skills.card", "Own statement, not checked by anyone.")
CV = T("skills.card", "Curriculum vitae")
FOOT = T(
    "skills.card",
    "Own statement of the person, made with Rafiq; not checked by anyone. Nobody may take money for a job.",
)
LINES: Mapping[str, Text] = {
    "mother": T("skills.card", "mother tongue"),
    "none": T("skills.card", "a few words"),
    "listening": T("skills.card", "listening"),
    "speaking": T("skills.card", "speaking"),
    "reading": T("skills.card", "reading"),
    "writing": T("skills.card", "writing"),
    "tools": T("skills.card", "Tools"),
    "papers": T("skills.card", "Papers"),
    "licences": T("skills.card", "Driving licences"),
    "work": T("skills.card", "Work wished for"),
    "countries": T("skills.card", "Country"),
    "start": T("skills.card", "Could begin"),
    "alone": T("skills.card", "Would go"),
    "nights": T("skills.card", "Night or shift work"),
    "training": T("skills.card", "Willing to train"),
    "lives": T("skills.card", "Lives in"),
    "travel": T("skills.card", "Travel document"),
    "able": T("skills.card", "Can do alone or teach"),
    "learning": T("skills.card", "Can do with help"),
}
