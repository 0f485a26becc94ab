"""Forms: which fields there are, what was typed, and what is wrong with it.

    INVITE = (
        Field("email", T("portal.team", "E-mail address"), "email"),
        Field("roles", T("portal.team", "What may this person do?"), "choices", options=ROLE_OPTIONS),
    )

    form = Form(INVITE)                      # to show it empty; Form(INVITE, {"email": "..."}) with values
    form = Form.sent(INVITE, visit.sent)     # what came back: cleaned, and checked for length and choice
    with form.refusals():                    # what only the service can know: StaffRefused names the field
        await visit.write(lambda conn: ...)
    form.wrong("email", T("portal.team", "..."))
    if form.bad:
        return visit.show("team_invite.html", form=form)   # everything typed stands in the fields again

In the template: {% import "form.html" as f with context %} and {{ f.fields(form) }}, or one by one
{{ f.field(form, "email") }}.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from starlette.exceptions import HTTPException

from bot.conversation.messages import Text
from bot.conversation.texts import T
from bot.features.staff import StaffRefused
from bot.portal.sent import Sent

Kind = Literal[
    "text", "email", "secret", "code", "lines", "number", "date", "time", "choice", "choices", "yes", "hidden"
]
"""secret: a passphrase, code: six digits of an app (neither is ever shown again); lines: several lines;
choice: one of a list; choices: any number of a list; yes: a box to tick."""
NEVER_KEPT = frozenset({"secret", "code"})
SECRET_FIELDS = frozenset({"passphrase", "again", "answer", "challenge", "totp", "uri"})
"""Names that no form takes along over a sign-in, whatever its kind; nor a `code` that is sent beside one."""

MISSING = T("portal.form", "Please fill this in.")
TOO_LONG = T("portal.form", "This is too long. Please make it shorter.")
NOT_OFFERED = T("portal.form", "Please choose from the list.")
NOT_TICKED = T("portal.form", "Please tick this box if you agree. Without it we cannot go on.")
NO_ADDRESS = T("portal.form", "This is not an e-mail address. It looks like name@example.org.")
NO_NUMBER = T("portal.form", "Please write a whole number, such as 12.")


@dataclass(frozen=True)
class Option:
    """One entry of a list to choose from."""

    value: str
    label: Text | str
    """A text of the catalogs, or a name that is the same in every language."""
    hint: Text | None = None


@dataclass(frozen=True)
class Field:
    """One field. `longest` counts characters; `auto` is the HTML autocomplete token."""

    name: str
    label: Text
    kind: Kind = "text"
    hint: Text | None = None
    options: tuple[Option, ...] = ()
    required: bool = True
    longest: int = 200
    auto: str = "off"


class Form:
    """Fields with their values and problems, both by the name of the field."""

    def __init__(
        self, fields: Sequence[Field], values: Mapping[str, str | Sequence[str]] | None = None
    ) -> None:
        self.fields = {field.name: field for field in fields}
        self.values: dict[str, tuple[str, ...]] = {
            name: (value,) if isinstance(value, str) else tuple(value)
            for name, value in (values or {}).items()
        }
        self.problems: dict[str, Text] = {}
        self.problem: Text | None = None
        """What is wrong with the whole."""

    @classmethod
    def sent(cls, fields: Sequence[Field], sent: Sent) -> Form:
        """What came back. Raises HTTPException 400 where there is a field that nobody asked for (I14)."""
        form = cls(fields)
        if not sent.values.keys() <= form.fields.keys():
            raise HTTPException(400)
        for field in fields:
            many = field.kind == "choices"
            strip = (lambda value: value) if field.kind == "secret" else str.strip
            form.values[field.name] = tuple(
                strip(value) for value in sent.values.get(field.name, ())[: None if many else 1]
            )
            problem = _problem(field, form.values[field.name])
            if problem is not None:
                form.problems[field.name] = problem
        return form

    def __getitem__(self, name: str) -> str:
        """The value of a field with one value; "" where nothing was given."""
        assert name in self.fields, name
        return next(iter(self.values.get(name, ())), "")

    def all(self, name: str) -> tuple[str, ...]:
        """The chosen values of a `choices` field."""
        assert name in self.fields, name
        return self.values.get(name, ())

    def number(self, name: str) -> int | None:
        """The value of a `number` field; None where nothing was given."""
        return int(self[name]) if self[name] else None

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """What a service refuses inside of the block is said beside the field that it names."""
        try:
            yield
        except StaffRefused as error:
            self.wrong(error.field, error.text)

    @property
    def bad(self) -> bool:
        """Whether anything is wrong: then the page is to be shown again."""
        return bool(self.problems) or self.problem is not None

    def wrong(self, name: str, problem: Text) -> None:
        """Say beside a field what is wrong, or of the whole where there is no such field; the first stays."""
        if name in self.fields:
            self.problems.setdefault(name, problem)
        else:
            self.problem = self.problem or problem

    def shown(self, name: str) -> str:
        """What stands in the field when the page is shown again: secrets never do."""
        return "" if self.fields[name].kind in NEVER_KEPT else self[name]


def _problem(field: Field, values: tuple[str, ...]) -> Text | None:
    given = [value for value in values if value]
    if not given:
        if not field.required:
            return None
        return NOT_TICKED if field.kind == "yes" else MISSING
    if any(len(value) > field.longest for value in given):
        return TOO_LONG
    if field.kind in ("choice", "choices") and not set(given) <= {option.value for option in field.options}:
        return NOT_OFFERED
    if field.kind == "email" and not _address(given[0]):
        return NO_ADDRESS
    if field.kind == "number" and not (given[0].isascii() and given[0].isdigit() and len(given[0]) < 10):
        return NO_NUMBER
    return None


def _address(text: str) -> bool:
    """A rough look; whether mail arrives there is only known when it does."""
    name, at, host = text.rpartition("@")
    return bool(at and name and "." in host.strip(".")) and not any(sign.isspace() for sign in text)
