import os
import time
from pathlib import Path

import pytest

from samenspel.web.checks import backups
from samenspel.web.checks.finding import Level
from samenspel.web.checks.installation import Installation
from tests.web.checks.conftest import levels

DAY = 24 * 60 * 60


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, installation: Installation) -> Path:
    folder = tmp_path / "backups"
    folder.mkdir()
    monkeypatch.setenv("SAMENSPEL_BACKUPS", str(folder))
    return folder


def backup(folder: Path, *, days_old: float, mode: int = 0o600) -> None:
    path = folder / "samenspel.dump"
    path.touch(mode=mode)
    when = time.time() - days_old * DAY
    os.utime(path, (when, when))


@pytest.mark.parametrize(
    ("days_old", "mode", "expected"),
    [(29, 0o600, Level.GOOD), (31, 0o600, Level.WRONG), (1, 0o640, Level.WRONG)],
)
def test_a_backup_is_closed_and_does_not_outlive_the_term(
    installation: Installation, kept: Path, days_old: int, mode: int, expected: Level
) -> None:
    below = kept / "daily"
    below.mkdir()
    backup(below, days_old=days_old, mode=mode)
    assert levels(backups.check(installation)) == [expected]


def test_where_backups_are_is_not_known_without_the_setting(
    installation: Installation, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.rmdir()
    assert levels(backups.check(installation)) == [Level.MIND]
    monkeypatch.delenv("SAMENSPEL_BACKUPS")
    assert levels(backups.check(installation)) == [Level.MIND]


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("old.sql.gz", b"", Level.WRONG),
        ("unnamed", b"PGDMP rest", Level.WRONG),
        ("notes.txt", b"remember", Level.GOOD),
        ("logs/postgresql.sql", b"", Level.GOOD),
    ],
)
def test_a_copy_of_the_database_in_the_data_folder_is_found(
    installation: Installation, kept: Path, name: str, content: bytes, expected: Level
) -> None:
    (installation.folder / name).write_bytes(content)
    assert levels(backups.check(installation))[0] is expected
