"""A private PostgreSQL for as long as the tests run, unless DATABASE_URL names another.

The keys of rounds lie in a folder of the tests too.

A plugin, because Django's settings are read before any conftest is.
"""

import os
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from samenspel.web import data_folder
from samenspel.web.private_postgres import PrivatePostgres


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    keys = tempfile.TemporaryDirectory(prefix="samenspel-test-keys-", ignore_cleanup_errors=True)
    early_config.add_cleanup(keys.cleanup)
    os.environ["SAMENSPEL_KEYS"] = keys.name
    if not os.environ.get("DATABASE_URL"):
        folder = tempfile.TemporaryDirectory(prefix="samenspel-test-", ignore_cleanup_errors=True)
        early_config.add_cleanup(folder.cleanup)
        postgres = PrivatePostgres(data_folder.prepare(Path(folder.name)), durable=False)
        early_config.add_cleanup(postgres.stop)
        postgres.start()
        os.environ["DATABASE_URL"] = postgres.url
    yield
