"""The work that people have done: what somebody typed, and the unit groups of ISCO-08 that it may mean.

    occupations = Occupations.load(content_dir)          # BrokenContent where the data has faults
    occupations.find("كنت أخيط ملابس", "ar")             # the nearest, three at most, best first; () for none
    occupations.title("7531", "ar")                      # what a button shows, with the language it is in
    occupations.group_title("75", "ar")                  # the same for one of the 43 sub-major groups

Nothing is stored, and a finding is an offer to choose from: the person says which one is right.
"""

from bot.features.skills.occupations.model import Match
from bot.features.skills.occupations.service import Occupations

__all__ = ["Match", "Occupations"]
