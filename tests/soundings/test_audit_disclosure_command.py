"""`samenspel audit-disclosure`: what it tells, what it writes, and what it refuses."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

LEAKS = [
    ("a", "x", 20, 1),
    ("a", "y", 20, 1),
    ("a", "z", 20, 0),
    ("b", "x", 20, 1),
    ("b", "y", 20, 1),
    ("b", "z", 20, 1),
    ("c", "x", 8, 0),
    ("c", "y", 9, 0),
    ("c", "z", 3, 1),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return written(tmp_path / "tabel.csv", LEAKS)


def written(path: Path, cells: list[tuple[str, str, int, int]], *, separator: str = ",") -> Path:
    lines = [["row", "column", "n", "hidden"], *cells]
    text = "\n".join(separator.join(map(str, line)) for line in lines)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def run(*arguments: object) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("audit_disclosure", *map(str, arguments), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def audited(path: Path, *more: object) -> dict[str, Any]:
    run(path, "--json", path.with_suffix(".json"), *more)
    data: dict[str, Any] = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    return data


def test_it_lists_what_can_be_derived(path: Path) -> None:
    assert audited(path) == {
        "format": 1,
        "minimum": 5,
        "cells": 9,
        "hidden": 6,
        "safe": False,
        "derivable": [
            {"row": "b", "column": "z", "count": 20},
            {"row": "c", "column": "z", "count": 3},
        ],
        "bounded": [],
    }


def test_it_lists_what_can_be_narrowed_down(tmp_path: Path) -> None:
    cells = [("a", "x", 1, 1), ("a", "y", 50, 1), ("b", "x", 2, 1), ("b", "y", 30, 1)]
    path = written(tmp_path / "t.csv", cells, separator=";")
    bounded = [
        {"row": "a", "column": "x", "low": 0, "high": 3},
        {"row": "a", "column": "y", "low": 48, "high": 51},
        {"row": "b", "column": "x", "low": 0, "high": 3},
        {"row": "b", "column": "y", "low": 29, "high": 32},
    ]
    assert audited(path)["bounded"] == bounded
    assert audited(path, "--minimum", 3)["bounded"] == []
    assert audited(path, "--minimum", 3)["safe"]


def test_it_says_so_in_words(path: Path) -> None:
    told = (
        "9 cellen, waarvan 6 verborgen; minimum 5.\n"
        "2 verborgen cellen zijn precies terug te rekenen:\n"
        "  · rij ‘b’, kolom ‘z’ = 20\n"
        "  · rij ‘c’, kolom ‘z’ = 3\n"
    )
    assert run(path) == (told, "")


def test_the_protected_table_holds_nothing_that_is_hidden_and_can_be_audited(path: Path) -> None:
    text, told = run(path, "--protect")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["row"], row["column"]) for row in rows] == [(r, c) for r, c, *_ in LEAKS]
    assert {row["n"] for row in rows if row["hidden"] == "1"} == {""}
    assert all(int(row["n"]) >= 5 for row in rows if row["hidden"] == "0")
    assert told.startswith("9 cellen, waarvan 6 verborgen")
    safe = path.with_name("veilig.csv")
    run(path, "--protect", safe)
    assert safe.read_bytes().decode() == text
    assert audited(safe)["safe"]


def test_what_was_hidden_before_stays_hidden(path: Path) -> None:
    text, _told = run(path, "--protect")
    hidden = {
        (row["row"], row["column"])
        for row in csv.DictReader(io.StringIO(text))
        if row["hidden"] == "1"
    }
    assert hidden >= {(r, c) for r, c, _n, h in LEAKS if h}


def test_a_table_that_cannot_be_protected_is_not_written(tmp_path: Path) -> None:
    path = written(tmp_path / "t.csv", [("a", "x", 3, 0), ("a", "y", 30, 0)])
    out = tmp_path / "veilig.csv"
    with pytest.raises(CommandError, match="Publiceer de totalen niet"):
        run(path, "--protect", out)
    assert not out.exists()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("row,column,n,hidden\n", "geen enkele cel"),
        ("row,column,n\na,x,3\n", "de kolom ‘hidden’ ontbreekt"),
        ("row,column,n,hidden\na,x,-3,0\n", "een heel getal van 0 of meer"),
        ("row,column,n,hidden\na,x,3.5,0\n", "een heel getal van 0 of meer"),
        ("row,column,n,hidden\na,x,3,ja\n", "1 voor verborgen"),
        ("row,column,n,hidden\na,x,3,0\na,x,4,0\n", "staat er al in"),
        ("row,column,n,hidden\na,x,,1\n", "row_total"),
        ("row,column,n,hidden,row_total,column_total\na,x,,1,5,6\n", "passen niet"),
        ("row,column,n,hidden,row_total,column_total\na,x,,1,5,5\na,y,1,0,9,1\n", "eerder"),
        ("row,column,n,hidden\na,x,,0\n", "een heel getal"),
    ],
)
def test_what_is_no_table_is_refused_in_words(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match=says):
        run(path)


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="niet te lezen"):
        run(tmp_path / "geen.csv")


def test_a_minimum_of_nought_is_refused(path: Path) -> None:
    with pytest.raises(CommandError, match="1 of meer"):
        run(path, "--minimum", 0)
