"""`rafiq staff`: makes the first administrator, and looks after accounts for whoever has this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Annotated

import typer
from sqlalchemy import Connection

from bot.delivery.ports import Clock
from bot.features.staff import accounts, audit, directory, invitations, links, roles
from bot.features.staff import organisations as orgs
from bot.features.staff.audit import Mark
from bot.features.staff.context import Staff
from bot.features.staff.model import COMMAND_LINE, NGO_ROLES, ROLES, StaffRefused
from bot.store.database import Store, T

OpenStore = Callable[[], AbstractContextManager[Store]]
Email = Annotated[str, typer.Argument(help="The e-mail address of the account.")]
Role = Annotated[list[str], typer.Option("--role", help=f"May be given more than once: {', '.join(ROLES)}.")]
Seen = Annotated[
    str, typer.Option(help="What an earlier check printed, such as 120:9f86d0...: it must still be there.")
]


def staff_commands(open_store: OpenStore, staff: Callable[[], Staff], clock: Clock) -> typer.Typer:
    """The commands, on a store that is opened when one of them runs."""
    app = typer.Typer(help="Accounts of staff and employers, and the audit log.", no_args_is_help=True)
    _inviting(app, open_store, staff, clock)
    _listing(app, open_store, staff, clock)
    _looking_after(app, open_store, staff, clock)
    app.add_typer(_audit_commands(open_store), name="audit")
    return app


def _inviting(app: typer.Typer, open_store: OpenStore, staff: Callable[[], Staff], clock: Clock) -> None:
    @app.command()
    def invite(
        email: Email,
        name: Annotated[str, typer.Option(help="The name that colleagues see.")],
        role: Role,
        organisation: Annotated[str, typer.Option(help="Its name. A new one becomes an NGO, or see --kind.")],
        kind: Annotated[str, typer.Option(help="Of a new organisation: ngo or employer.")] = "ngo",
        lang: Annotated[
            str, typer.Option(help="Of pages and mails, such as ar. Default: the browser's.")
        ] = "",
        zone: Annotated[str, typer.Option(help="The time zone, such as Africa/Nairobi.")] = "UTC",
    ) -> None:
        """Make an account, and print the link by which its owner sets up how to sign in."""

        def work(conn: Connection) -> str:
            account = invitations.invite(
                conn,
                staff(),
                COMMAND_LINE,
                _organisation(conn, organisation, kind, clock.now()),
                email=email,
                name=name,
                codes=_known(role),
                lang=lang,
                zone=zone,
                now=clock.now(),
            )
            return invitations.link(conn, staff(), COMMAND_LINE, account, clock.now())

        _print_link(staff(), _done(open_store, work))

    @app.command()
    def link(email: Email) -> None:
        """Print a new link for an account that waits; the one before ends."""

        def work(conn: Connection) -> str:
            account = _account(conn, staff(), email)
            return invitations.link(conn, staff(), COMMAND_LINE, account, clock.now())

        _print_link(staff(), _done(open_store, work))


def _listing(app: typer.Typer, open_store: OpenStore, staff: Callable[[], Staff], clock: Clock) -> None:
    @app.command("list")
    def list_accounts() -> None:
        """List all accounts with their roles."""
        from rich.console import Console  # draws for a terminal: a server does without its 6 MB
        from rich.table import Table

        def work(conn: Connection) -> tuple[list[directory.Account], dict[str, str]]:
            found = directory.listed(conn, staff(), None, clock.now())
            return found, {organisation.id: organisation.name for organisation in orgs.listed(conn)}

        found, names = _done(open_store, work)
        table = Table("e-mail", "name", "organisation", "roles", "state")
        for account in found:
            names_of_roles = ", ".join(account.roles)
            organisation = names[account.organisation]
            table.add_row(account.email, account.name, organisation, names_of_roles, account.state)
        Console().print(table if found else "There are no accounts. See: rafiq staff invite --help")


def _looking_after(app: typer.Typer, open_store: OpenStore, staff: Callable[[], Staff], clock: Clock) -> None:
    @app.command("roles")
    def set_roles(email: Email, role: Role) -> None:
        """Give an account exactly these roles; all its sessions end."""

        def work(conn: Connection) -> None:
            account = _account(conn, staff(), email)
            roles.set_roles(conn, COMMAND_LINE, account, _known(role), clock.now())

        _done(open_store, work)
        typer.echo(f"{email} has the roles: {', '.join(sorted(set(role)))}.")

    @app.command()
    def disable(email: Email) -> None:
        """Keep an account from signing in; all its sessions end at once."""

        def work(conn: Connection) -> None:
            roles.disable(conn, COMMAND_LINE, _account(conn, staff(), email), clock.now())

        _done(open_store, work)
        typer.echo(f"{email} can no longer sign in.")

    @app.command()
    def enable(email: Email) -> None:
        """Let a disabled account sign in again."""

        def work(conn: Connection) -> None:
            roles.enable(conn, COMMAND_LINE, _account(conn, staff(), email), clock.now())

        _done(open_store, work)
        typer.echo(f"{email} can sign in again.")

    @app.command()
    def erase(email: Email, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
        """Erase an account for good, with its name and address. What it did stays in the audit log."""
        if not yes:
            typer.confirm(f"Erase {email} for good?", abort=True)

        def work(conn: Connection) -> None:
            account = _account(conn, staff(), email)
            accounts.erase(conn, staff(), COMMAND_LINE.account, account, clock.now())

        _done(open_store, work)
        typer.echo(f"{email} is erased.")


def _audit_commands(open_store: OpenStore) -> typer.Typer:
    app = typer.Typer(help="Who saw and changed what.", no_args_is_help=True)

    @app.callback()
    def _group() -> None:
        """Keeps `check` a word of its own."""

    @app.command()
    def check(seen: Seen = "") -> None:
        """Check that no entry was changed or removed, and print how far it goes."""
        mark = _mark(seen)
        checked = _done(open_store, lambda conn: audit.check(conn, mark))
        if checked.broken is not None:
            typer.echo(f"Entry {checked.broken} of the audit log is missing or was changed.", err=True)
            raise typer.Exit(1)
        typer.echo(f"{checked.entries} entries, none changed. Keep this elsewhere: {checked.mark.written}")

    return app


def _mark(seen: str) -> Mark | None:
    number, _, hash_ = seen.partition(":")
    if not seen:
        return None
    if not number.isdecimal() or len(hash_) != 64:
        raise typer.BadParameter("what an earlier check printed, a number, a colon and 64 signs")
    return Mark(int(number), hash_)


def _organisation(conn: Connection, name: str, kind: str, now: float) -> str:
    known = orgs.named(conn, " ".join(name.split()))
    if known is not None:
        return known.id
    return orgs.add(conn, COMMAND_LINE, "employer" if kind == "employer" else "ngo", name, now)


def _account(conn: Connection, staff: Staff, email: str) -> str:
    account = accounts.find(conn, staff, email)
    if account is None:
        typer.echo(f"No account has the address {email}. See: rafiq staff list", err=True)
        raise typer.Exit(1)
    return account


def _known(codes: list[str]) -> list[str]:
    unknown = sorted(set(codes) - set(ROLES))
    if unknown:
        raise typer.BadParameter(f"{', '.join(unknown)}: choose of {', '.join((*NGO_ROLES, 'employer'))}")
    return codes


def _print_link(staff: Staff, token: str) -> None:
    typer.echo(staff.site.join_link(token))
    typer.echo(f"It works once, for {links.GOOD_FOR // 60} minutes. A new one: rafiq staff link", err=True)


@contextmanager
def _in_sentences() -> Iterator[None]:
    try:
        yield
    except StaffRefused as refused:
        typer.echo(refused.text.msg, err=True)
        raise typer.Exit(1) from None


def _done(open_store: OpenStore, work: Callable[[Connection], T]) -> T:
    with _in_sentences(), open_store() as store:
        return store.write_sync(work)
