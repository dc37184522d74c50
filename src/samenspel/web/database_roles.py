"""Roles in the database, so that nothing that runs can read both who may answer and what was said.

The owner, the role of DATABASE_URL, migrates and runs commands. What serves has less:

pages      the web server and the background tasks: everything but the urn
answers    the routes on which people answer: the texts, and functions that pass an answer on
counting   the urn and not the register; nobody logs in with it
worker     how the background tasks log in: they are `pages` until they ask to be `counting`
"""

from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql

from samenspel.web import data_folder, database, database_grants
from samenspel.web.data_folder import StartError

_KINDS = {
    "pages": sql.SQL("LOGIN INHERIT"),
    "answers": sql.SQL("LOGIN INHERIT"),
    "counting": sql.SQL("NOLOGIN INHERIT"),
    # Without the rights of the roles it may become, until it becomes one.
    "worker": sql.SQL("LOGIN NOINHERIT"),
}
_LOG_IN = ("pages", "answers", "worker")
_LONGEST_NAME = 63 - len("_counting")
# Any number will do, as long as every Samenspel that shares a database takes the same.
_LOCK = 7261_4362


@dataclass(frozen=True)
class Addresses:
    """Of the same database, for each role that logs in."""

    # Not shown: there are passwords in them, and a trace of an error is logged.
    pages: str = field(repr=False)
    answers: str = field(repr=False)
    worker: str = field(repr=False)


def role_name(database_name: str, kind: str) -> str:
    """Roles are shared by all databases of a server, so they carry the name of theirs."""
    if len(database_name.encode()) > _LONGEST_NAME:
        raise StartError(
            f"De naam van de database is te lang: kies er een van hoogstens {_LONGEST_NAME} tekens."
        )
    return f"{database_name}_{kind}"


def separate(owner_url: str, folder: Path) -> Addresses | None:
    """Make the roles and give each what it needs. None where the owner is not allowed to.

    May be done again at any time. What an earlier version gave and this one does not is taken back.
    """
    with psycopg.connect(owner_url) as owner:
        owner.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        try:
            with owner.transaction():
                _make_roles(owner, folder)
        except psycopg.errors.InsufficientPrivilege:
            # Then somebody who may has perhaps made them.
            if not _all_there(owner):
                return None
        database_grants.give(owner, {kind: _name(owner, kind) for kind in _KINDS})
    return addresses(owner_url, folder)


def addresses(owner_url: str, folder: Path) -> Addresses | None:
    """How to log in with each role, if that works. Changes nothing."""
    name = database.name_of(owner_url)
    found = Addresses(
        **{
            kind: database.for_role(owner_url, role_name(name, kind), _password(folder, kind))
            for kind in _LOG_IN
        }
    )
    pages, counting = role_name(name, "pages"), role_name(name, "counting")
    works = (
        _becomes(found.pages, pages)
        and _becomes(found.answers, role_name(name, "answers"))
        and _becomes(found.worker, pages)
        and _becomes(found.worker, counting, after=sql.SQL("SET ROLE {}"))
    )
    return found if works else None


def sql_to_make_them(owner_url: str, folder: Path) -> list[str]:
    """What somebody who may make roles runs where the owner may not. Holds no readable password."""
    with psycopg.connect(owner_url) as owner:
        return [
            f"{step.as_string(owner)};"
            for kind in _KINDS
            for step in (
                sql.SQL("CREATE ROLE {}").format(sql.Identifier(_name(owner, kind))),
                _attributes(owner, folder, kind),
            )
        ] + [f"{step.as_string(owner)};" for step in _memberships(owner, plain=True)]


def _make_roles(owner: psycopg.Connection, folder: Path) -> None:
    for kind in _KINDS:
        if not _is_there(owner, kind):
            owner.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(_name(owner, kind))))
        owner.execute(_attributes(owner, folder, kind))
    for step in _memberships(owner, plain=owner.info.server_version < 160_000):
        owner.execute(step)


def _attributes(owner: psycopg.Connection, folder: Path, kind: str) -> sql.Composed:
    name = _name(owner, kind)
    begin = sql.SQL("ALTER ROLE {} WITH {}").format(sql.Identifier(name), _KINDS[kind])
    if kind not in _LOG_IN:
        return begin
    # Hashed here: the server, and whatever keeps its statements, never sees the password.
    hashed = owner.pgconn.encrypt_password(
        _password(folder, kind).encode(), name.encode(), b"scram-sha-256"
    )
    return begin + sql.SQL(" PASSWORD {}").format(sql.Literal(hashed.decode()))


def _memberships(owner: psycopg.Connection, *, plain: bool) -> list[sql.Composed]:
    """Who may become whom. `plain` is what PostgreSQL 15 understands."""
    become = sql.SQL("GRANT {} TO {}" if plain else "GRANT {} TO {} WITH INHERIT FALSE, SET TRUE")
    # The owner too: a command, or a host, can then do something as one of them.
    steps = [
        become.format(sql.Identifier(_name(owner, kind)), sql.Identifier(member))
        for member in (_name(owner, "worker"), owner.info.user)
        for kind in ("pages", "counting")
    ]
    begin = sql.SQL("ALTER ROLE {} SET role = {}").format(
        sql.Identifier(_name(owner, "worker")), sql.Literal(_name(owner, "pages"))
    )
    return [*steps, begin]


def _name(owner: psycopg.Connection, kind: str) -> str:
    return role_name(owner.info.dbname, kind)


def _password(folder: Path, kind: str) -> str:
    return data_folder.secret_kept_in(folder, f"database-password-{kind}")


def _is_there(owner: psycopg.Connection, kind: str) -> bool:
    asked = owner.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [_name(owner, kind)])
    return asked.fetchone() is not None


def _all_there(owner: psycopg.Connection) -> bool:
    return all(_is_there(owner, kind) for kind in _KINDS)


def _becomes(url: str, role: str, *, after: sql.SQL | None = None) -> bool:
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            if after is not None:
                connection.execute(after.format(sql.Identifier(role)))
            return connection.execute("SELECT current_user").fetchone() == (role,)
    except psycopg.Error:
        return False
