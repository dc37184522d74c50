from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from samenspel.web import database_roles
from samenspel.web.checks import database_settings, roles
from samenspel.web.checks.finding import Finding, Level
from samenspel.web.checks.installation import Installation
from tests.database_rights import url_of_tests

pytestmark = pytest.mark.django_db


@pytest.fixture
def served(installation: Installation, db: None, database_secrets: Path) -> Installation:
    """With the database of the tests."""
    url = url_of_tests()
    return replace(
        installation, owner_url=url, addresses=database_roles.addresses(url, database_secrets)
    )


@pytest.fixture
def owner(db: None) -> Iterator[psycopg.Connection]:
    with psycopg.connect(url_of_tests(), autocommit=True) as connected:
        yield connected


def wrongs(found: Iterator[Finding]) -> list[Finding]:
    return [finding for finding in found if finding.level is Level.WRONG]


def role(kind: str) -> str:
    return database_roles.role_name(str(connection.settings_dict["NAME"]), kind)


def test_roles_as_they_are_made_are_good(served: Installation) -> None:
    assert wrongs(roles.check(served)) == []
    assert next(roles.check(served)).level is Level.GOOD


@pytest.mark.parametrize(
    ("kind", "table"),
    [
        ("pages", "urn.open_answer"),
        ("answers", "urn.open_answer"),
        ("answers", "register.soundings_invitation"),
        ("counting", "register.soundings_invitation"),
        ("worker", "urn.soundings_voice"),
    ],
)
def test_a_role_that_can_read_too_much_is_named(
    served: Installation, owner: psycopg.Connection, kind: str, table: str
) -> None:
    schema, _dot, name = table.partition(".")
    parts = sql.Identifier(schema), sql.Identifier(schema, name), sql.Identifier(role(kind))
    owner.execute(sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(parts[0], parts[2]))
    owner.execute(sql.SQL("GRANT SELECT ON {} TO {}").format(parts[1], parts[2]))
    try:
        found = wrongs(roles.check(served))
    finally:
        owner.execute(sql.SQL("REVOKE SELECT ON {} FROM {}").format(parts[1], parts[2]))
        if (kind, schema) in {("counting", "register"), ("worker", "urn")}:
            owner.execute(sql.SQL("REVOKE USAGE ON SCHEMA {} FROM {}").format(parts[0], parts[2]))
    # The worker begins as the pages.
    kinds = ["pages", "worker"] if kind == "pages" else [kind]
    for one, finding in zip(kinds, found, strict=True):
        assert f"De rol {role(one)} kan lezen" in finding.what
        assert table in finding.what


def test_a_role_that_can_call_too_much_is_named(
    served: Installation, owner: psycopg.Connection
) -> None:
    answers = sql.Identifier(role("answers"))
    function = sql.SQL("urn.count_voices(uuid)")
    owner.execute(sql.SQL("GRANT EXECUTE ON FUNCTION {} TO {}").format(function, answers))
    try:
        (found,) = wrongs(roles.check(served))
    finally:
        owner.execute(sql.SQL("REVOKE EXECUTE ON FUNCTION {} FROM {}").format(function, answers))
    assert role("answers") in found.what
    assert found.what.endswith("urn.count_voices.")


def test_without_roles_it_says_what_somebody_else_can_run(served: Installation) -> None:
    (found,) = roles.check(replace(served, addresses=None))
    assert found.level is Level.WRONG
    assert f'CREATE ROLE "{role("worker")}";' in found.remedy
    assert "SCRAM-SHA-256$" in found.remedy


def test_another_role_that_reads_the_urn_is_named(
    served: Installation, owner: psycopg.Connection
) -> None:
    owner.execute("CREATE ROLE curious LOGIN")
    try:
        assert not [f for f in roles.check(served) if "curious" in f.what]
        owner.execute("GRANT USAGE ON SCHEMA urn TO curious")
        owner.execute("GRANT SELECT ON urn.soundings_voice TO curious")
        (found,) = [f for f in roles.check(served) if "curious" in f.what]
        assert found.level is Level.MIND
    finally:
        owner.execute("REVOKE ALL ON urn.soundings_voice FROM curious")
        owner.execute("REVOKE ALL ON SCHEMA urn FROM curious")
        owner.execute("DROP ROLE curious")


def test_a_role_of_which_more_is_written_down_is_found(
    served: Installation, owner: psycopg.Connection
) -> None:
    # What a host sets for the whole server, tried on the one setting that needs no superuser.
    pages = sql.Identifier(role("pages"))
    before = wrongs(database_settings.check(served))
    owner.execute(sql.SQL("ALTER ROLE {} SET debug_print_parse = on").format(pages))
    try:
        found = [f for f in wrongs(database_settings.check(served)) if f not in before]
    finally:
        owner.execute(sql.SQL("ALTER ROLE {} RESET debug_print_parse").format(pages))
    assert [f.remedy for f in found] == ["Zet in postgresql.conf: debug_print_parse = off"]
