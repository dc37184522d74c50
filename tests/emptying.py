"""After a test that commits the database is as empty as before it.

Django truncates every table and fills those of content types and permissions anew, which takes a
third of a second. Deleting the few rows that a test leaves takes some ten milliseconds.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connections
from django.test import TransactionTestCase
from psycopg import sql

from samenspel.web import database
from tests.database_rights import url_of_tests

# What migrating made, and the queue, which no test finds empty.
_STAYS = ["django_migrations", "django_content_type", "auth_permission", "procrastinate_%"]
_TABLES = """
    SELECT nspname, relname, relispartition FROM pg_class
    JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE relkind IN ('r', 'p') AND nspname = ANY(%s) AND NOT relname LIKE ANY(%s)
"""


@contextmanager
def by_deleting() -> Iterator[None]:
    """Inside, what a test commits is deleted after it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", _empty)
        yield


def _empty(_case: TransactionTestCase) -> None:
    # What is left open in a transaction would be waited for.
    connections.close_all()
    with psycopg.connect(url_of_tests(), options="-c lock_timeout=20s") as owner:
        found = owner.execute(_TABLES, [list(database.SCHEMAS), _STAYS]).fetchall()
        # All at once: keys between tables are looked at when this is committed. A round has tables
        # of its own, that are part of those of all rounds.
        owner.execute(
            sql.SQL("; ").join(
                (sql.SQL("DROP TABLE {}") if is_part else sql.SQL("DELETE FROM {}")).format(
                    sql.Identifier(schema, table)
                )
                for schema, table, is_part in found
            )
        )
