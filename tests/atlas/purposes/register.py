"""Purposes as the real register has them."""

import csv
import os
from functools import cache
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[3]


@cache
def purposes_in_force(day: str) -> list[str]:
    """Of the arrangements in force on a day that have a purpose."""
    folder = Path(os.environ.get("SAMENSPEL_TEST_DATA", _ROOT.parent / "shared" / "data"))
    file = folder / "register" / "gr_regelingen.csv"
    if not file.is_file():
        pytest.skip(f"no real data at {file}: set SAMENSPEL_TEST_DATA")
    with file.open(encoding="utf-8", newline="") as lines:
        return [
            row["purpose"]
            for row in csv.DictReader(lines)
            if row["purpose"].strip()
            and row["in_force"] <= day
            and (not row["out_of_force"] or row["out_of_force"] > day)
        ]
