"""What the promise rests on: where a vote writes, what the urn can hold, what a browser is told."""

import json
import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from psycopg import sql

from tests.privacy.browser import Browser, Page
from tests.privacy.installation import WORKER, Installation
from tests.privacy.mailbox import Mailbox

pytestmark = pytest.mark.processes

ADDRESSES = [f"{name}@structuur.voorbeeld.nl" for name in ("noor", "sem", "yara", "bo", "kim")]
NUMBER_TYPES = {"smallint", "integer", "bigint", "bigint[]", "real", "double precision"}
ROWS = sql.SQL("SELECT xmin::text, xmax::text, ctid::text, t::text FROM {} t")
COUNTER = sql.SQL("SELECT last_value FROM {}")
RANDOM_OR_SAID = {"uuid", "bytea", "text"}


@dataclass
class Asked:
    installation: Installation
    round: UUID
    code: str
    links: list[str]


@pytest.fixture(scope="module")
def asked(installation: Installation, mailbox: Mailbox) -> Asked:
    """A round for five, all invited, of whom the first has answered."""
    asked = ask(installation, mailbox)
    answer_everything(asked, 0)
    return asked


def ask(installation: Installation, mailbox: Mailbox) -> Asked:
    made = json.loads(
        installation.command("tests.privacy.ask", given=json.dumps({"Medewerkers": ADDRESSES}))
    )
    links = [mailbox.link_to(address) for address in ADDRESSES]
    return Asked(installation, UUID(made["round"]), made["code"], links)


def answer_everything(asked: Asked, number: int) -> Browser:
    """Open the link, answer every statement, change one, add one, and look at all the pages."""
    with Browser(asked.installation.port) as browser:
        page = browser.begin(asked.links[number])
        while page.statement is not None:
            kept = browser.answer(page, "eens")
            assert kept.status == 302, kept.text
            page = browser.get(kept.header("Location"))
        assert browser.answer(browser.get(f"/v/{asked.code}/?stelling=1"), "oneens").status == 302
        action, fields = browser.get(f"/v/{asked.code}/zelf-toevoegen/").form
        assert browser.post(action, fields | {"tekst": f"Mijn eigen zin {number}"}).status == 302
        for name in ("eigen-stellingen", "klaar", "uitleg"):
            assert browser.get(f"/v/{asked.code}/{name}/").status == 200
    return browser


# ── Where a vote writes ───────────────────────────────────────────────────────────────────


@contextmanager
def nothing_else_happens(installation: Installation) -> Iterator[None]:
    """Neither background tasks nor PostgreSQL's own housekeeping write anything of their own."""
    workers = installation.pids(WORKER)
    with psycopg.connect(installation.superuser_url, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET autovacuum = off")
        connection.execute("SELECT pg_reload_conf()")
    for worker in workers:
        os.kill(worker, signal.SIGSTOP)
    try:
        yield
    finally:
        for worker in workers:
            os.kill(worker, signal.SIGCONT)
        with psycopg.connect(installation.superuser_url, autocommit=True) as connection:
            connection.execute("ALTER SYSTEM RESET autovacuum")
            connection.execute("SELECT pg_reload_conf()")


def rows_outside_the_urn(installation: Installation) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every other table with what PostgreSQL knows of it, and every counter."""
    found: dict[str, list[tuple[object, ...]]] = {}
    with psycopg.connect(installation.superuser_url) as connection:
        relations = connection.execute(
            "SELECT n.nspname, c.relname, c.relkind FROM pg_class c "
            "JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE c.relkind IN ('r', 'S') AND n.nspname IN ('public', 'register')"
        ).fetchall()
        for schema, name, kind in relations:
            question = COUNTER if kind == "S" else ROWS
            rows = connection.execute(question.format(sql.Identifier(schema, name))).fetchall()
            found[f"{schema}.{name}"] = sorted(rows, key=str)
    return found


def bytes_of_the_register(installation: Installation) -> dict[str, bytes]:
    """Its tables and indexes as they are on the disk: also marks that no query shows.

    PostgreSQL notes on a row who read it first. That would be a flag that somebody answered.
    """
    with psycopg.connect(installation.superuser_url, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
    paths = installation.ask(
        "SELECT c.relname, pg_relation_filepath(c.oid) FROM pg_class c "
        "WHERE c.relnamespace = 'register'::regnamespace AND c.relkind IN ('r', 'i')"
    )
    folder = installation.data / "postgresql"
    return {str(name): Path(folder / path).read_bytes() for name, path in paths}


def place_in_log(installation: Installation) -> str:
    return str(installation.ask("SELECT pg_current_wal_flush_lsn()::text")[0][0])


def test_a_vote_writes_in_the_urn_and_nowhere_else(asked: Asked) -> None:
    installation = asked.installation
    with nothing_else_happens(installation):
        rows, held = rows_outside_the_urn(installation), bytes_of_the_register(installation)
        before = place_in_log(installation)
        answer_everything(asked, 1)
        after = place_in_log(installation)

        assert rows_outside_the_urn(installation) == rows
        changed = bytes_of_the_register(installation)
        assert [name for name, content in held.items() if changed[name] != content] == []
        assert relations_in_log(installation, before, after) == {"urn"}

    assert rows["register.soundings_outcomepass"]
    assert held["soundings_outcomepass"]


def relations_in_log(installation: Installation, since: str, until: str) -> set[str]:
    """The schemas of all that was written, but for PostgreSQL's own catalogue."""
    records = installation.log_records(since, until)
    numbers = {number for line in records for number in re.findall(r"rel \d+/\d+/(\d+)", line)}
    schemas = installation.ask(
        "SELECT DISTINCT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE pg_relation_filenode(c.oid)::text = ANY (%s)",
        list(numbers),
    )
    return {str(schema) for (schema,) in schemas} - {"pg_catalog", "pg_toast"}


def test_control_asking_for_a_new_link_does_write_in_the_register(asked: Asked) -> None:
    """As the page that tells how anonymity is kept says: it is the one thing that does."""
    installation = asked.installation
    with nothing_else_happens(installation):
        rows, held = rows_outside_the_urn(installation), bytes_of_the_register(installation)
        before = place_in_log(installation)
        with Browser(installation.port) as browser:
            action, fields = browser.get("/link-kwijt/").form
            sent = {"ronde": asked.code, "email": ADDRESSES[4]}
            assert browser.post(action, fields | sent).status == 200
        after = place_in_log(installation)

        assert rows_outside_the_urn(installation) != rows
        assert bytes_of_the_register(installation) != held
        assert relations_in_log(installation, before, after) == {"register"}


def test_who_answers_has_no_session(asked: Asked) -> None:
    before = asked.installation.ask("SELECT count(*) FROM django_session")
    answer_everything(asked, 2)

    assert asked.installation.ask("SELECT count(*) FROM django_session") == before


def test_in_another_round_the_same_people_have_nothing_in_common_with_this_one(
    asked: Asked, mailbox: Mailbox
) -> None:
    """Other links, other hashes, another key: what somebody said twice cannot be put together."""
    other = ask(asked.installation, mailbox)
    answer_everything(other, 0)

    def known_as(one: Asked) -> set[bytes]:
        rows = asked.installation.ask(
            "SELECT id::text::bytea, h1 FROM register.soundings_invitation WHERE sounding_id = %s "
            "UNION ALL SELECT h3, h3 FROM register.soundings_outcomepass WHERE sounding_id = %s "
            "UNION ALL SELECT h2, h2 FROM urn.open_voice WHERE round = %s "
            "UNION ALL SELECT h4, id::text::bytea FROM urn.own_statement WHERE round = %s",
            *[one.round] * 4,
        )
        return {bytes(key) for row in rows for key in row if key is not None}

    assert len(known_as(other)) >= 3 * len(ADDRESSES)
    assert known_as(other) & known_as(asked) == set()
    assert set(other.links) & set(asked.links) == set()


# ── What the urn can hold ─────────────────────────────────────────────────────────────────


def test_the_urn_has_no_room_for_a_time_an_address_or_a_sequence(asked: Asked) -> None:
    columns = asked.installation.ask(
        "SELECT c.relname, a.attname, format_type(a.atttypid, NULL), "
        "coalesce(pg_get_expr(d.adbin, d.adrelid), ''), a.attidentity "
        "FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
        "AND a.attnum > 0 AND NOT a.attisdropped "
        "LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum "
        "WHERE c.relnamespace = 'urn'::regnamespace AND c.relkind IN ('r', 'p')"
    )
    odd = {
        (table, column, kind)
        for table, column, kind, _default, _identity in columns
        if kind not in NUMBER_TYPES | RANDOM_OR_SAID
    }
    said = {column for table, column, *_rest in columns if table == "open_answer"}
    assert said == {"round", "h2", "item", "value", "folded"}
    # When the round ends is the same for everybody.
    assert odd == {("open_round", "closes_at", "timestamp with time zone")}
    defaults = {default for *_column, default, _identity in columns}
    assert defaults == {"", "gen_random_uuid()", "'new'::text", "''::text"}
    assert {identity for *_column, identity in columns} == {""}


def test_nothing_in_the_database_counts_or_reacts_to_a_vote(asked: Asked) -> None:
    """No sequence and no trigger; and no key from the urn or to it, for checking it would lock."""
    sequences = asked.installation.ask(
        "SELECT c.relname FROM pg_class c WHERE c.relkind = 'S' "
        "AND c.relnamespace IN ('urn'::regnamespace, 'register'::regnamespace)"
    )
    triggers = asked.installation.ask(
        "SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "WHERE c.relnamespace = 'urn'::regnamespace"
    )
    keys = asked.installation.ask(
        "SELECT c.conname FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid "
        "LEFT JOIN pg_class r ON r.oid = c.confrelid WHERE c.contype = 'f' "
        "AND 'urn'::regnamespace IN (t.relnamespace, r.relnamespace)"
    )
    assert (sequences, triggers, keys) == ([], [], [])


def test_postgresql_keeps_no_times_of_commits_and_logs_no_statements(asked: Asked) -> None:
    names = ["track_commit_timestamp", "log_statement", "log_min_error_statement", "wal_recycle"]
    rows = asked.installation.ask(
        "SELECT name, setting FROM pg_settings WHERE name = ANY (%s)", names
    )
    assert dict(rows) == {
        "track_commit_timestamp": "off",
        "log_statement": "none",
        "log_min_error_statement": "panic",
        "wal_recycle": "off",
    }


# ── What a browser is told ────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def visited(asked: Asked) -> list[Page]:
    return answer_everything(asked, 3).visited


def test_every_page_of_answering_stays_out_of_caches_and_tells_no_other_site(
    visited: list[Page],
) -> None:
    told = {(page.header("Cache-Control"), page.header("Referrer-Policy")) for page in visited}
    assert told == {("no-store", "no-referrer")}


def test_the_only_cookies_are_those_of_answering_and_belong_to_the_round(
    asked: Asked, visited: list[Page]
) -> None:
    cookies = [value for page in visited for key, value in page.headers if key == "Set-Cookie"]

    names = {cookie.partition("=")[0] for cookie in cookies}
    assert {"deelname", "antwoorden"} <= names <= {"deelname", "antwoorden", "zinnen"}
    for cookie in cookies:
        attributes = {part.strip() for part in cookie.split(";")[1:]}
        assert {f"Path=/v/{asked.code}/", "HttpOnly", "SameSite=Lax"} <= attributes


def test_after_beginning_no_page_and_no_address_holds_the_token(
    asked: Asked, visited: list[Page]
) -> None:
    token = asked.links[3].rpartition("/")[2]
    door, began, *after = visited

    assert token in door.path
    assert token in began.path
    assert began.header("Location") == f"/v/{asked.code}/"
    shown = [(page.path, page.text, page.header("Location")) for page in after]
    assert [path for path, *rest in shown if token in path or token in "".join(rest)] == []
