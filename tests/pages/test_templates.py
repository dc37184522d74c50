"""What the content security policy forbids is not in any template."""

import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "samenspel"
TEMPLATES = sorted(path for path in SOURCE.glob("*/templates/**/*") if path.is_file())

INLINE = re.compile(
    r"""(?i)<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)""", re.IGNORECASE
)
ELSEWHERE = re.compile(
    r"""(?i)(?:src|srcset|<link[^>]*href|action)=["'](?:https?:)?//""", re.IGNORECASE
)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_template_has_nothing_inline_and_loads_nothing_from_elsewhere(path: Path) -> None:
    text = path.read_text()

    assert not INLINE.search(text)
    assert not ELSEWHERE.search(text)


def test_there_are_templates_to_look_at() -> None:
    assert len(TEMPLATES) > 20
