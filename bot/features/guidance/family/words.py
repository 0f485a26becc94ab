"""How it stands and what is good to know. content/guidance/family.yaml names these texts by their keys."""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversation.messages import Text
from bot.conversation.texts import T

WAYS: Mapping[str, Text] = {
    "easier": T(
        "family.way",
        "There may be a way. With this status close family can often ask for a visa, and if they ask in "
        "time, usually without proof of income or housing. The authorities decide; nobody can promise it.",
    ),
    "child": T(
        "family.way",
        "There may be a way. In most EU countries a child with refugee status can bring mother and father, "
        "without proof of income or housing. Tell your guardian or a free lawyer today; if you turn 18 soon "
        "or just did, say so at once.",
    ),
    "child_ask": T(
        "family.way",
        "There may be a way, but each country decides this in its own manner. A child who is alone can often "
        "bring the parents. Tell your guardian, UNHCR or a free lawyer today what you want.",
    ),
    "proof": T(
        "family.way",
        "There may be a way. You normally have to show income, a large enough home and health insurance. "
        "The authorities decide; nobody can promise it.",
    ),
    "declared": T(
        "family.way",
        "There may be a way for close relatives whom you named in your forms before you came. It has a time "
        "limit. Ask a free adviser, also if somebody was left out.",
    ),
    "later": T(
        "family.way",
        "There may be a way later: here you can usually ask only after a waiting time. Until then, collect "
        "papers and name every close relative in your forms. Ask a free adviser if an exception or an older "
        "rule fits you.",
    ),
    "permit": T(
        "family.way",
        "It depends on your permit: some let husband, wife and children come, others do not. Often you have "
        "to show income, a home and health insurance. Ask the office in writing before you pay for anything.",
    ),
    "not_yet": T(
        "family.way",
        "Not yet: while you wait for your decision, your family can usually not ask. You can prepare: name "
        "every close relative in your forms, and collect papers. Come back on the day the decision arrives, "
        "because time may then be short.",
    ),
    "depends": T(
        "family.way",
        "It depends on your status, so look at your decision first. With refugee status close family can "
        "often come; with other protection each country decides. A free adviser can read it with you.",
    ),
    "narrow": T(
        "family.way",
        "This is hard. Most countries count only husband or wife, children under 18, and the parents of a "
        "child who is alone; some make exceptions, for example for a relative who cannot live without you. "
        "Other ways may exist, such as sponsorship, study or work: ask a free adviser.",
    ),
    "each_country": T(
        "family.way",
        "With this kind of protection each country has its own rules, and I have no checked ones for yours. "
        "It may be possible, at once or after a waiting time. Ask a free adviser or UNHCR.",
    ),
    "elsewhere": T(
        "family.way",
        "I have no checked rules for this country. In many countries close family can ask for a visa when "
        "you have refugee status. Ask UNHCR there (help.unhcr.org) or a free adviser.",
    ),
    "stopped": T(
        "family.way",
        "At the moment there is almost no way here. For people with subsidiary protection family visas are "
        "stopped until {until:date}; only hard cases are looked at, and very few got a visa. The law can "
        "change: ask again then, and ask a free adviser about your case now.",
    ),
    "halted": T(
        "family.way",
        "This is uncertain here. Most cases were stopped on {since:date}, except for some children and hard "
        "cases, and I do not know for sure how it stands today. Ask a free adviser before you give up.",
    ),
    "closed": T(
        "family.way",
        "The way for families of refugees is closed here: no new applications since {since:date}. What is "
        "left are the general family rules, with a fee and a high income, and some exceptions. Ask a free "
        "adviser if one of them fits you.",
    ),
    "uncertain": T(
        "family.way",
        "This is very uncertain here now: in 2026 many decisions and visas were stopped. A request may still "
        "have a time limit, so ask a free lawyer before it ends. Pay nobody who says the way is open only "
        "through them.",
    ),
}
"""How it stands. `stopped` needs the day until which, `halted` and `closed` the day since when."""

NEEDS: Mapping[str, str] = {"stopped": "until", "halted": "since", "closed": "since"}

NOTES: Mapping[str, Text] = {
    "fap": T(
        "family.note",
        "A notice on fap.diplo.de keeps the time limit. Print it: the site does not store it.",
    ),
    "hardship": T(
        "family.note",
        "For a hard case you can write to info.fap.hardship@iom.int; it is rarely accepted.",
    ),
    "other_protection": T(
        "family.note",
        "This is about subsidiary protection. If you have another paper, ask an adviser.",
    ),
    "age21": T("family.note", "Husband and wife may both have to be at least 21 years old."),
    "before_claim": T(
        "family.note",
        "The marriage must be older than your asylum claim; for a later one another procedure applies.",
    ),
    "child19": T("family.note", "Unmarried children count up to their 19th birthday."),
    "child21": T("family.note", "Unmarried children under 21 count."),
    "ask_embassy": T(
        "family.note", "Your relatives ask for the visa at the embassy in the country where they are."
    ),
    "smaller_circle": T("family.note", "Fewer relatives count as family since June 2026."),
    "old_limit": T("family.note", "The time limit is from an older page and may have changed."),
    "old_rule": T("family.note", "This rule is from an older page and may have changed."),
    "resettled": T(
        "family.note",
        "This is for people who came by resettlement. In Quebec another office is responsible.",
    ),
    "still_family": T("family.note", "They must have been your close family then, and be so still."),
    "law_2026": T(
        "family.note",
        "A law of 2026 says two years; for older cases another time may count. Ask which one is yours.",
    ),
    "blue_card": T(
        "family.note",
        "Basic German is not asked of a Blue Card holder's family, nor of many other skilled workers'.",
    ),
    "uk_worker": T(
        "family.note",
        "If you applied after 22 July 2025, family can come only with a degree-level job, and mostly not "
        "with care work.",
    ),
    "canada_worker": T(
        "family.note",
        "Since 21 January 2025 a spouse gets an open work permit only if you have certain higher or listed "
        "jobs; children no longer get one.",
    ),
    "partner": T("family.note", "For a partner without marriage the rules differ: ask first."),
    "siblings": T("family.note", "Brothers and sisters are often left out, but ask about them too."),
}

COUPLES = frozenset(("age21", "before_claim", "partner"))
CHILDREN = frozenset(("child19", "child21"))
"""Notes that concern only husbands and wives, or only children."""

HEADING = T("family.way", "{country:country}: bringing your family")
GOOD_TO_KNOW = T("family.note", "Good to know")
CHECKED = T("family.note", "Checked on {day:date}. Source: {source}.")
OVERDUE = T("family.note", "Not checked since {day:date}: it may have changed. Source: {source}.")
