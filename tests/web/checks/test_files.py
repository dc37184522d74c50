from pathlib import Path

import pytest
from pytest_django import Settings

from samenspel.web.checks import files, program_log
from samenspel.web.checks.finding import Level
from samenspel.web.checks.installation import Installation
from samenspel.web.data_folder import secret_kept_in
from tests.web.checks.conftest import levels


@pytest.fixture
def keys(installation: Installation, settings: Settings) -> Path:
    folder = installation.folder / "keys"
    folder.mkdir(mode=0o700)
    settings.KEYS_FOLDER = folder
    (folder / "round").touch(mode=0o600)
    return folder


def test_what_only_we_can_read_is_good(installation: Installation, keys: Path) -> None:
    secret_kept_in(installation.folder, "secret-key")
    assert levels(files.check(installation)) == [Level.GOOD]


@pytest.mark.parametrize("opened", [".", "secrets", "secrets/secret-key", "keys/round", "logs"])
def test_what_others_can_read_is_named(installation: Installation, keys: Path, opened: str) -> None:
    secret_kept_in(installation.folder, "secret-key")
    path = installation.folder / opened
    path.chmod(path.stat().st_mode | 0o040)
    (finding,) = files.check(installation)
    assert finding.level is Level.WRONG
    assert finding.remedy == f"Voer uit:\nchmod go= {path}"


def test_a_secret_that_is_mounted_for_everybody_is_named(
    installation: Installation, keys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounted = tmp_path / "database"
    mounted.touch(mode=0o644)
    monkeypatch.setenv("DATABASE_URL_FILE", str(mounted))
    assert levels(files.check(installation)) == [Level.GOOD, Level.MIND]
    mounted.chmod(0o640)
    assert levels(files.check(installation)) == [Level.GOOD]


@pytest.mark.parametrize(
    ("level", "expected"), [("debug", Level.WRONG), ("DEBUG", Level.WRONG), ("info", Level.GOOD)]
)
def test_a_log_for_developers_tells_too_much(
    installation: Installation, monkeypatch: pytest.MonkeyPatch, level: str, expected: Level
) -> None:
    monkeypatch.setenv("SAMENSPEL_LOG_LEVEL", level)
    assert levels(program_log.check(installation)) == [expected]
