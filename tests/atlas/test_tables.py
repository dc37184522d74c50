"""Tables of the atlas have the cells of NL Design System: padding, and a line under each row."""

import re
from pathlib import Path

import samenspel.atlas

TEMPLATES = Path(samenspel.atlas.__file__).parent / "templates"
_TABLE = re.compile(r'<table class="([^"]*)"(.*?)</table>', re.DOTALL)


def test_each_cell_of_each_table_has_its_look() -> None:
    tables = [
        (path.name, "html-table" in classes or "utrecht-table__cell" in cells)
        for path in sorted(TEMPLATES.rglob("*.html"))
        for classes, cells in _TABLE.findall(path.read_text(encoding="utf-8"))
    ]

    assert len(tables) >= 12
    assert [name for name, has_its_look in tables if not has_its_look] == []
