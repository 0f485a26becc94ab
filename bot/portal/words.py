"""Words that several pages use for what services have as codes."""

from __future__ import annotations

from bot.conversation.messages import Text
from bot.conversation.texts import T

STATES: dict[str, Text] = {
    "invited": T("portal.state", "Invited"),
    "expired": T("portal.state", "Invitation has ended"),
    "active": T("portal.state", "Active"),
    "demo": T("portal.state", "Demo: signs in with a link"),
    "disabled": T("portal.state", "Disabled"),
}
"""Of an account."""

KINDS: dict[str, Text] = {
    "ngo": T("portal.kind", "NGO"),
    "employer": T("portal.kind", "Employer"),
}
"""Of an organisation."""

FACTORS: dict[str, Text] = {
    "passkey": T("portal.factor", "Passkey"),
    "passphrase": T("portal.factor", "Passphrase and code"),
}
"""Ways to sign in."""
