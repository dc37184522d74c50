import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from samenspel.web import data_folder, database
from samenspel.web.private_postgres import PrivatePostgres

pytest_plugins = ["tests.cast"]

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def test_data() -> Path:
    """Real, openly licensed data that is not part of the repository."""
    folder = Path(os.environ.get("SAMENSPEL_TEST_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no real data at {folder}: set SAMENSPEL_TEST_DATA")
    return folder


@pytest.fixture(scope="session")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL for this run: the given one, or a private one that keeps nothing."""
    given = os.environ.get("DATABASE_URL")
    if given:
        yield given
        return
    folder = data_folder.prepare(tmp_path_factory.mktemp("database"))
    postgres = PrivatePostgres(folder, durable=False)
    postgres.start()
    yield postgres.url
    postgres.stop()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(database_url: str) -> None:
    """Point Django at it. Its settings were read before any fixture, so they are changed here."""
    connection.settings_dict.update(database.from_url(database_url))
