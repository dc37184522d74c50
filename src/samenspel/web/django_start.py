"""Django started inside the command line: settled by the data folder, its database up to date."""

import io
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
import psycopg
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from samenspel.web import data_folder, database_roles, environment
from samenspel.web.bounded_log import open_log
from samenspel.web.database_roles import Addresses
from samenspel.web.progress import say

# Any number will do, as long as every Samenspel that shares a database takes the same.
_MIGRATION_LOCK = 7261_4361


def settle(folder: Path, *, database_url: str | None, address: str | None = None) -> None:
    """Put into the environment what was not given there, for us and for every child."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "samenspel.web.settings"
    _set("SAMENSPEL_DATA", str(folder))
    if database_url is not None:
        _set("DATABASE_URL", database_url)
    for name, kept in (("SECRET_KEY", "secret-key"), ("REGISTER_KEY", "register-key")):
        if environment.read(name) is None:
            os.environ[name] = data_folder.secret_kept_in(folder, kept)
    given = "SAMENSPEL_ADDRESS" in os.environ or "SAMENSPEL_ADDRESS_FILE" in os.environ
    if address is not None and not given:
        os.environ["SAMENSPEL_ADDRESS"] = address


def start_django(*, log: Path | None = None) -> None:
    """Start Django here. Who types a command reads its answer; what is logged goes to `log`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samenspel.web.settings")
    django.setup()
    if log is not None:
        stream = io.TextIOWrapper(open_log(log), encoding="utf-8", write_through=True)
        for handler in logging.getLogger().handlers:
            if isinstance(handler, logging.StreamHandler):
                handler.setStream(stream)


def migrate() -> None:
    """Bring the database up to date, one program at a time."""
    with _alone():
        executor = MigrationExecutor(connection)
        steps = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if steps:
            say(f"Bezig: de database klaarmaken ({len(steps)} stappen)")
            call_command("migrate", interactive=False, verbosity=0)
    # The next to use this process's connection may be a long time coming.
    connection.close()


def separate_roles(folder: Path) -> Addresses | None:
    """The addresses for what serves; None where everything has to run as the owner."""
    return database_roles.separate(environment.read("DATABASE_URL") or "", folder)


@contextmanager
def _alone() -> Iterator[None]:
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as guard:
        guard.execute("SELECT pg_advisory_lock(%s)", [_MIGRATION_LOCK])
        yield


def _set(name: str, value: str) -> None:
    os.environ[name] = value
    os.environ.pop(f"{name}_FILE", None)
