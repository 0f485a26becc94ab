"""Writing a mail: into the outbox, in the transaction of what it tells about (M4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from sqlalchemy import Connection, select

from bot.channels.mail.letters import NAME
from bot.channels.mail.templates import KINDS, Letter, read_values
from bot.conversation.messages import Attachment, Outgoing, Rich, Text
from bot.delivery import outbox
from bot.delivery.tables import persons
from bot.features.interviews import calendars
from bot.mail_address import is_address
from bot.store.cipher import Cipher, Unreadable
from bot.store.datakeys import DataKeys
from bot.store.ids import new_id


class Addressee(Protocol):
    """Whom a mail goes to: the account's person of channel "mail", language and IANA zone."""

    @property
    def person_id(self) -> str: ...
    @property
    def lang(self) -> str: ...
    @property
    def zone(self) -> str: ...


WhoIs = Callable[[Connection, str], Addressee | None]
"""The addressee of an account, by its id; None where nobody is to be written to (disabled, erased)."""

RichWords = Callable[[Text, str], Rich]
"""A text in words, with the language it is in (bot.delivery.wording.Wording.rich)."""


class Poster:
    """The Post that features are given. `base`: the address of the portal's server, https://HOST.
    `organizer`: the address that mails come from, where there is one."""

    def __init__(self, keys: DataKeys, who: WhoIs, rich: RichWords, base: str, organizer: str = "") -> None:
        self._keys, self._who, self._rich = keys, who, rich
        self._base = base.rstrip("/")
        self._organizer = organizer

    def __call__(
        self, conn: Connection, account: str, kind: str, values: Mapping[str, str], now: float
    ) -> None:
        """Write a mail of a kind to an account. `values`: codes, times in seconds UTC, and a link path.

        Raises BadMail for an unknown kind or a value that is missing, not listed, or of another shape: so no
        name or text of a candidate can pass. Nothing is written where the account has no addressee.
        """
        read = read_values(kind, values)
        addressee = self._who(conn, account)
        if addressee is None:
            return
        try:
            cipher = self._keys.for_person(conn, addressee.person_id)
        except Unreadable:
            return  # erased in this moment
        letter = KINDS[kind].write(read, addressee.zone, now)
        message = self._message(letter, addressee)
        if KINDS[kind].calendar:
            mailbox = self._mailbox(conn, cipher, addressee.person_id)
            file = self._calendar(kind, read, addressee, mailbox, now)
            message = Outgoing(
                message.text, message.lang, attachment=file, subject=message.subject, ref=message.ref
            )
        outbox.put(conn, cipher, addressee.person_id, NAME, [message], now)

    def _message(self, letter: Letter, addressee: Addressee) -> Outgoing:
        subject = self._rich(letter.subject, addressee.lang)
        paragraphs = []
        for part in letter.paragraphs:
            # A link stands alone on its line and outside of every sentence: nothing may stick to it.
            words = self._base + part if isinstance(part, str) else self._rich(part, addressee.lang).text
            paragraphs.append(words)
        text = "\n\n".join(paragraphs)
        return Outgoing(text, subject.lang, subject=subject.text, ref=new_id())

    def _calendar(
        self, kind: str, read: Mapping[str, str | int], addressee: Addressee, mailbox: str, now: float
    ) -> Attachment:
        invited = bool(mailbox and self._organizer)
        entry = calendars.Entry(
            uid=str(read["uid"]),
            sequence=int(read["sequence"]),
            start=int(read["start"]),
            minutes=int(read["minutes"]),
            zone=addressee.zone,
            changed=int(now),
            audience="host",
            link=f"{self._base}{read['link']}",
            reference=str(read["reference"]),
            cancelled=kind == "interview.cancelled",
            organizer=self._organizer if invited else "",
            attendee=mailbox if invited else "",
        )
        return calendars.attachment(entry, addressee.lang, lambda text, lang: self._rich(text, lang).text)

    def _mailbox(self, conn: Connection, cipher: Cipher, person: str) -> str:
        """The account's own address, which an invitation has to name (RFC 5546)."""
        sealed = conn.scalar(select(persons.c.address).where(persons.c.id == person))
        if sealed is None:
            return ""
        address = cipher.open_(sealed, "persons.address", person).decode()
        return address if is_address(address) else ""
