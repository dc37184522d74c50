import os
from pathlib import Path

import pytest

from samenspel.web import django_start
from samenspel.web.data_folder import prepare

NAMES = ("SAMENSPEL_DATA", "DATABASE_URL", "SECRET_KEY", "REGISTER_KEY", "SAMENSPEL_ADDRESS")


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    # Setting each first makes monkeypatch put back whatever the function under test writes.
    for name in (*NAMES, *(f"{name}_FILE" for name in NAMES), "DJANGO_SETTINGS_MODULE"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)


def settled() -> dict[str, str | None]:
    return {name: os.environ.get(name) for name in NAMES}


def test_what_the_host_did_not_give_comes_from_the_data_folder(tmp_path: Path) -> None:
    folder = prepare(tmp_path)
    django_start.settle(folder, database_url="postgresql://x", address="http://localhost:8123")
    assert settled() == {
        "SAMENSPEL_DATA": str(tmp_path),
        "DATABASE_URL": "postgresql://x",
        "SECRET_KEY": (folder / "secrets" / "secret-key").read_text(),
        "REGISTER_KEY": (folder / "secrets" / "register-key").read_text(),
        "SAMENSPEL_ADDRESS": "http://localhost:8123",
    }


def test_what_the_host_gave_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = prepare(tmp_path / "data")
    (tmp_path / "key").write_text("from a file")
    given = {
        "SECRET_KEY_FILE": str(tmp_path / "key"),
        "REGISTER_KEY": "of the host",
        "SAMENSPEL_ADDRESS": "https://samenspel.example.org",
        "DATABASE_URL": "postgresql://elsewhere/samenspel",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    django_start.settle(folder, database_url=None, address="http://localhost:8123")
    assert settled() == {
        "SAMENSPEL_DATA": str(folder),
        "DATABASE_URL": "postgresql://elsewhere/samenspel",
        "SECRET_KEY": None,
        "REGISTER_KEY": "of the host",
        "SAMENSPEL_ADDRESS": "https://samenspel.example.org",
    }
    assert list((folder / "secrets").iterdir()) == []
