from collections.abc import Iterator
from pathlib import Path

import pytest

from samenspel.web.checks.finding import Finding, Level
from samenspel.web.checks.installation import Installation
from samenspel.web.data_folder import prepare
from samenspel.web.environment import REGISTER


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    """An empty one without settings, on a machine without a proxy."""
    for setting in REGISTER:
        if setting.name != "DATABASE_URL":  # that of the tests themselves
            monkeypatch.delenv(setting.name, raising=False)
    machine = tmp_path / "machine"
    machine.mkdir()
    folder = prepare(tmp_path / "data")
    return Installation(folder=folder, owner_url="", addresses=None, port=8000, machine=machine)


def levels(found: Iterator[Finding]) -> list[Level]:
    return [finding.level for finding in found]
