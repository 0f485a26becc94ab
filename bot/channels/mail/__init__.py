"""Mail to staff and employers, from the same outbox and with the same promise as every other message.

No personal data of a candidate is ever in a mail: a reference and a link to the portal instead.
"""

from bot.channels.mail.demo import DemoMail, ShownMail, mails, sweep
from bot.channels.mail.letters import NAME, MailServer
from bot.channels.mail.opening import open_mail, server_of
from bot.channels.mail.posting import Addressee, Poster, WhoIs
from bot.channels.mail.templates import KINDS, BadMail

__all__ = [
    "KINDS",
    "NAME",
    "Addressee",
    "BadMail",
    "DemoMail",
    "MailServer",
    "Poster",
    "ShownMail",
    "WhoIs",
    "mails",
    "open_mail",
    "server_of",
    "sweep",
]
