"""Accounts: one person of one organisation, with a `persons` row of channel "mail" so that mails arrive.

The data key of that person seals the account's name and factors; erasing her erases the account with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, exists, insert, select, update

from bot.conversation.texts import T
from bot.delivery.persons import find_or_add
from bot.delivery.tables import persons
from bot.features.people import erase as erase_person
from bot.features.staff import sessions
from bot.features.staff.audit import note
from bot.features.staff.context import Staff
from bot.features.staff.model import SignedIn, StaffRefused, tidy_address, tidy_name
from bot.features.staff.tables import accounts, organisations, roles
from bot.language.languages import ENGLISH, LANGUAGES
from bot.store.cipher import Cipher, Unreadable
from bot.store.ids import new_id

CHANNEL = "mail"
INVITED = 7 * 24 * 3600
"""Seconds for which an invited account waits to be taken up."""
NAME = "staff_accounts.name"


def create(
    conn: Connection,
    staff: Staff,
    actor: str,
    organisation: str,
    *,
    email: str,
    name: str,
    codes: Iterable[str],
    lang: str,
    zone: str,
    now: float,
) -> str:
    """Make an invited account and return its id; whoever calls this has checked that `actor` may.

    `lang` is a language of ours, or "" where nobody chose one: pages are then in the browser's.
    Raises StaffRefused: the address is taken or no address, the organisation is closed, or a name, language
    or zone is unfit.
    """
    address, tidy = tidy_address(email), tidy_name(name)
    _fit(lang or ENGLISH.tag, zone)
    open_ = organisations.c.closed.is_(None)
    if conn.scalar(select(organisations.c.id).where(organisations.c.id == organisation, open_)) is None:
        raise StaffRefused(
            "no_such", T("staff", "There is no such organisation, or it is closed already."), "organisation"
        )
    hash_ = staff.keys.address_hash(CHANNEL, address)
    person = find_or_add(conn, staff.keys, CHANNEL, address, hash_).id
    if conn.scalar(select(accounts.c.id).where(accounts.c.person_id == person)) is not None:
        raise StaffRefused(
            "email_taken",
            T(
                "staff",
                "This address has an account already. Each person has one account, in one organisation.",
            ),
            "email",
        )
    id_, at = new_id(), int(now)
    cipher = staff.keys.data.for_person(conn, person)
    conn.execute(
        insert(accounts).values(
            id=id_,
            person_id=person,
            organisation=organisation,
            name=cipher.seal(tidy.encode(), NAME, id_),
            lang=lang,
            zone=zone,
            created=at,
            invited_until=at + INVITED,
        )
    )
    given = sorted(set(codes))
    if given:
        conn.execute(insert(roles), [{"account": id_, "role": code, "since": at} for code in given])
    details = {"organisation": organisation, "roles": " ".join(given)}
    note(conn, actor, "account.invited", id_, details, now)
    return id_


def _fit(lang: str, zone: str) -> None:
    if lang not in LANGUAGES:
        raise StaffRefused("bad_lang", T("staff", "Choose one of the languages of the list."), "lang")
    try:
        ZoneInfo(zone)
    except (KeyError, OSError, ValueError):  # not there; a folder's name; a path out of the folder
        raise StaffRefused(
            "bad_zone", T("staff", "Choose one of the time zones of the list."), "zone"
        ) from None


def wait_again(conn: Connection, actor: str, account: str, now: float) -> bool:
    """Let an account that nobody took up in time be taken up for seven days more; False for any other.

    Whoever calls this has checked that `actor` may."""
    again = update(accounts).where(accounts.c.id == account, accounts.c.activated.is_(None))
    if conn.execute(again.values(invited_until=int(now) + INVITED)).rowcount == 0:
        return False
    organisation = conn.scalar(select(accounts.c.organisation).where(accounts.c.id == account)) or ""
    note(conn, actor, "account.invited_again", account, {"organisation": organisation}, now)
    return True


def find(conn: Connection, staff: Staff, email: str) -> str | None:
    """The id of the account with this address, by the keyed hash; None also for what is no address."""
    try:
        address = tidy_address(email)
    except StaffRefused:
        return None
    hash_ = staff.keys.address_hash(CHANNEL, address)
    return conn.scalar(
        select(accounts.c.id)
        .join(persons, persons.c.id == accounts.c.person_id)
        .where(persons.c.address_hash == hash_)
    )


def may_sign_in(conn: Connection, account: str) -> bool:
    """False for an account that is disabled, gone, or of a closed organisation. Until the transaction ends
    neither is disabled or closed: whoever does that then ends the session that begins here (S3)."""
    found = (
        select(accounts.c.id)
        .join(organisations, organisations.c.id == accounts.c.organisation)
        .where(accounts.c.id == account, accounts.c.disabled.is_(None), organisations.c.closed.is_(None))
    )
    return conn.scalar(found.with_for_update(read=True)) is not None


def set_own(
    conn: Connection, staff: Staff, who: SignedIn, *, name: str, lang: str, zone: str, now: float
) -> None:
    """Change one's own name, language and zone. Raises StaffRefused."""
    tidy = tidy_name(name)
    _fit(lang, zone)
    sealed = cipher_of(conn, staff, who.account).seal(tidy.encode(), NAME, who.account)
    conn.execute(
        update(accounts).where(accounts.c.id == who.account).values(name=sealed, lang=lang, zone=zone)
    )
    note(conn, who.account, "account.changed", who.account, {}, now)


def cipher_of(conn: Connection, staff: Staff, account: str) -> Cipher:
    """The data key of an account. Raises Unreadable where the account or its key is gone."""
    person = conn.scalar(select(accounts.c.person_id).where(accounts.c.id == account))
    if person is None:
        raise Unreadable("there is no such account")
    return staff.keys.data.for_person(conn, person)


def erase(conn: Connection, staff: Staff, actor: str, account: str, now: float) -> bool:
    """Erase an account with everything that hangs on it, its person and its key; the audit log stays."""
    row = conn.execute(
        select(accounts.c.person_id, accounts.c.organisation).where(accounts.c.id == account)
    ).first()
    if row is None:
        return False
    note(conn, actor, "account.erased", account, {"organisation": row.organisation}, now)
    sessions.end_all(conn, account)
    return erase_person(conn, staff.keys.data, row.person_id)


def keeps() -> ColumnElement[bool]:
    """The condition on `persons` that somebody is an account, for retention."""
    return exists().where(accounts.c.person_id == persons.c.id)
