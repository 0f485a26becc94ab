"""Who fits which opening, and why; what an employer may see of whom, and invitations.

page(conn, ports, viewer, vacancy, now)                    # ten candidates, by reference, with reasons
open_profile(conn, ports, viewer, vacancy, ref, now)       # one profile that she released; noted and counted
invite(conn, ports, viewer, vacancy, ref, now)             # once a vacancy and person
openings_for(conn, person, vacancies)                      # the other way round, for the chat
reasons_in_words(match, lang, say, title, tongue)          # why, for either side

Everything is synchronous on the caller's connection; `page`, `open_profile` and `invite` write.
"""

from bot.features.interviews.matching import inviting, limits
from bot.features.interviews.matching.canaries import canaries, plant_canary, take_away
from bot.features.interviews.matching.inviting import answer, invite, of_person, of_vacancy, withdraw
from bot.features.interviews.matching.limits import Request, ask_staff, decide, left, open_requests
from bot.features.interviews.matching.model import Codes, Match, Reason, Tongue, Wanted
from bot.features.interviews.matching.opening import Opened, open_profile
from bot.features.interviews.matching.openings import Opening, openings_for
from bot.features.interviews.matching.ports import Document, Freeze, Note, Ports, Released, Viewer
from bot.features.interviews.matching.refs import behind, known_refs, refs_for
from bot.features.interviews.matching.viewing import Candidate, NoVacancy, Page, page, released
from bot.features.interviews.matching.wording import reasons_in_words

sweeps = (limits.sweep, inviting.sweep)
"""What erases what is past its date (D5)."""

__all__ = [
    "Candidate",
    "Codes",
    "Document",
    "Freeze",
    "Match",
    "NoVacancy",
    "Note",
    "Opened",
    "Opening",
    "Page",
    "Ports",
    "Reason",
    "Released",
    "Request",
    "Tongue",
    "Viewer",
    "Wanted",
    "answer",
    "ask_staff",
    "behind",
    "canaries",
    "decide",
    "invite",
    "known_refs",
    "left",
    "of_person",
    "of_vacancy",
    "open_profile",
    "open_requests",
    "openings_for",
    "page",
    "plant_canary",
    "reasons_in_words",
    "refs_for",
    "released",
    "sweeps",
    "take_away",
    "withdraw",
]
