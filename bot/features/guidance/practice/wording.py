"""The words of the practice: KIND/ask/0 and KIND/tip/0 (numbers from 0), and `checklist`."""

from __future__ import annotations

from collections.abc import Callable

from bot.conversation.messages import Rich, Span, Text
from bot.conversation.texts import T
from bot.features.guidance.practice.model import Interviews

Say = Callable[[Text, str], str]

HEADING = T("interviews", "Before the video call, look at:")
TIP = T("interviews", "Tip:")
GONE = T("interviews", "This part has changed. Please choose again.")


class PracticeWords:
    """Puts questions and tips into words. Never raises for an id that is there no more."""

    def __init__(self, interviews: Interviews, say: Say) -> None:
        self._interviews = interviews
        self._say = say

    def label(self, id: str, lang: str) -> Rich:
        """A kind of work, as it stands on a button."""
        kind = self._interviews.kinds.get(id)
        return Rich(self._say(kind.label if kind else GONE, lang), lang)

    def part(self, id: str, lang: str) -> Rich:
        """A question, a tip or the list for the call."""
        if id == "checklist":
            return self._checklist(lang)
        name, _, what = id.partition("/")
        part, _, number = what.partition("/")
        kind = self._interviews.kinds.get(name)
        if kind is None or not number.isdecimal() or int(number) >= len(kind.questions):
            return Rich(self._say(GONE, lang), lang)
        question = kind.questions[int(number)]
        if part == "tip":
            lead = self._say(TIP, lang)
            return Rich(f"{lead} {self._say(question.tip, lang)}", lang, (Span(0, len(lead), "bold"),))
        of = T("interviews", "Question {n} of {all}", n=int(number) + 1, all=len(kind.questions))
        lead, ask = self._say(of, lang), self._say(question.ask, lang)
        return Rich(f"{lead}\n{ask}", lang, (Span(len(lead) + 1, len(lead) + 1 + len(ask), "bold"),))

    def _checklist(self, lang: str) -> Rich:
        lead = self._say(HEADING, lang)
        lines = "\n".join(f"• {self._say(line, lang)}" for line in self._interviews.checklist)
        return Rich(f"{lead}\n\n{lines}", lang, (Span(0, len(lead), "bold"),))
