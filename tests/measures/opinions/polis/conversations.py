"""Conversations as Polis exports them, for tests that compare with Polis's definitions."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from samenspel.measures.opinions.votes import Votes, last_votes

WITH_OUTPUT = "scoop-hivemind.biodiversity"
ALL = (
    "15-per-hour-seattle",
    "bg2050-volunteers",
    "scoop-hivemind.affordable-housing",
    WITH_OUTPUT,
    "vtaiwan.uberx",
)


@dataclass(frozen=True, eq=False)
class Conversation:
    """votes: agree is +1; numbers: Polis's number of each statement; voters: and of each voter."""

    votes: Votes
    numbers: NDArray[np.int64]
    voters: NDArray[np.int64]
    taken_out: NDArray[np.bool_]
    meta: NDArray[np.bool_]

    @property
    def at_zero(self) -> NDArray[np.bool_]:
        return np.asarray(self.taken_out | self.meta)


def export(test_data: Path, name: str) -> Conversation:
    """A conversation with what moderation says of it in `comments.csv`."""
    folder = _folder(test_data, name)
    with (folder / "comments.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    out = {int(row["comment-id"]) for row in rows if row["moderated"] == "-1"}
    meta = {int(row["comment-id"]) for row in rows if row.get("is-meta") == "true"}
    return _conversation(folder / "votes.csv", out, meta)


def with_output(test_data: Path) -> tuple[Conversation, dict[str, Any]]:
    """The conversation of which Polis's own output is known, and that output."""
    folder = _folder(test_data, WITH_OUTPUT)
    output = json.loads((folder / "polis-math.json").read_text())
    found = _conversation(
        folder / "polis-votes.csv", set(output["mod-out"]), set(output["meta-tids"])
    )
    assert found.numbers.tolist() == output["tids"]
    return found, output


def _folder(test_data: Path, name: str) -> Path:
    folder = test_data / "deliberations" / name
    if not folder.is_dir():
        pytest.skip(f"no conversation at {folder}")
    return folder


def _conversation(path: Path, out: set[int], meta: set[int]) -> Conversation:
    """In both files of votes +1 is agree, and of a pair the last row counts."""
    rows = np.loadtxt(path, delimiter=",", skiprows=1, usecols=(2, 3, 4), dtype=np.int64)
    numbers, statement = np.unique(rows[:, 0], return_inverse=True)
    voters, voter = np.unique(rows[:, 1], return_inverse=True)
    votes = last_votes(voter, statement, rows[:, 2], voters=len(voters), statements=len(numbers))
    return Conversation(
        votes, numbers, voters, np.isin(numbers, list(out)), np.isin(numbers, list(meta))
    )
