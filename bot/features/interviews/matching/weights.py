"""What each agreement between a person and a vacancy counts, and why. All together are 100.

The order is a help for a person who decides, never a decision (C8): nobody is left out for any of it. What
people are sorted by must be about the work: age, sex, family, nationality and the reason of a flight are in
no code and can therefore weigh nothing (D4).
"""

from __future__ import annotations

UNIT, MINOR, SUB_MAJOR = 50, 40, 30
"""The occupation, by the nearest group of ISCO-08 that both share. Most of all, because it is what the
employer looks for; in steps of ten, because skill within a sub-major group carries over (ILO, ISCO-08,
Volume I). Whoever shares none comes after all who do: SUB_MAJOR is more than all of REST."""

YEARS_ENOUGH, YEARS_NEAR = 9, 5
"""As many years as asked for, or the band below. More than asked for counts no more: it would only push
the young down."""

RECENT = (0, 2, 4, 6)
"""Longer ago, 3 to 5 years ago, in the last 2 years, now. Little, because people who fled could often not
work, and that is no fault of theirs."""

RATING = (0, 2, 5, 6)
"""Not yet, with help, alone, can teach: the best that she said of herself. Little, because modest people
say less."""

LANGUAGES = 15
"""Spread evenly over every skill of every language that is asked for: in full where the level is reached,
half where one level is missing, for a course closes that gap in some months."""

COUNTRY, ANYWHERE = 4, 3
"""She wishes for the country or is there already; or any is right. A wish, no ability: it counts little."""

TRAVEL = (0, 2, 4)
"""No travel document, in progress, has one: it decides when she could come, not what she can do."""

LICENCE = 3
"""The driving licence that the work needs. It can be made up for, so little."""

NIGHTS, NIGHTS_UNSAID = 3, 1
"""Willing to work at night or in shifts, where the work has them; or she was not asked."""

REST = LANGUAGES + COUNTRY + TRAVEL[-1] + LICENCE + NIGHTS
"""What somebody from another field of work can reach at most."""
WORK = UNIT + YEARS_ENOUGH + RECENT[-1] + RATING[-1]
MOST = WORK + REST
