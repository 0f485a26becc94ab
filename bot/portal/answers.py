"""What services answer with a sentence instead of doing it, brought to the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from bot.conversation.messages import Text
from bot.conversation.texts import T
from bot.features.interviews.employers import No, read_reason
from bot.features.staff import StaffRefused
from bot.portal.forms import Field, Form

R = TypeVar("R")


def done(answer: R | No) -> R:
    """The answer where it was done. Raises StaffRefused, which the door shows as a page with the sentence."""
    if isinstance(answer, No):
        raise StaffRefused(answer.code, answer.text)
    return answer


def reason_field(name: str, label: Text | None = None) -> Field:
    """Why something is decided; others have to be able to follow it later."""
    return Field(name, label or T("portal.reason", "Why? Others will read this."), "lines", longest=2_000)


def check_reason(form: Form, name: str) -> None:
    """Say beside the field where it gives no reason."""
    for problem in read_reason({name: form[name]}, name).problems.values():
        form.wrong(name, problem)


def take(form: Form, problems: Mapping[str, Text]) -> None:
    """Say beside the fields what a service found; the summary then goes by the order of the fields."""
    for name, problem in problems.items():
        form.wrong(name, problem)
    form.problems = {name: form.problems[name] for name in form.fields if name in form.problems}
