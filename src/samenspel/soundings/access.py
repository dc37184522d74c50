"""The ways into the database beside the ordinary one: to answer, to count, and to read in bulk."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection, connections
from django.db.backends.utils import CursorWrapper
from psycopg import sql
from psycopg.conninfo import make_conninfo


def answering() -> CursorWrapper:
    """A cursor that may call the functions of the urn and the door, and read no table of either."""
    return connections["answers"].cursor()


def raw_cursor() -> psycopg.Cursor:
    """A cursor of the database's own driver, in the transaction at hand."""
    connection.ensure_connection()
    raw: psycopg.Connection = connection.connection
    return raw.cursor()


def address_of_this_database() -> str:
    """For a connection of one's own, here or elsewhere. Holds a password: not for a log."""
    connection.ensure_connection()
    info = connection.connection.info
    return make_conninfo(info.dsn, password=info.password)


@contextmanager
def counting() -> Iterator[None]:
    """Inside, the urn can be read and the register cannot. Belongs in a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, r.rolname FROM (SELECT 1) one LEFT JOIN pg_roles r "
            "ON r.rolname = current_database() || '_counting'"
        )
        before, role = cursor.fetchone()
        # A host whose database knows no separate roles is told so by `samenspel check`.
        if role is None:
            yield
            return
        _become(cursor, role)
        yield
        # After an error there is nothing to undo: the role ends with the transaction.
        _become(cursor, before)


def _become(cursor: CursorWrapper, role: str) -> None:
    cursor.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(role)))
