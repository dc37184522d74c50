"""The page on anonymity names the tests that hold each of its lines. They exist."""

import ast
import re

from tests.conftest import ROOT

_NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def lines() -> dict[str, list[tuple[str, str]]]:
    """The tests by the line that they hold."""
    page = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
    table = page.partition("## Held by")[2].partition("\n## ")[0]
    rows = [row.split("|") for row in table.splitlines() if row.startswith("| ")]
    return {line.strip(): _NAMED.findall(tests) for _start, line, tests, _end in rows[1:]}


def test_every_line_is_held_by_a_test_that_exists() -> None:
    named = {test for tests in lines().values() for test in tests}
    there = {
        (path, node.name)
        for path in {path for path, _name in named}
        if (ROOT / path).exists()
        for node in ast.parse((ROOT / path).read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }

    assert [line for line, tests in lines().items() if not tests] == []
    assert sorted(named - there) == []
    assert len(lines()) >= 16


def test_every_attack_and_every_canary_is_named() -> None:
    """So that what is added here is told there too, or is a control of one that is."""
    named = {name for tests in lines().values() for _path, name in tests}
    found = {
        node.name
        for path in sorted((ROOT / "tests" / "privacy").glob("test_*.py"))
        if path.name in {"test_attack.py", "test_canary.py"}
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }
    assert {name for name in found - named if "control" not in name} == set()
