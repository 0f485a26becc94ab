"""The papers that are often asked for, what may replace a missing one, and what stands around the list."""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversation.messages import Text
from bot.conversation.texts import T

PAPERS: Mapping[str, Text] = {
    "decision": T("family.paper", "Your decision letter and your residence permit"),
    "permit": T("family.paper", "Your passport and your residence permit"),
    "address": T("family.paper", "A paper that shows your address"),
    "passports": T("family.paper", "A passport of each relative, valid for six months or more"),
    "photos": T("family.paper", "Passport photos of each relative"),
    "marriage": T("family.paper", "Your marriage certificate"),
    "births": T("family.paper", "The birth certificate of each child"),
    "own_birth": T("family.paper", "Your own birth certificate"),
    "custody": T(
        "family.paper", "If the other parent does not come: a paper that this parent or a court agrees"
    ),
    "kinship": T("family.paper", "Papers that show how you are related"),
    "translations": T(
        "family.paper", "Translations of these papers, officially confirmed where the embassy asks for it"
    ),
    "income": T("family.paper", "Proof of income, housing and health insurance"),
}

INSTEAD: Mapping[str, Text] = {
    "copy": T(
        "family.instead", "Ask the office that gave it, or your lawyer, for a copy. The dates on it matter."
    ),
    "address": T(
        "family.instead",
        "Ask your town office, or the people who run your housing, which paper they can give.",
    ),
    "passports": T(
        "family.instead",
        "Ask the embassy which other travel paper it accepts, for example a travel document for refugees. "
        "Asking the home country can be dangerous: ask UNHCR or a lawyer first.",
    ),
    "photos": T("family.instead", "These can be made shortly before the appointment."),
    "marriage": T(
        "family.instead",
        "Write down why it is missing and where you asked. Other proof can be a family book, UNHCR papers "
        "that name you both, photos together and messages.",
    ),
    "births": T(
        "family.instead",
        "For a child born in flight, keep the paper of the doctor or midwife. Other proof can be a family "
        "book, UNHCR and school papers. A DNA test is only a last step, and you may say no.",
    ),
    "kinship": T(
        "family.instead",
        "Other proof can be a family book, UNHCR and school papers, photos together and messages. A DNA test "
        "is only a last step, and you may say no.",
    ),
    "custody": T(
        "family.instead",
        "Ask a lawyer or a free adviser what is accepted, for example if you cannot reach the other parent.",
    ),
    "translations": T(
        "family.instead",
        "Ask the embassy which translators it accepts. For Germany, IOM's Family Assistance Programme "
        "answers such questions free of charge.",
    ),
    "income": T(
        "family.instead",
        "Not everybody needs this: with refugee status in the EU usually not if you asked in time, in France "
        "not with subsidiary protection either. Otherwise ask a free adviser what is enough.",
    ),
}

NUMBERED = T("family.paper", "Paper {at} of {of}")
YOUR_PAPERS = T("family.papers", "Papers that are often asked for")
LEGEND = T("family.papers", "✓ I have it   ✗ missing   ▢ open")
MISSING_EU = T(
    "family.papers",
    "In most EU countries a refugee's family may not be refused only because papers are missing: other proof "
    "must be looked at.",
)
MISSING_ANYWHERE = T(
    "family.papers", "A missing paper does not always stop you: ask first which other proof is accepted."
)
NEVER_BUY = T(
    "family.papers",
    "Each embassy has its own list: look at its site. Never buy a paper: a false one can block visas for "
    "years.",
)
