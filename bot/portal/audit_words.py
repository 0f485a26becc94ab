"""The audit log in words: what was done about the installation and accounts, and the codes beside it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversation.messages import Text
from bot.conversation.texts import T
from bot.features.announcements import MODES
from bot.features.announcements import STATES as ANNOUNCED
from bot.features.incidents import SCOPES
from bot.features.interviews.employers import words
from bot.features.staff import COMMAND_LINE, ROLES, SYSTEM
from bot.portal.words import FACTORS, KINDS, STATES

ACTORS: Mapping[str, Text] = {
    COMMAND_LINE.account: T("portal.audit", "The command line"),
    SYSTEM: T("portal.audit", "The program itself"),
}
DEEDS: Mapping[str, Text] = {
    "backup.made": T("portal.audit", "All data were copied to a backup"),
    "backup.restored": T("portal.audit", "All data were brought back from a backup"),
    "keys.prepared": T("portal.audit", "A new key was made known"),
    "keys.rotated": T("portal.audit", "A key was replaced by a new one"),
    "keys.retired": T("portal.audit", "An older key was taken out for good"),
    "sending.muted": T("portal.audit", "All sending was stopped"),
    "sending.unmute_asked": T("portal.audit", "A first administrator agreed to send again"),
    "sending.unmuted": T("portal.audit", "Sending was allowed again"),
    "incident.opened": T("portal.audit", "An incident was written down"),
    "incident.changed": T("portal.audit", "An incident was changed"),
    "incident.exported": T("portal.audit", "The list of people touched by an incident was taken"),
    "incident.authority_told": T("portal.audit", "The authority was told of an incident"),
    "incident.people_told": T("portal.audit", "The people were told of an incident"),
    "incident.closed": T("portal.audit", "An incident was closed"),
    "session.began": T("portal.audit", "Signed in"),
    "session.ended": T("portal.audit", "Signed out"),
    "account.invited": T("portal.audit", "A person was invited"),
    "account.invited_again": T("portal.audit", "A person was invited again"),
    "account.link_made": T("portal.audit", "A new link for an invited person was made"),
    "account.joined": T("portal.audit", "An invitation was accepted"),
    "account.changed": T("portal.audit", "Name, language or time zone of an account was changed"),
    "account.roles_changed": T("portal.audit", "What an account may do was changed"),
    "account.disabled": T("portal.audit", "An account was disabled"),
    "account.enabled": T("portal.audit", "An account was enabled again"),
    "account.erased": T("portal.audit", "An account was erased"),
    "recovery.asked": T("portal.audit", "A first administrator agreed to recover an account"),
    "recovery.withdrawn": T("portal.audit", "The recovery of an account was withdrawn"),
    "account.recovered": T("portal.audit", "An account was recovered"),
    "passkey.added": T("portal.audit", "A passkey was added"),
    "passphrase.set": T("portal.audit", "A passphrase was set"),
    "factor.removed": T("portal.audit", "A way to sign in was removed"),
    "organisation.added": T("portal.audit", "An organisation was added"),
    "organisation.renamed": T("portal.audit", "An organisation was renamed"),
    "organisation.closed": T("portal.audit", "An organisation was closed"),
}

_CODES: Mapping[str, tuple[Text, Mapping[str, Text]]] = {
    "roles": (T("portal.audit", "Roles"), ROLES),
    "added": (T("portal.audit", "Roles given"), ROLES),
    "removed": (T("portal.audit", "Roles taken away"), ROLES),
    "kind": (T("portal.audit", "Kind"), {**KINDS, **words.REPORTS}),
    "factor": (T("portal.audit", "Signed in with"), {**FACTORS, "demo": STATES["demo"]}),
    "scope": (T("portal.audit", "Whose data"), SCOPES),
    "mode": (T("portal.audit", "Live or exercise"), MODES),
    "state": (T("portal.audit", "State"), ANNOUNCED),
}
"""Details that hold codes with a name, several with spaces between: what each is called, and the codes."""


def in_words(name: str, value: str) -> tuple[Text, list[Text | str]] | None:
    """A detail of an entry as its name and what it holds, a code without a name as it is; None for ids and
    figures, which say the same in every language."""
    if name not in _CODES:
        return None
    label, named = _CODES[name]
    codes = value.split()
    return (label, [named.get(code, code) for code in codes]) if named.keys() & set(codes) else None
