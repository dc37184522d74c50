import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from samenspel.soundings import rate_limit
from tests import database_rights, emptying

pytest_plugins = ["tests.cast", "tests.web.seen_pages"]

# How long an example takes depends on what else the machine does.
hypothesis.settings.register_profile("samenspel", deadline=None)
hypothesis.settings.load_profile("samenspel")

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def test_data() -> Path:
    """Real, openly licensed data that is not part of the repository."""
    folder = Path(os.environ.get("SAMENSPEL_TEST_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no real data at {folder}: set SAMENSPEL_TEST_DATA")
    return folder


@pytest.fixture(autouse=True)
def _nobody_tried_before() -> None:
    """All tests come from one address."""
    rate_limit.forget_everybody()


@pytest.fixture(autouse=True)
def _in_the_language_of_the_screen() -> None:
    """A page that was read in English leaves its thread speaking English."""
    translation.deactivate()


@pytest.fixture(scope="session")
def database_secrets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder that holds the passwords of the roles."""
    return tmp_path_factory.mktemp("database-roles")


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, database_secrets: Path
) -> Iterator[None]:
    """The database of the tests, where every connection has the rights of the pages."""
    with django_db_blocker.unblock():
        database_rights.separate_roles(database_secrets)
    with emptying.by_deleting():
        yield
    with django_db_blocker.unblock():
        database_rights.stop_separating()
