"""Permission denied, both ways: with the logins of a real installation, on all there is in it.

Tables and functions come from the catalogue, so that a new one is refused or listed here.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest
from psycopg import sql

from tests.privacy.installation import Installation

pytestmark = pytest.mark.processes

TEXTS = {
    "public.cooperations_cooperation",
    "public.cooperations_party",
    "public.soundings_askedgroup",
    "public.soundings_item",
    "public.soundings_sounding",
}
CLOSED_VOICES = {"urn.soundings_voice"}
MAY_CALL = {
    "answers": {
        "register.accept_open",
        "register.ask_new_link",
        "register.eligible",
        "register.outcome_of",
        "urn.add_statement",
        "urn.cast_vote",
        "urn.draw_weights",
        "urn.statement_status",
    },
    "pages": {
        "register.drop_list",
        "register.make_list",
        "urn.decide_statement",
        "urn.make_room",
        "urn.open_round",
        "urn.waiting_statements",
    },
    "counting": {
        "urn.close_round",
        "urn.count_voices",
        "urn.destroy_voices",
        "urn.drop_statistics",
        "urn.keep_draw_weights",
        "urn.keep_statistics",
        "urn.release_batches",
        "urn.statistics_of",
        "urn.take_waiting",
    },
}
# Parts of the others, which run with the rights of the owner.
NOBODY_CALLS = {"urn.add_part", "urn.drop_part", "urn.take_back", "urn.take_no_samples"}
CHANGE = {"SELECT", "INSERT", "UPDATE", "DELETE"}
OTHERWISE = {
    # Lines are added and never changed; what was migrated is for who migrates.
    "public.audit_line": {"SELECT", "INSERT"},
    "public.django_migrations": {"SELECT"},
    # Addresses of messages that were sent stay on the disk, unless the table is emptied whole.
    "public.post_outgoingmessage": CHANGE | {"TRUNCATE"},
}
ATTEMPTS = {
    "SELECT": sql.SQL("SELECT count(*) FROM {table}"),
    "INSERT": sql.SQL("INSERT INTO {table} DEFAULT VALUES"),
    "UPDATE": sql.SQL("UPDATE {table} SET {column} = DEFAULT WHERE false"),
    "DELETE": sql.SQL("DELETE FROM {table} WHERE false"),
    "TRUNCATE": sql.SQL("TRUNCATE {table}"),
}
DENIED = psycopg.errors.InsufficientPrivilege
SCHEMAS = ["public", "register", "urn"]


@dataclass(frozen=True)
class Table:
    schema: str
    name: str
    column: str

    @property
    def full_name(self) -> str:
        return f"{self.schema}.{self.name}"


@pytest.fixture(scope="module")
def tables(installation: Installation) -> list[Table]:
    """Every table, and every part of one: an open round has its own."""
    installation.command("tests.privacy.ask", given=json.dumps({"Raadsleden": []}))
    rows = installation.ask(
        "SELECT n.nspname, c.relname, a.attname FROM pg_class c "
        "JOIN pg_namespace n ON n.oid = c.relnamespace "
        "JOIN LATERAL (SELECT attname FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 "
        "AND attidentity <> 'a' AND NOT attisdropped ORDER BY attnum LIMIT 1) a ON true "
        "WHERE n.nspname = ANY (%s) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')",
        SCHEMAS,
    )
    tables = [Table(*row) for row in rows]
    parts = {t.schema for t in tables if re.search(r"_[0-9a-f]{32}$", t.name)}
    assert parts == {"register", "urn"}
    return tables


@pytest.fixture(scope="module", params=["pages", "answers", "counting", "worker"])
def role(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def connection(
    installation: Installation, role: str, tables: list[Table]
) -> Iterator[psycopg.Connection]:
    """Logged in as what serves. Nobody can log in as who counts: the worker becomes it."""
    login = "worker" if role == "counting" else role
    with psycopg.connect(installation.role_url(login), autocommit=True) as made:
        if role == "counting":
            made.execute("SET ROLE samenspel_counting")
        yield made


def test_each_role_may_do_what_is_listed_and_nothing_else(
    connection: psycopg.Connection, role: str, tables: list[Table]
) -> None:
    if _acts_as(role) == "pages":
        # A part of the list of invitations is reached through the whole; at the next start it is
        # given by name as well.
        tables = [table for table in tables if not table.name.startswith("invitation_")]
    observed = {t.full_name: {a for a in ATTEMPTS if _may(connection, a, t)} for t in tables}

    assert observed == {t.full_name: _expected(role, t) for t in tables}


def test_each_role_may_call_what_is_listed_and_nothing_else(
    connection: psycopg.Connection, role: str
) -> None:
    asked = connection.execute(
        "SELECT n.nspname || '.' || p.proname, has_schema_privilege(n.oid, 'USAGE') "
        "AND has_function_privilege(p.oid, 'EXECUTE') "
        "FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
        "WHERE n.nspname IN ('register', 'urn')"
    ).fetchall()
    functions = {name for name, _may_call in asked}

    assert {name for name, may_call in asked if may_call} == MAY_CALL[_acts_as(role)]
    assert functions - set().union(*MAY_CALL.values()) - NOBODY_CALLS == set()


def test_a_function_that_is_not_for_a_role_is_refused_when_it_is_called(
    connection: psycopg.Connection, role: str
) -> None:
    asked = connection.execute(
        "SELECT n.nspname, p.proname, pg_get_function_identity_arguments(p.oid), p.pronargs, "
        "(SELECT array_agg(format_type(t, NULL) ORDER BY n) FROM "
        "unnest(p.proargtypes) WITH ORDINALITY AS one (t, n)) "
        "FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
        "WHERE n.nspname IN ('register', 'urn')"
    ).fetchall()
    for schema, name, _arguments, _count, types in asked:
        if f"{schema}.{name}" in MAY_CALL[_acts_as(role)]:
            continue
        nothing = sql.SQL(", ").join(sql.SQL(f"NULL::{kind}") for kind in types or [])
        call = sql.SQL("SELECT {}({})").format(sql.Identifier(schema, name), nothing)
        with pytest.raises(DENIED):
            connection.execute(call)


def test_no_role_becomes_another_but_the_worker(installation: Installation) -> None:
    """The one that serves the public stays what it is."""
    kinds = ("pages", "answers", "counting", "worker")
    others = [f"samenspel_{kind}" for kind in kinds] + ["samenspel", "postgres"]
    became = {}
    for kind in ("pages", "answers", "worker"):
        with psycopg.connect(installation.role_url(kind), autocommit=True) as login:
            became[kind] = {other for other in others if _becomes(login, other)}

    assert became == {
        "pages": {"samenspel_pages"},
        "answers": {"samenspel_answers"},
        "worker": {"samenspel_worker", "samenspel_pages", "samenspel_counting"},
    }


def test_nobody_who_serves_has_a_special_right(installation: Installation) -> None:
    rows = installation.ask(
        "SELECT rolname FROM pg_roles WHERE rolname LIKE 'samenspel_%%' AND "
        "(rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls "
        "OR pg_has_role(rolname, 'pg_read_all_data', 'MEMBER') "
        "OR pg_has_role(rolname, 'pg_read_server_files', 'MEMBER'))"
    )
    assert rows == []


def _acts_as(role: str) -> str:
    return "pages" if role == "worker" else role


def _expected(role: str, table: Table) -> set[str]:
    name, may = table.full_name, _acts_as(role)
    if may == "answers":
        return {"SELECT"} if name in TEXTS else set()
    if may == "counting":
        counted = name in CLOSED_VOICES or name.startswith("public.soundings_")
        return {"SELECT"} if counted else set()
    if table.schema == "urn":
        return {"INSERT"} if name in CLOSED_VOICES else set()
    return OTHERWISE.get(name, CHANGE)


def _may(connection: psycopg.Connection, attempt: str, table: Table) -> bool:
    statement = ATTEMPTS[attempt].format(
        table=sql.Identifier(table.schema, table.name), column=sql.Identifier(table.column)
    )
    try:
        with connection.transaction(force_rollback=True):
            connection.execute(statement)
    except DENIED:
        return False
    except (psycopg.errors.IntegrityError, psycopg.errors.FeatureNotSupported):
        return True  # what was wrong is only what was written
    return True


def _becomes(login: psycopg.Connection, other: str) -> bool:
    try:
        with login.transaction(force_rollback=True):
            login.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(other)))
    except DENIED:
        return False
    return True
