"""The words of jobs and interviews in the chat. Nothing here is a guess about a person."""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversation.messages import Text
from bot.conversation.talk import HUMAN, NAV
from bot.conversation.texts import T
from bot.features.interviews.employers import words as employer_words

MORE = T("work", "More")
READ_ON = T("article", "Read on")

OPTIONS: Mapping[str, Text] = {
    "read_on": READ_ON,
    "yes": T("work.option", "I am interested"),
    "no": T("work.option", "Not for me"),
    "unshare": T("work.option", "Show them nothing of me any more"),
    "money": employer_words.REPORTS["asked_for_money"],
    "report": T("work.option", "Report something else"),
    "human": NAV[HUMAN],
    "list": T("work.option", "Back to the list"),
    "join": T("work.option", "Join the interview"),
    "move": T("work.option", "Take another time"),
    "cancel": T("work.option", "Cancel the interview"),
    "calendar": T("work.option", "File for my calendar"),
    "needs": T("work.option", "Interpreter or quiet room"),
    "prepare": T("work.option", "Prepare or practise"),
    "absent": T("work.option", "They did not come"),
    "times": T("work.option", "Look for a new time"),
    "again": T("work.option", "Take this time again"),
    "back": T("work.option", "Take the old time back"),
}
REASONS: Mapping[str, Text] = {
    "cannot_come": T("work.reason", "I cannot come at that time"),
    "not_interested": T("work.reason", "I do not want this job"),
    "other_job": T("work.reason", "I have other work now"),
    "unsafe": T("work.reason", "I do not feel safe"),
    "other": T("work.reason", "Another reason"),
    "again": OPTIONS["again"],
}
WISHES: Mapping[str, Text] = {
    "interpreter": T("work.wish", "Ask for an interpreter"),
    "no_interpreter": T("work.wish", "I need no interpreter any more"),
    "room": T("work.wish", "Ask for a quiet room with internet"),
    "no_room": T("work.wish", "I need no quiet room any more"),
}
WISHED: Mapping[str, Text] = {
    "interpreter": T(
        "work.wished", "I noted that you want an interpreter. The aid organisation and the employer see it."
    ),
    "no_interpreter": T(
        "work.wished",
        "I noted that you want no interpreter any more. The aid organisation and the employer see it.",
    ),
    "room": T(
        "work.wished", "I noted that you want a quiet room. The aid organisation and the employer see it."
    ),
    "no_room": T(
        "work.wished",
        "I noted that you want no quiet room any more. The aid organisation and the employer see it.",
    ),
}
REFUSED: Mapping[str, Text] = {
    "taken": T("work.refused", "Somebody else was faster, I am sorry. Here are the times that are free now."),
    "lost": T("work.refused", "I am sorry: somebody else has this time now."),
    "overlaps": T("work.refused", "You have another interview at that time. Please choose another one."),
    "too_many": T("work.refused", "You hold two times already. Book one of them, or wait five minutes."),
    "frozen": T("work.refused", "This employer is stopped while people look into it. Nothing can be booked."),
    "has_one": T("work.refused", "You have an interview for this job already: look in “My interviews”."),
    "not_shared": T("work.refused", "First you have to allow this employer to see your profile."),
    "over": T("work.refused", "This is no longer valid: the time was let go, or it is over."),
}
NEWS: Mapping[str, Text] = {
    "booked": T(
        "work.news",
        "Staff of the aid organisation booked an interview for you. If you do not want it, you can cancel "
        "it.",
    ),
    "moved": T("work.news", "Your interview has a new time. If it is not right for you, take another one."),
    "cancelled": T("work.news", "Your interview was called off. It is not your fault."),
    "frozen": T(
        "work.news",
        "Your interview is stopped: people are looking into this employer. Do not meet them and pay nothing "
        "until I tell you more.",
    ),
    "unfrozen": T("work.news", "People looked into this employer, and your interview takes place after all."),
    "shifted": T("work.news", "The clocks of a country change: please look at the time of your interview."),
}

RESULTS: Mapping[str, Text] = {
    "offer": T(
        "work.result",
        "The employer wants to offer you the job. Before you say yes, ask for a written contract and read "
        "it: “Help step by step” has a guide for it.",
    ),
    "next_step": T(
        "work.result",
        "The employer wants to go on with you: a next step follows. You are told here when it is known.",
    ),
    "not_this_time": T(
        "work.result",
        "This time the employer chose somebody else. That does not say what you are worth: other jobs wait "
        "for you in “Jobs that fit me”.",
    ),
}

NUMBERS = T(
    "work.numbers",
    "These are your numbers with the employers who may see your profile. Tell one only to staff of the aid "
    "organisation who book an interview for you, and to nobody else.",
)
NUMBER = T("work.numbers", "{name}: {number}")

INVITED = T("work.opening", "This employer invites you. Say yes or no as you like.")
WHY = T("work.opening", "How it fits you")
BEFORE = T("work.opening", "Before you say yes")
PASSED = T("work.opening", "I noted it, and show you this job no more.")

HEADING = T("work.interview", "Your interview")
JOB = T("work.interview", "{job}, with {name}")
FROZEN = T("work.interview", "It is stopped while people look into this employer.")
CANCELLED = T("work.interview", "It was called off.")
OVER = T("work.interview", "This time is over.")
HOW = T(
    "work.interview",
    "It is a video call. From 15 minutes before it begins, press “Join the interview” here to get in.",
)
INTERPRETER = T("work.interview", "You asked for an interpreter.")
QUIET = T("work.interview", "You asked for a quiet room.")
WAYS = T("work.interview", "If the video fails: {ways:list}")
WAY: Mapping[str, Text] = {
    "audio": T("work.way", "sound without picture"),
    "phone": T("work.way", "the phone of the aid organisation"),
    "chat": T("work.way", "writing"),
}
HELD = T("work.held", "I hold this time for you for five minutes; nobody else can take it:")
HELD_STILL = T(
    "work.held", "I still hold this time for you. The minutes go on from before, so please choose soon:"
)
EXTENDED = T("work.held", "You have five more minutes from now.")
EXTENDED_BEFORE = T("work.held", "I can do that once only. Please choose now.")

JOIN = T("work.join", "Open this address in your browser. It leads to {host}:")
EARLY = T("work.join", "It is too early. The way in opens 15 minutes before the interview.")
CALLED_OFF = T("work.cancel", "Your interview is called off, and the employer is told. That is all right.")
MISTAKE = T("work.cancel", "If it was a mistake, take this time again before somebody else does.")
EXPLAINED = T("work.cancel", "Thank you, I noted why.")
NOT_CALLED_OFF = T("work.cancel", "This interview can no longer be called off: it has begun, or it is over.")
STOPPED = T(
    "work.report",
    "Your interviews with this employer are stopped until people have looked into it. Pay nothing and give "
    "away no papers.",
)
CALL = T("work.report", "To talk to a person now: {contact}")
ABSENT = T("work.absent", "Thank you, I passed it on to people. They ask the employer. It is not your fault.")
ABSENT_WORDS = T("work.absent", "The employer did not come to the interview.")
NOT_YET = T("work.absent", "The interview has not begun yet.")
