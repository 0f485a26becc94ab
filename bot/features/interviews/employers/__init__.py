"""Employers: their application, the two checks that admit them (E1), reports that stop them at once (E7).

    read_application(form)                        # a Draft: details, or problems by field
    apply(conn, desk, details, lang, now)         # -> employer id: the id of its organisation
    record_check(conn, desk, actor, ...)          # the second one, by somebody else, admits
    may_act(conn, employer, now)                  # before anything of it is shown, opened or sent
    report(conn, desk, person, About("vacancy", id), "asked_for_money", words, now)

A `Desk` holds the parts that are touched; app.py makes it. What can happen to anybody comes back as `No`
with a sentence; `Forbidden` is raised for what a page should never have offered.
"""

from bot.features.interviews.employers.applying import (
    Application,
    Listed,
    Twin,
    application,
    applications,
    apply,
    change_details,
    names,
    site_of,
)
from bot.features.interviews.employers.form import (
    Draft,
    read_application,
    read_checklist,
    read_reason,
)
from bot.features.interviews.employers.freezing import close, freeze, freeze_now, lift
from bot.features.interviews.employers.history import PAGE, Decision, decisions, of_advert
from bot.features.interviews.employers.model import REPORT_KINDS, Checklist, Details, Standing
from bot.features.interviews.employers.pace import too_many
from bot.features.interviews.employers.ports import Actor, Desk, Forbidden, Freeze, No, Note, Tell
from bot.features.interviews.employers.reports import (
    About,
    Report,
    Reported,
    forget,
    report,
    reported,
    reporter_of,
    reports,
    settle,
)
from bot.features.interviews.employers.standing import (
    acting,
    beforehand,
    checked,
    face,
    may_act,
    standing,
)
from bot.features.interviews.employers.sweeping import sweep
from bot.features.interviews.employers.vetting import Check, Checked, checks, lapse, record_check, refuse

__all__ = [
    "PAGE",
    "REPORT_KINDS",
    "About",
    "Actor",
    "Application",
    "Check",
    "Checked",
    "Checklist",
    "Decision",
    "Desk",
    "Details",
    "Draft",
    "Forbidden",
    "Freeze",
    "Listed",
    "No",
    "Note",
    "Report",
    "Reported",
    "Standing",
    "Tell",
    "Twin",
    "acting",
    "application",
    "applications",
    "apply",
    "beforehand",
    "change_details",
    "checked",
    "checks",
    "close",
    "decisions",
    "face",
    "forget",
    "freeze",
    "freeze_now",
    "lapse",
    "lift",
    "may_act",
    "names",
    "of_advert",
    "read_application",
    "read_checklist",
    "read_reason",
    "record_check",
    "refuse",
    "report",
    "reported",
    "reporter_of",
    "reports",
    "settle",
    "site_of",
    "standing",
    "sweep",
    "too_many",
]
