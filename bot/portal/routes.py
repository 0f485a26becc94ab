"""The table of all pages: who may come to which (S4). Whatever is in no row does not exist."""

from __future__ import annotations

from bot.portal.pages import (
    account,
    applying,
    audit,
    calendar_feed,
    canaries,
    candidates,
    factors,
    home,
    interviews,
    invitation,
    joining,
    letters,
    link,
    mails,
    organisations,
    people,
    reviewing,
    sign_in,
    step_up,
    team,
    times,
    today,
    vacancies,
    vetting,
)
from bot.portal.table import Page

# Of two rows that a path fits the first is taken: organisations/new before organisations/{organisation}.
PAGES: tuple[Page, ...] = (
    *sign_in.ROWS,
    *invitation.ROWS,
    *link.ROWS,
    *step_up.ROWS,
    *home.ROWS,
    *applying.ROWS,
    *vetting.ROWS,
    *vacancies.ROWS,
    *reviewing.ROWS,
    *organisations.ROWS,
    *team.ROWS,
    *people.ROWS,
    *audit.ROWS,
    *letters.ROWS,
    *mails.ROWS,
    *account.ROWS,
    *factors.ROWS,
    *times.ROWS,
    *interviews.ROWS,
    *candidates.ROWS,
    *today.ROWS,
    *calendar_feed.ROWS,
    *canaries.ROWS,
    *joining.ROWS,
)
