"""The arrangements of the real register, from its tables beside the export."""

import csv
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

DAY = "2026-05-16"


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def arrangements_in_force(data: Path) -> tuple[NDArray[np.bool_], list[str]]:
    """Which municipality takes part in which arrangement on the day, and their codes."""
    versions = rows(data / "register" / "gr_regelingen.csv")
    in_force = {row["gr_id"] for row in versions if _held(row["in_force"], row["out_of_force"])}
    municipalities = rows(data / "register" / "gemeenten.csv")
    codes = sorted(row["cbs_code"] for row in municipalities if _held("", row["end_date"]))
    members: dict[str, set[str]] = {}
    for row in rows(data / "register" / "gr_participations.csv"):
        known = row["gr_id"] in in_force and row["participant_code"] in codes
        if known and row["joined"] <= DAY:
            members.setdefault(row["gr_id"], set()).add(row["participant_code"])
    found = [[code in members[number] for number in sorted(members)] for code in codes]
    return np.array(found), codes


def _held(start: str, end: str) -> bool:
    return start <= DAY and (not end or end > DAY)
