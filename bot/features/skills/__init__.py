"""What a person can do: her work in her own words, and what follows from it.

Profile, Job, Tongue       # her own statement, in the codes of the field
level({"A1": True, ...})   # the CEFR level that answers about one skill come to; "" below A1
Saved                      # who wants to hear of every change of a profile
"""

from bot.features.skills.cefr import level
from bot.features.skills.profile import CEFR, Job, Profile, Saved, Tongue

__all__ = ["CEFR", "Job", "Profile", "Saved", "Tongue", "level"]
