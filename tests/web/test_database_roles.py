"""What reads the register cannot read the urn, and nothing that serves the public can read both."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import DatabaseError, connection, connections, transaction
from psycopg import sql

from samenspel.audit.models import Line
from samenspel.web import database_grants, database_roles
from samenspel.web.data_folder import StartError, prepare
from samenspel.web.database import for_role, from_url
from samenspel.web.database_roles import Addresses, role_name
from tests.database_rights import as_owner, let_tests_truncate, url_of_tests
from tests.web.processes import environment, samenspel

DENIED = psycopg.errors.InsufficientPrivilege
TABLES = """
    SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname IN ('register', 'urn') AND c.relkind IN ('r', 'p', 'v') ORDER BY 1, 2
"""
pytestmark = pytest.mark.django_db


@pytest.fixture
def addresses(db: None, database_secrets: Path) -> Addresses:
    found = database_roles.addresses(url_of_tests(), database_secrets)
    assert found is not None
    return found


def tables_of(schema: str) -> list[sql.Identifier]:
    with psycopg.connect(url_of_tests()) as owner:
        asked = owner.execute(TABLES)
        return [sql.Identifier(*names) for names in asked if names[0] == schema]


def cannot_read(role: psycopg.Connection, schema: str) -> None:
    tables = tables_of(schema)
    assert tables
    for table in tables:
        for statement in ("SELECT 1 FROM {} LIMIT 0", "DELETE FROM {}"):
            with pytest.raises(DENIED), role.transaction():
                role.execute(sql.SQL(statement).format(table))


def test_the_pages_cannot_read_the_urn(addresses: Addresses) -> None:
    with psycopg.connect(addresses.pages) as pages:
        cannot_read(pages, "urn")
        assert pages.execute("SELECT count(*) FROM register.soundings_invitation").fetchone() == (
            0,
        )
        with pytest.raises(DENIED):
            pages.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(name("counting"))))


def test_the_answer_routes_read_neither_the_register_nor_the_urn(addresses: Addresses) -> None:
    with psycopg.connect(addresses.answers) as answers:
        cannot_read(answers, "register")
        cannot_read(answers, "urn")
        readable = {
            "cooperations_cooperation",
            "cooperations_party",
            "soundings_askedgroup",
            "soundings_item",
            "soundings_sounding",
        }
        asked = answers.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace "
            "AND relkind IN ('r', 'S') AND has_any_column_privilege(oid, 'SELECT, UPDATE')"
        )
        assert {row[0] for row in asked} == readable
        with pytest.raises(DENIED):
            answers.execute("CREATE TEMPORARY TABLE soundings_item (number integer)")


def test_who_counts_cannot_read_the_register(addresses: Addresses) -> None:
    with psycopg.connect(addresses.worker) as worker:
        worker.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(name("counting"))))
        cannot_read(worker, "register")
        assert worker.execute("SELECT count(*) FROM urn.soundings_voice").fetchone() == (0,)
        worker.execute("SELECT count(*) FROM soundings_sounding")
        with pytest.raises(DENIED):
            worker.execute("SELECT count(*) FROM people_person")


def test_the_worker_begins_as_the_pages_and_has_no_rights_of_its_own(addresses: Addresses) -> None:
    with psycopg.connect(addresses.worker, autocommit=True) as worker:
        assert worker.execute("SELECT current_user").fetchone() == (name("pages"),)
        cannot_read(worker, "urn")
        worker.execute("SET ROLE NONE")
        cannot_read(worker, "urn")
        cannot_read(worker, "register")


def test_a_line_of_the_audit_cannot_be_changed() -> None:
    line = Line.objects.create(actor="anna", action="x", object_kind="y", object_id="1")
    for change in (line.delete, line.save):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            change()


def test_each_function_is_for_the_role_that_needs_it() -> None:
    kinds = {name(kind): kind for kind in ("pages", "answers", "counting")}
    with psycopg.connect(url_of_tests()) as owner:
        asked = owner.execute(
            "SELECT r.rolname, n.nspname || '.' || p.proname "
            "FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace, pg_roles r "
            "WHERE n.nspname IN ('register', 'urn') AND r.rolname = ANY (%s) "
            "AND has_function_privilege(r.oid, p.oid, 'EXECUTE')",
            [list(kinds)],
        ).fetchall()
    expected = {(kind, f) for kind, names in database_grants.FUNCTIONS.items() for f in names}
    assert {(kinds[role], function) for role, function in asked} == expected


def test_what_was_given_by_hand_is_taken_back_at_the_next_start(
    addresses: Addresses, database_secrets: Path
) -> None:
    with psycopg.connect(url_of_tests()) as owner:
        pages = sql.Identifier(name("pages"))
        owner.execute(sql.SQL("GRANT SELECT ON urn.soundings_voice TO {}").format(pages))
    with psycopg.connect(addresses.pages) as connected:
        connected.execute("SELECT 1 FROM urn.soundings_voice LIMIT 0")
    try:
        assert database_roles.separate(url_of_tests(), database_secrets) == addresses
        with psycopg.connect(addresses.pages) as connected:
            cannot_read(connected, "urn")
    finally:
        let_tests_truncate()


def test_a_function_that_is_not_there_is_an_error() -> None:
    roles = {kind: name(kind) for kind in ("pages", "answers", "counting", "worker")}
    with psycopg.connect(url_of_tests()) as owner:
        owner.execute("ALTER FUNCTION urn.cast_vote RENAME TO cast_vote_of_old")
        with pytest.raises(StartError, match=r"urn\.cast_vote"):
            database_grants.give(owner, roles)
        owner.rollback()


def test_the_tests_themselves_have_the_rights_of_the_pages() -> None:
    with connection.cursor() as cursor:
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            cursor.execute("SELECT 1 FROM urn.soundings_voice")
        with as_owner():
            cursor.execute("SELECT 1 FROM urn.soundings_voice")
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == (name("pages"),)


@pytest.mark.django_db(transaction=True, databases=["default", "answers"])
def test_the_answer_routes_have_a_connection_of_their_own() -> None:
    with connections["answers"].cursor() as cursor:
        cursor.execute("SELECT current_user, register.eligible('unknown')")
        assert cursor.fetchone() == (name("answers"), None)


def test_an_owner_who_may_not_make_roles_is_given_the_words_for_who_may(tmp_path: Path) -> None:
    folder = prepare(tmp_path)
    with a_database_of_somebody_without_power() as (url, administrator):
        assert database_roles.separate(url, folder) is None
        words = database_roles.sql_to_make_them(url, folder)
        secrets = [path.read_text() for path in (folder / "secrets").iterdir()]
        assert len(secrets) == 3
        assert not [s for s in secrets if s in "".join(words)]
        for statement in words:
            administrator.execute(statement.encode())
        migrate(url, folder)
        found = database_roles.separate(url, folder)
        assert found is not None
        with psycopg.connect(found.pages) as pages, pytest.raises(DENIED):
            pages.execute("SELECT 1 FROM urn.soundings_voice")


def test_a_name_that_leaves_no_room_for_those_of_the_roles_is_refused() -> None:
    assert role_name("é" * 27, "counting") == f"{'é' * 27}_counting"
    with pytest.raises(StartError, match="te lang"):
        role_name("é" * 28, "pages")


def test_an_address_for_another_role_differs_in_nothing_else() -> None:
    for place in ("@/name?host=/run/x", "@db.example.org:5433/a%20b?sslmode=require"):
        url = for_role(f"postgresql://owner:secret{place}", "a_pages", "p@ss/w:rd")
        assert url.endswith(place)
        settings = from_url(url)
        assert (settings["USER"], settings["PASSWORD"]) == ("a_pages", "p@ss/w:rd")


def name(kind: str) -> str:
    return role_name(str(connection.settings_dict["NAME"]), kind)


@contextmanager
def a_database_of_somebody_without_power() -> Iterator[tuple[str, psycopg.Connection]]:
    """Its address, and a connection of somebody who may make roles."""
    who = sql.Identifier("somebody")
    with psycopg.connect(url_of_tests(), autocommit=True) as administrator:
        administrator.execute(
            sql.SQL("CREATE ROLE {} LOGIN PASSWORD 'unused and long'").format(who)
        )
        us = sql.Identifier(administrator.info.user)
        administrator.execute(sql.SQL("GRANT {} TO {}").format(who, us))
        administrator.execute(sql.SQL("CREATE DATABASE of_somebody OWNER {}").format(who))
        url = for_role(url_of_tests(), "somebody", "unused and long")
        try:
            yield (
                url.replace(f"/{connection.settings_dict['NAME']}?", "/of_somebody?"),
                administrator,
            )
        finally:
            administrator.execute("DROP DATABASE of_somebody WITH (FORCE)")
            for kind in ("worker", "pages", "answers", "counting"):
                administrator.execute(
                    sql.SQL("DROP ROLE IF EXISTS {}").format(
                        sql.Identifier(role_name("of_somebody", kind))
                    )
                )
            administrator.execute(sql.SQL("DROP ROLE {}").format(who))


def migrate(url: str, folder: Path) -> None:
    answer = subprocess.run(
        samenspel("manage", "migrate", "--verbosity", "0", "--data", str(folder)),
        env=environment() | {"DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (answer.returncode, answer.stderr) == (0, "")
