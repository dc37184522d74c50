"""Tests work in the database with the rights that the pages really have.

Every connection of `default` becomes the role of the pages once it is made; `answers` logs in as
the role of the answer routes. A test that looks at what no role may see does so `as_owner`.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import psycopg
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from psycopg import sql
from psycopg.pq import TransactionStatus

from samenspel.web import database, database_roles


def separate_roles(folder: Path) -> None:
    """Make the roles of the test database, and let every connection from here on be theirs."""
    addresses = database_roles.separate(url_of_tests(), folder)
    assert addresses is not None, "the role of DATABASE_URL must be able to make roles"
    let_tests_truncate()
    login = urlsplit(addresses.answers)
    connections["answers"].settings_dict.update(
        NAME=connection.settings_dict["NAME"],
        USER=unquote(login.username or ""),
        PASSWORD=unquote(login.password or ""),
    )
    connections["answers"].close()
    connection.close()
    connection_created.connect(_become_pages)


def stop_separating() -> None:
    connection_created.disconnect(_become_pages)
    connection.close()
    connections["answers"].close()


def let_tests_truncate() -> None:
    """Tests that commit leave an empty database behind."""
    with psycopg.connect(url_of_tests()) as owner:
        owner.execute(
            sql.SQL("GRANT TRUNCATE ON ALL TABLES IN SCHEMA {} TO {}").format(
                sql.SQL(", ").join(sql.Identifier(name) for name in database.SCHEMAS),
                sql.Identifier(_pages()),
            )
        )


def url_of_tests() -> str:
    """The address at which the owner finds the database of the tests."""
    name = quote(str(connection.settings_dict["NAME"]), safe="")
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


@contextmanager
def as_owner() -> Iterator[None]:
    """Look at everything, as nothing that serves can."""
    connection.ensure_connection()
    raw = connection.connection
    raw.execute("RESET ROLE")
    try:
        yield
    finally:
        # What failed in a transaction is rolled back, and the role with it.
        if raw.info.transaction_status is not TransactionStatus.INERROR:
            _set_role(raw)


def _become_pages(connection: BaseDatabaseWrapper, **_signal: object) -> None:
    ours = connections[DEFAULT_DB_ALIAS].settings_dict["NAME"]
    # A test may have a database of its own, with roles of its own.
    if connection.alias == DEFAULT_DB_ALIAS and connection.settings_dict["NAME"] == ours:
        _set_role(connection.connection)


def _set_role(raw: psycopg.Connection) -> None:
    raw.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(_pages())))


def _pages() -> str:
    return database_roles.role_name(str(connection.settings_dict["NAME"]), "pages")
