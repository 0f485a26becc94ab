"""A message as a mail: headers, text in UTF-8, and a file beside it where there is one."""

from __future__ import annotations

import email.policy
from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from bot.conversation.messages import Attachment, Outgoing
from bot.delivery.ports import Refused, Unreachable
from bot.mail_address import is_address
from bot.store.ids import new_id

NAME = "mail"
"""The channel of persons and outbox rows."""

# Seven bits only: not every server on the way takes eight.
_POLICY = email.policy.SMTP.clone(cte_type="7bit", raise_on_defect=True)
_SUBJECT = 200  # characters


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mails are handed in, and whom they come from. The password shows in no print."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""

    def __repr__(self) -> str:
        return f"MailServer({self.host!r}, {self.port})"


def message_id(message: Outgoing, sender: str) -> str:
    """The same for every try to send the same row of the outbox, so that a repeat can be recognised (M9)."""
    domain = sender.rpartition("@")[2]
    return f"<{message.ref or new_id()}@{domain}>"


def letter(sender: str, address: str, message: Outgoing, now: float) -> bytes:
    """The mail as it goes over the line (RFC 5322, MIME). `now` is in seconds UTC.

    Raises Unreachable for what is no address, Refused for what cannot be written as a mail.
    """
    if not is_address(address):
        raise Unreachable("bad_address")
    try:
        return _mail(sender, address, message, now).as_bytes()
    except (ValueError, UnicodeError, email.errors.MessageError):
        # Of the library's own; its words would quote the message (L1).
        raise Refused("unwritable") from None


def _mail(sender: str, address: str, message: Outgoing, now: float) -> EmailMessage:
    mail = EmailMessage(policy=_POLICY)
    mail["From"] = Address(display_name="Rafiq", addr_spec=sender)
    mail["To"] = Address(addr_spec=address)
    mail["Subject"] = _one_line(message.subject)
    mail["Date"] = format_datetime(datetime.fromtimestamp(int(now), UTC))
    mail["Message-ID"] = message_id(message, sender)
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no automatic answer, please
    mail.set_content(message.text.rstrip("\n") + "\n", charset="utf-8", cte=_encoding(message.text))
    mail["Content-Language"] = message.lang  # only now: setting the content takes such headers out
    if message.attachment is not None:
        _attach(mail, message.attachment)
    return mail


def _encoding(text: str) -> str:
    """Quoted-printable stays readable for Latin letters; of others it would make three times as much."""
    return "quoted-printable" if sum(not char.isascii() for char in text) * 6 < len(text) else "base64"


def _attach(mail: EmailMessage, file: Attachment) -> None:
    kind, *parameters = (part.strip() for part in file.media_type.split(";"))
    main, _, sub = kind.partition("/")
    named = dict(parameter.split("=", 1) for parameter in parameters)
    mail.add_attachment(file.data, maintype=main, subtype=sub, filename=file.name, params=named)


def _one_line(subject: str) -> str:
    return " ".join(subject.split())[:_SUBJECT]
