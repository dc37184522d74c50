from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture
def demo_folder(settings: Settings, tmp_path: Path) -> Path:
    """Mail is kept as `samenspel demo` keeps it."""
    settings.DEMO_MAIL_FOLDER = tmp_path / "demo-mail"
    settings.EMAIL_BACKEND = "samenspel.post.demo_mailbox.EmailBackend"
    return tmp_path / "demo-mail"
