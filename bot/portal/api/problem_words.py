"""What is said of calls that were refused, in all languages: sentences by code, and of single fields."""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversation.messages import Text
from bot.conversation.texts import T

CODES: Mapping[str, tuple[int, Text]] = {
    "no_key": (401, T("api.problem", "A key is needed: send it as 'Authorization: Bearer rfq_...'.")),
    "bad_key": (
        401,
        T("api.problem", "This key is not known or has ended. Make a new one in the portal, under API."),
    ),
    "missing_scope": (
        403,
        T("api.problem", "This key may not do that. Make a key with the scope that is named."),
    ),
    "not_admitted": (
        403,
        T("api.problem", "Your organisation is not admitted at the moment. Staff of the NGO check it."),
    ),
    "frozen": (
        403,
        T("api.problem", "Your organisation is stopped while staff look at a report. They will contact you."),
    ),
    "not_found": (
        404,
        T("api.problem", "There is no such thing for your organisation. Check the address and the id."),
    ),
    "no_method": (
        405,
        T(
            "api.problem",
            "This address does not take this method. The OpenAPI document lists those it takes.",
        ),
    ),
    "not_now": (
        409,
        T("api.problem", "The state it is in does not allow that. Read it again to see its state."),
    ),
    "changed": (
        412,
        T(
            "api.problem",
            "It was changed since you read it. Read it again, and send If-Match with its new ETag.",
        ),
    ),
    "taken": (
        409,
        T("api.problem", "This time is taken meanwhile. The next free times are in 'alternatives'."),
    ),
    "overlaps": (
        409,
        T("api.problem", "The candidate has another interview then. Free times are in 'alternatives'."),
    ),
    "no_longer_valid": (
        409,
        T("api.problem", "The interview was changed, cancelled or is over. Read it again."),
    ),
    "too_early": (409, T("api.problem", "The interview has not begun. Call again afterwards.")),
    "not_released": (
        409,
        T("api.problem", "The advert is not released now, so no candidates are shown for it."),
    ),
    "not_shared": (
        403,
        T("api.problem", "This person has not agreed to show your organisation the profile."),
    ),
    "gone": (
        410,
        T("api.problem", "This person is not looking for work any more, or was never shown to you."),
    ),
    "profile_limit": (
        429,
        T("api.problem", "30 profiles were opened today. Ask staff for more, or go on tomorrow (UTC)."),
    ),
    "no_idempotency_key": (
        400,
        T(
            "api.problem",
            "Send an Idempotency-Key with every POST: 1 to 128 visible ASCII signs, a new one for each call.",
        ),
    ),
    "idempotency_conflict": (
        409,
        T(
            "api.problem",
            "This Idempotency-Key belongs to another call of the last 24 hours. "
            "Take a new one for a new call.",
        ),
    ),
    "no_if_match": (
        428,
        T(
            "api.problem",
            "Send If-Match with the ETag of the advert that you read, so that no change is lost.",
        ),
    ),
    "bad_json": (400, T("api.problem", "The body cannot be read as JSON. Check it, and send it as UTF-8.")),
    "too_deep": (
        400,
        T("api.problem", "The body is nested deeper than 32 levels. Send the fields of the document only."),
    ),
    "too_large": (413, T("api.problem", "The body is larger than 64 KiB. Send less at once.")),
    "bad_type": (415, T("api.problem", "Send the body with 'Content-Type: application/json'.")),
    "invalid": (422, T("api.problem", "Some fields need something else; 'errors' says which and what.")),
    "slow_down": (429, T("api.problem", "Too many calls. Wait as many seconds as Retry-After says.")),
    "failed": (
        500,
        T("api.problem", "Something failed here, and nothing was changed. Staff see it; try again later."),
    ),
    "busy": (503, T("api.problem", "The service cannot be used at the moment. Try again in a few seconds.")),
}
"""By the code: the status and the sentence."""
TITLES: Mapping[int, Text] = {
    400: T("api.title", "Bad request"),
    401: T("api.title", "Not authorised"),
    403: T("api.title", "Not allowed"),
    404: T("api.title", "Not found"),
    405: T("api.title", "No such method"),
    409: T("api.title", "Conflict"),
    410: T("api.title", "Gone"),
    412: T("api.title", "Changed meanwhile"),
    413: T("api.title", "Too large"),
    415: T("api.title", "Unsupported media type"),
    422: T("api.title", "Invalid"),
    428: T("api.title", "Condition needed"),
    429: T("api.title", "Slow down"),
    500: T("api.title", "Failed"),
    503: T("api.title", "Busy"),
}
"""By the status: what kind of problem it is."""

NOT_YOURS = T("api.problem", "Your account may not do that.")
NO_INVITATION = T("api.problem", "There is no open invitation any more: it was answered, or it ended.")

NO_CURSOR = T(
    "api.field", "This is no cursor of ours. Take 'next' of the page before, or leave it out to begin."
)
NO_PARAMETER = T("api.field", "This parameter is not known here. Leave it out.")
NO_DAY_OR_HOUR = T("api.field", "There is no such day or hour.")
NO_ZONE = T("api.field", "There is no such time zone. Write its IANA name, such as Africa/Nairobi.")
NO_ADVERT = T("api.field", "There is no released advert of yours with this id.")

NEEDED = T("api.field", "This is needed.")
UNKNOWN = T("api.field", "This field is not known here. Leave it out.")
TOO_SHORT = T("api.field", "This is too short. Least length: {least}")
TOO_LONG = T("api.field", "This is too long. Greatest length: {most}")
LEAST = T("api.field", "This is too little. Least value: {least}")
MOST = T("api.field", "This is too much. Greatest value: {most}")
ONE_OF = T("api.field", "This is none of the values that can be chosen: {choices}")
NO_TEXT = T("api.field", "This has to be a text.")
NO_NUMBER = T("api.field", "This has to be a whole number.")
NO_YES = T("api.field", "This has to be true or false.")
NO_DATE = T("api.field", "This has to be a day, such as 2026-11-23.")
NO_MOMENT = T("api.field", "This has to be a moment with its zone, such as 2026-11-23T10:00:00Z.")
NO_LIST = T("api.field", "This has to be a list.")
NO_OBJECT = T("api.field", "This has to be an object with named fields.")
OTHER = T("api.field", "This has not the form that is needed. The OpenAPI document describes it.")

FIELDS: Mapping[str, Text] = {
    "missing": NEEDED,
    "extra_forbidden": UNKNOWN,
    "literal_error": ONE_OF,
    "greater_than_equal": LEAST,
    "less_than_equal": MOST,
    "string_too_short": TOO_SHORT,
    "too_short": TOO_SHORT,
    "string_too_long": TOO_LONG,
    "too_long": TOO_LONG,
    "string_type": NO_TEXT,
    "int_type": NO_NUMBER,
    "int_parsing": NO_NUMBER,
    "int_from_float": NO_NUMBER,
    "bool_type": NO_YES,
    "bool_parsing": NO_YES,
    "date_type": NO_DATE,
    "date_parsing": NO_DATE,
    "date_from_datetime_parsing": NO_DATE,
    "datetime_type": NO_MOMENT,
    "datetime_parsing": NO_MOMENT,
    "datetime_from_date_parsing": NO_MOMENT,
    "timezone_aware": NO_MOMENT,
    "unknown_zone": NO_ZONE,
    "no_day_or_hour": NO_DAY_OR_HOUR,
    "list_type": NO_LIST,
    "model_type": NO_OBJECT,
    "model_attributes_type": NO_OBJECT,
    "dict_type": NO_OBJECT,
}
"""By the type that pydantic gives an error; OTHER for all that are not here."""
