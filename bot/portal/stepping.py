"""Before a page: sign in, or show a factor once more; what was typed waits meanwhile in the form itself."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from bot.conversation.texts import T
from bot.portal.forms import SECRET_FIELDS, Field, Form
from bot.portal.visit import ROOT, Visit, own_path

SIGN_IN = "/sign-in"
STEP_UP = "/step-up"

CODE = Field(
    "code",
    T("portal.sign_in", "Code"),
    "code",
    T("portal.sign_in", "The six digits that the app for codes shows now."),
    longest=12,
    auto="one-time-code",
)
SIGN_IN_FIELDS = (
    Field("email", T("portal.sign_in", "E-mail address"), "email", longest=254, auto="username"),
    Field("passphrase", T("portal.sign_in", "Passphrase"), "secret", longest=400, auto="current-password"),
    CODE,
    Field("next", T("portal.sign_in", "Next"), "hidden", required=False, longest=300),
)
STEP_UP_FIELDS = SIGN_IN_FIELDS[1:]
"""The same without the address: who she is, is known."""


GO_ON = T("portal.kept", "What you typed is still here. Press the button to send it now.")
AGAIN = T(
    "portal.kept",
    "The service is busy and nothing was changed. What you typed is still here: please send it again.",
)
ANEW = T(
    "portal.kept",
    "Nothing was sent: since you opened that page, you signed in or out in this browser. What you typed is "
    "still here. If you still want it, press the button to send it now.",
)


@dataclass(frozen=True)
class Kept:
    """A form that waits: where it was sent to, and its fields without secrets."""

    to: str = ""
    pairs: tuple[tuple[str, str], ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """What a person would miss: values of more than one word, in the order of the form."""
        return tuple(value for _, value in self.pairs if len(value.split()) > 1)


def sign_in_page(
    visit: Visit, form: Form | None = None, kept: Kept | None = None, status: int = 0
) -> Response:
    """Passkey first, passphrase and code as the other way."""
    form = form or Form(SIGN_IN_FIELDS, {"next": own_path(visit.asked("next"))})
    return visit.show("sign_in.html", status, form=form, kept=kept or waiting(visit))


def step_up_page(
    visit: Visit, form: Form | None = None, kept: Kept | None = None, status: int = 0
) -> Response:
    """A factor once more, for who is signed in already."""
    form = form or Form(STEP_UP_FIELDS, {"next": own_path(visit.asked("next"))})
    return visit.show("step_up.html", status, form=form, kept=kept or waiting(visit))


def waiting(visit: Visit) -> Kept:
    """The form that came along with this one."""
    return Kept(own_path(visit.sent.kept_to), visit.sent.kept)


def ask_to_sign_in(visit: Visit, keep: bool) -> Response:
    """For who is not signed in. `keep`: the form that was sent goes along (it is known to be hers)."""
    if visit.request.method == "POST" and keep:
        return sign_in_page(visit, Form(SIGN_IN_FIELDS), _keep(visit), status=401)
    return _lead(visit, SIGN_IN)


def ask_for_factor(visit: Visit) -> Response:
    """For who showed no factor within five minutes (S5)."""
    if visit.request.method == "POST":
        return step_up_page(visit, Form(STEP_UP_FIELDS), _keep(visit), status=403)
    return _lead(visit, STEP_UP)


def go_on(visit: Visit) -> Response:
    """After the factor: to the page that was asked for, or to the form that waits."""
    kept = waiting(visit)
    if kept.to:
        return visit.show("go_on.html", kept=kept, why=GO_ON)
    return visit.go(own_path(visit.sent.get("next")))


def try_again(visit: Visit) -> Response:
    """The database could not be reached: the form stands ready to be sent once more (503)."""
    return visit.show("go_on.html", 503, kept=_keep(visit), why=AGAIN)


def look_again(visit: Visit) -> Response:
    """The form was made for another session of this browser: shown again, sent where she presses (403)."""
    return visit.show("go_on.html", 403, kept=_keep(visit), why=ANEW)


def _keep(visit: Visit) -> Kept:
    sent = visit.sent.values.keys()
    # "code" is the code of a place or of a result as well: a secret only beside one.
    secret = SECRET_FIELDS | ({"code"} if sent & SECRET_FIELDS else set())
    pairs = tuple(pair for pair in visit.sent.pairs() if pair[0] not in secret)
    return Kept(own_path(visit.path), pairs)


def _lead(visit: Visit, where: str) -> Response:
    query = f"?{visit.request.url.query}" if visit.request.url.query else ""
    to = own_path(visit.path + query) if visit.request.method != "POST" else ""
    if "hx-request" in visit.request.headers:  # HTMX would put the page into the middle of another
        return Response(status_code=401, headers={"hx-redirect": ROOT + where})
    return RedirectResponse(f"{ROOT}{where}{'?' + urlencode({'next': to}) if to else ''}", 303)
