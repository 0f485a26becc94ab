"""Every text of the pages themselves, by the name that templates and scripts use.

What the assistant says does not stand here: it comes as messages. Scripts get only the CHAT table, in the
language of the page.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.channels.web.pages import Labels
from bot.conversation.messages import Text
from bot.conversation.texts import T

CHAT: dict[str, Text] = {
    "name": T("web.chat", "Rafiq"),
    "log": T("web.chat", "Conversation"),
    "label": T("web.chat", "Write here"),
    "send": T("web.chat", "Send"),
    "menu": T("web.chat", "Menu"),
    "language": T("web.chat", "Language"),
    "more": T("web.chat", "More"),
    "stop": T("web.chat", "Stop"),
    "hide": T("web.chat", "Hide"),
    "leave": T("web.chat", "Leave this page"),
    "read": T("web.chat", "Read without internet"),
    "check": T("web.chat", "Is this message real?"),
    "save": T("web.chat", "Save the file"),
    "you": T("web.chat", "You:"),
    "pending": T("web.chat", "Not sent yet"),
    "hidden": T("web.chat", "Hidden, because nobody used this page for 5 minutes. Ask again to see it."),
    "connecting": T("web.chat", "Connecting…"),
    "off": T("web.chat", "No connection. We will try again."),
    "busy": T("web.chat", "The service is busy. Your words are kept here and will be sent again."),
    "slow": T("web.chat", "Many messages at once. The next one is sent in a moment."),
    "long": T("web.chat", "This text is too long. Please make it shorter and send it again."),
    "bad": T("web.chat", "This could not be sent. Please try it another way."),
    "elsewhere": T("web.chat", "The chat is open in another window. Press any button to go on here."),
}

PAGE: dict[str, Text] = {
    "title": T("web.chat", "Rafiq: information for refugees"),
    "welcome": T("web.chat", "Welcome"),
    "invite": T("web.chat", "Ask in your own words, or press Start. It is free, and you need no name."),
    "machine": T("web.chat", "A machine answers you, not a person."),
    "demo": T("web.chat", "This is a demo: nobody answers here."),
    "keeps": T("web.chat", "When you begin, this browser keeps a secret key for 30 days, to go on later."),
    "start": T("web.chat", "Start"),
    "choose": T("web.chat", "Choose your language"),
    "look": T("web.chat", "Show new messages"),
    "arrived": T("web.chat", "Your message has arrived. Press the button to see the answer."),
    "nothing": T("web.chat", "There is nothing new."),
    "busy_form": T("web.chat", "The service is busy. Nothing was lost: please send it again in a moment."),
    "slow_form": T("web.chat", "Many messages at once. Please wait a moment and send it again."),
}

READ: dict[str, Text] = {
    "name": CHAT["name"],
    "heading": T("web.read", "Read without internet"),
    "intro": T("web.read", "Choose a topic. You can keep it on this phone and read it without internet."),
    "empty": T("web.read", "There is nothing to read here yet."),
    "topics": T("web.read", "All topics"),
    "chat": T("web.read", "Back to the chat"),
    "contents": T("web.read", "On this page"),
    "sources": T("web.read", "Sources"),
    "keep": T("web.read", "Keep for offline reading"),
    "kept": T("web.read", "Kept on this phone. It opens without internet."),
    "remove": T("web.read", "Remove from this phone"),
    "removed": T("web.read", "Removed from this phone."),
    "failed": T("web.read", "This could not be kept. Check the connection and try again."),
    "seen": T("web.read", "Others who use this phone can see the topics that are kept."),
    "no_connection": T("web.read", "No connection"),
    "needs": T("web.read", "The chat needs the internet. Nothing that you wrote is kept on this phone."),
    "again": T("web.read", "Try again"),
    "on_phone": T("web.read", "Kept on this phone:"),
    "none_kept": T("web.read", "No topic is kept on this phone."),
}

CHECK: dict[str, Text] = {
    "heading": T("web.check", "Is this message real?"),
    "intro": T(
        "web.check",
        "Every announcement that I send has a code at its end. Write it here, and see what the message says.",
    ),
    "label": T("web.check", "Code, for example K7M\u20114HX\u2011Q3N"),
    "button": T("web.check", "Check"),
    "never": T(
        "web.check",
        "Announcements never ask for money, papers or passwords. A message that does is not from us.",
    ),
    "missing": T("web.check", "Write the code first."),
    "slow": T("web.check", "Many codes were tried from here. Please wait a minute and try again."),
    "busy": T("web.check", "The service is busy. Please try again in a moment."),
}

NOTICE: dict[int, Text] = {
    400: T("web.notice", "This could not be understood. Please go back and try again."),
    403: T("web.notice", "This did not come from our own page. Please open the chat and try again."),
    404: T("web.notice", "There is no such page."),
    405: T("web.notice", "There is no such page."),
    413: T("web.notice", "This is too long. Please go back and make it shorter."),
    421: T("web.notice", "This service is not known by this address."),
    429: T("web.notice", "Many people are beginning just now. Please try again in a minute."),
    500: T("web.notice", "Something went wrong on our side. Please try again in a moment."),
    503: T("web.notice", "The service is busy. Please try again in a moment."),
}


def runner(operator: str) -> Text:
    """Who answers for this installation."""
    return T("web.chat", "{operator} runs this service.", operator=operator)


def contact(way: str) -> Text:
    """How to reach a human."""
    return T("web.chat", "To reach a person: {contact}", contact=way)


def said(table: Mapping[str, Text], labels: Labels, lang: str) -> dict[str, str]:
    """A whole table in one language."""
    return {name: labels.label(text, lang) for name, text in table.items()}
