import os
from pathlib import Path

import pytest

pytest_plugins = ["tests.cast"]

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def test_data() -> Path:
    """Real, openly licensed data that is not part of the repository."""
    folder = Path(os.environ.get("SAMENSPEL_TEST_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no real data at {folder}: set SAMENSPEL_TEST_DATA")
    return folder
