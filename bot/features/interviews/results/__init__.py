"""The answer that a candidate was promised: given by the host, or asked after until it is there.

record(conn, desk, booking, by, code, now)   # tells her in the same transaction
due(conn, desk, now)                         # reminds hosts, alarms case workers; safe to call at any time
standing(conn, [booking])                    # what was promised and what came of it

D5: a row goes with its booking.
"""

from bot.features.interviews.results.asking import due
from bot.features.interviews.results.model import CODES, KIND, Code, Desk, Recorded, Standing
from bot.features.interviews.results.recording import record, standing

__all__ = ["CODES", "KIND", "Code", "Desk", "Recorded", "Standing", "due", "record", "standing"]
