"""Reading what is typed into the forms about employers. Nothing typed is lost: a page shows `typed` again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Generic, TypeVar
from urllib.parse import urlsplit

from bot.conversation.messages import Text
from bot.features.interviews.employers import words
from bot.features.interviews.employers.model import CHECKS_WITHIN, DAY, LONG, SHORT, Checklist, Details
from bot.language.names import is_country
from bot.language.normal import clean

_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_MAIL = re.compile(r"[^\s@<>()\[\],;:\"\\]{1,64}@([^\s@<>()]+)")
_PHONE = re.compile(r"\+\d{8,15}")
REASON_WORDS = 3

Read = TypeVar("Read")


@dataclass(frozen=True)
class Draft(Generic[Read]):
    """What a form came to. `value` is there only where there is no problem."""

    value: Read | None
    typed: Mapping[str, str]
    problems: Mapping[str, Text] = field(default_factory=dict)
    """By the name of the field: the sentence that says what to do."""


class Fields:
    """The fields of a form, read one by one; problems gather."""

    def __init__(self, form: Mapping[str, str]) -> None:
        self.typed = {name: clean(text) for name, text in form.items()}
        self.problems: dict[str, Text] = {}

    def text(self, name: str, most: int = SHORT) -> str:
        """A field that must be filled in, with its spaces made regular."""
        text = " ".join(self.typed.get(name, "").split())
        if not text:
            self.problem(name, words.MISSING)
        elif len(text) > most:
            self.problem(name, words.too_long(most))
        return text

    def ticked(self, name: str, otherwise: Text) -> bool:
        if self.typed.get(name) != "yes":
            self.problem(name, otherwise)
        return True

    def problem(self, name: str, text: Text) -> None:
        """Note a problem; the first one of a field is the one that is shown."""
        self.problems.setdefault(name, text)

    def draft(self, value: Read) -> Draft[Read]:
        return Draft(None if self.problems else value, self.typed, self.problems)


def read_application(form: Mapping[str, str]) -> Draft[Details]:
    """An application, or new details of an employer. Fields: of Details, pledge (yes), pledge_version."""
    fields = Fields(form)
    details = Details(
        name=fields.text("name"),
        country=_country(fields),
        registration=fields.text("registration"),
        register=fields.text("register"),
        host=_host(fields),
        person=fields.text("person"),
        phone=_phone(fields, "phone"),
        mail=_mail(fields),
    )
    fields.ticked("pledge", words.NO_PLEDGE)
    if fields.typed.get("pledge_version") != str(words.PLEDGE_VERSION):
        fields.problem("pledge", words.OLD_PLEDGE)
    return fields.draft(details)


def read_checklist(form: Mapping[str, str], details: Details, now: float) -> Draft[Checklist]:
    """The checklist of one member of staff about an employer that said `details`."""
    fields = Fields(form)
    today = datetime.fromtimestamp(now, UTC).date()
    checklist = Checklist(
        register=fields.text("register"),
        register_day=_day(fields, "register_day", today),
        called=_phone(fields, "called"),
        source=fields.text("source"),
        call_day=_day(fields, "call_day", today),
        person=fields.ticked("person", words.NOT_CONFIRMED),
        pledge=fields.ticked("pledge", words.NOT_CONFIRMED),
    )
    source, own = checklist.source.casefold(), details.host.removeprefix("www.")
    if own in source or details.mail.casefold() in source:
        fields.problem("source", words.OWN_SOURCE)
    return fields.draft(checklist)


def read_reason(form: Mapping[str, str], name: str = "reason") -> Draft[str]:
    """Why something is refused, lifted or returned: three words at least, so that others can follow it."""
    fields = Fields(form)
    text = clean(fields.typed.get(name, "")).strip()
    if len(text.split()) < REASON_WORDS:
        fields.problem(name, words.NO_REASON)
    elif len(text) > LONG:
        fields.problem(name, words.too_long(LONG))
    return fields.draft(text)


def host_in(text: str) -> str | None:
    """The host of a typed web address, in ASCII (IDNA) and lower case; None where there is none."""
    address = text if "://" in text else f"//{text}"
    try:
        host = (urlsplit(address).hostname or "").rstrip(".")
        ascii_host = host.encode("idna").decode("ascii").lower()
    except ValueError:  # also UnicodeError: an empty or overlong label
        return None
    labels = ascii_host.split(".")
    sound = len(labels) > 1 and all(map(_LABEL.fullmatch, labels)) and not labels[-1].isdecimal()
    return ascii_host if sound and len(ascii_host) <= SHORT else None


def decoded(host: str) -> str:
    """A host as a browser may show it: its punycode labels (xn--...) in their own letters."""
    return ".".join(map(_decoded, host.split(".")))


def _decoded(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def mixed(host: str) -> bool:
    """Does one label of the host mix alphabets (UTS 39)?"""
    return any(
        len({unicodedata.name(c, "?").split(" ")[0] for c in label if c.isalpha()}) > 1
        for label in decoded(host).split(".")
    )


def _country(fields: Fields) -> str:
    code = fields.text("country").upper()
    if code and not is_country(code):
        fields.problem("country", words.NO_COUNTRY)
    return code


def _host(fields: Fields) -> str:
    text = fields.text("host")
    host = host_in(text)
    if host is None:
        fields.problem("host", words.NO_HOST)
        return text
    if mixed(host):
        fields.problem("host", words.MIXED_HOST)
    return host


def _phone(fields: Fields, name: str) -> str:
    text = fields.text(name)
    digits = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    number = re.sub(r"[\s().\-/]", "", digits)
    if not _PHONE.fullmatch(number):
        fields.problem(name, words.NO_PHONE)
    return number


def _mail(fields: Fields) -> str:
    text = fields.text("mail")
    found = _MAIL.fullmatch(text)
    if found is None or host_in(found[1]) is None:
        fields.problem("mail", words.NO_MAIL)
    return text


def _day(fields: Fields, name: str, today: date) -> str:
    text = fields.text(name)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        fields.problem(name, words.NO_DAY)
        return text
    if day > today + timedelta(days=1):  # the asker's day may be ahead of UTC
        fields.problem(name, words.FUTURE_DAY)
    elif day < today - timedelta(days=CHECKS_WITHIN // DAY):
        fields.problem(name, words.OLD_DAY)
    return day.isoformat()
