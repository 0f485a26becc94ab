"""Statistics for NGOs: whom the service reaches, which pages help, what nobody answered (L4).

    statistics.job(store, clock, veil)                # publishes each week once it is over
    found = statistics.reach(conn, who, now, district=id)
    found.people("lang", "so")                        # 40, or None: hidden
    statistics.helped(conn, veil, now); statistics.unanswered(conn, veil, keys, now)
    statistics.announced(conn, veil, announcements.of_own(conn, desk, who), now)

Nothing younger than the last whole week is shown, and nothing finer than a district (`districts`); which
figures may be published `disclosure` decides. Of whom the service reaches the past cannot be counted, since
a person who leaves takes her rows with her: so each week's figures are stored when it is over, as they may
be published and no other (`tables`). The rest is counted from what is stored anyway, over whole weeks.

Counted is who chose a place and can be written to; a person who gave none is in no figure. Each organisation
sees the people of its own places; administrators, and the managers of the organisation that runs the
installation, see all.
"""

from bot.features.disclosure import FEWEST, ROUND, Veil
from bot.features.statistics import weeks
from bot.features.statistics.counting import Cell
from bot.features.statistics.publishing import KEPT, job, publish_week, sweep
from bot.features.statistics.questions import (
    BACK,
    Announced,
    Helped,
    Unanswered,
    announced,
    best,
    helped,
    unanswered,
    worst,
)
from bot.features.statistics.reading import Reach, figures_of, reach, scope_of

__all__ = [
    "BACK",
    "FEWEST",
    "KEPT",
    "ROUND",
    "Announced",
    "Cell",
    "Helped",
    "Reach",
    "Unanswered",
    "Veil",
    "announced",
    "best",
    "figures_of",
    "helped",
    "job",
    "publish_week",
    "reach",
    "scope_of",
    "sweep",
    "unanswered",
    "weeks",
    "worst",
]
