"""Texts that stand ready in every language: for the people (GDPR 34(2)) and for the authority (GDPR 33(3)).

They are copied from the page and finished by a person: a square bracket marks what only a person can say.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversation.messages import Text
from bot.conversation.texts import T

FOR_PEOPLE = (
    T(
        "incident.people",
        "{operator} runs Rafiq. On {day} we noticed that somebody else may have seen what you told Rafiq.",
    ),
    T(
        "incident.people",
        "[Say in one or two plain sentences what happened, and what may follow for people.]",
    ),
    T(
        "incident.people",
        "You can delete everything with /delete. Be careful when somebody you do not know knows things about "
        "you. Rafiq never asks for money, papers or passwords.",
    ),
    T("incident.people", "Do you have questions? Ask here: {contact}"),
)
FOR_AUTHORITY = (
    T("incident.authority", "Notification of a personal data breach (GDPR, Article 33)"),
    T("incident.authority", "Controller: {operator}. Contact: {contact}"),
    T("incident.authority", "Noticed: {noticed}"),
    T("incident.authority", "What happened: {happened}"),
    T(
        "incident.authority",
        "People whose data may be touched: {count}. Kinds of data: what people wrote in the chat, their "
        "language, place and topics; of those who agreed to it, also skills and interviews.",
    ),
    T("incident.authority", "Likely consequences: [write them here]"),
    T("incident.authority", "What we did and will do: [write it here]"),
)


def filled(texts: tuple[Text, ...], values: Mapping[str, str]) -> list[Text]:
    """The same texts with the values that each names."""
    return [
        Text(one.ctxt, one.msg, {name: value for name, value in values.items() if f"{{{name}}}" in one.msg})
        for one in texts
    ]
