import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from samenspel.web import environment, private_postgres
from samenspel.web.checks import database_settings, report
from samenspel.web.checks.finding import Level, good, mind, wrong
from samenspel.web.checks.installation import Installation
from samenspel.web.private_postgres import PrivatePostgres
from tests.web.processes import run

FOUND = [
    good("Adres", "Goed versleuteld."),
    mind("Kopieën", "Niet te zien.", "Kijk zelf."),
    wrong("Rollen", "Eén rol.", "Voer uit:\nCREATE ROLE a;"),
]


def test_what_was_found_is_said_line_by_line() -> None:
    assert report.as_text(FOUND) == (
        "Goed    Adres: Goed versleuteld.\n"
        "Let op  Kopieën: Niet te zien.\n"
        "        Kijk zelf.\n"
        "Fout    Rollen: Eén rol.\n"
        "        Voer uit:\n"
        "        CREATE ROLE a;\n"
        "\n"
        "1 punt maakt zwakker wat Samenspel belooft.\n"
    )
    assert report.as_text([*FOUND, FOUND[2]]).endswith(
        "2 punten maken zwakker wat Samenspel belooft.\n"
    )
    assert report.as_text(FOUND[:2]).endswith(
        "Niets hiervan maakt zwakker wat Samenspel belooft.\n"
    )
    assert (report.weakens(FOUND), report.weakens(FOUND[:2])) == (True, False)


def test_what_was_found_can_be_read_by_a_program() -> None:
    told = json.loads(report.as_json(FOUND))
    assert told["weakens"] is True
    assert told["findings"][1] == {
        "level": "mind",
        "subject": "Kopieën",
        "what": "Niet te zien.",
        "remedy": "Kijk zelf.",
    }


def test_a_command_takes_over_how_a_server_was_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("SAMENSPEL_ADDRESS", "SAMENSPEL_LOG_LEVEL", "SECRET_KEY_FILE", "PATH_OF_OTHERS"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    monkeypatch.setenv("SAMENSPEL_LOG_LEVEL", "info")
    given = {
        "SAMENSPEL_ADDRESS": "https://samen.nl",
        "SAMENSPEL_LOG_LEVEL": "debug",
        "SECRET_KEY_FILE": "/run/key",
        "PATH_OF_OTHERS": "x",
    }
    reading = "import sys; print(flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", reading],
        env=given,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert environment.adopt_from(process.pid)
        process.communicate()
    assert not environment.adopt_from(process.pid)
    names = [*given]
    assert {name: os.environ.get(name) for name in names} == {
        "SAMENSPEL_ADDRESS": "https://samen.nl",
        "SAMENSPEL_LOG_LEVEL": "info",
        "SECRET_KEY_FILE": "/run/key",
        "PATH_OF_OTHERS": None,
    }


@pytest.mark.processes
def test_an_installation_as_it_comes_weakens_nothing_until_somebody_changes_it(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "data"
    answer = run("check", "--json", "--data", str(folder))
    assert answer.returncode == 0, answer.stderr
    told = json.loads(answer.stdout)
    assert told["weakens"] is False
    assert {f["subject"] for f in told["findings"] if f["level"] == "mind"} == {
        "Instellingen",
        "Reservekopieën",
    }
    (folder / "secrets" / "secret-key").chmod(0o644)
    answer = run("check", "--data", str(folder))
    assert answer.returncode == 1
    assert "Fout    Bestanden: " in answer.stdout
    assert answer.stdout.endswith("\n1 punt maakt zwakker wat Samenspel belooft.\n")


@pytest.mark.processes
def test_a_postgresql_that_writes_down_too_much_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, installation: Installation
) -> None:
    loose = {"archive_mode": "on", "log_statement": "mod", "log_error_verbosity": "default"}
    monkeypatch.setattr(private_postgres, "_SETTINGS", private_postgres._SETTINGS | loose)
    postgres = PrivatePostgres(installation.folder, durable=False)
    try:
        postgres.start()
        served = replace(installation, owner_url=postgres.url)
        with psycopg.connect(postgres._admin_url, autocommit=True) as administrator:
            administrator.execute("SELECT pg_create_physical_replication_slot('copy')")
            administrator.execute("ALTER DATABASE samenspel SET wal_recycle = on")
            found = [*database_settings.check(served)]
    finally:
        postgres.stop()
    assert [(f.level, f.remedy.partition(". En")[0]) for f in found] == [
        (Level.WRONG, "Zet in postgresql.conf: log_statement = none"),
        (Level.WRONG, "Zet in postgresql.conf: log_error_verbosity = terse"),
        (
            Level.WRONG,
            "Zet archive_mode uit, of verwijder het archief zodra een vragenronde is gesloten.",
        ),
        (Level.MIND, "Behandel die server als deze. Verwijder slots die niemand gebruikt."),
        (Level.WRONG, "Zet in postgresql.conf: wal_recycle = off"),
    ]
