"""What was done, in words, for those codes of the audit log that are about the whole installation."""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversation.messages import Text
from bot.conversation.texts import T
from bot.features.staff import COMMAND_LINE, SYSTEM

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
}
