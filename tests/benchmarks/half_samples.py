"""Do halves of the people show the groups that all of them show? Ours beside Polis's procedure.

    python -m tests.benchmarks.half_samples [--splits 10] [--data FOLDER]

Each open conversation is split into two random halves, a few times over. In each half groups are
looked for anew, and compared with the groups in which everybody together puts the same people:
adjusted Rand, 1 for the same groups and 0 for as alike as by chance. Where neither finds more than
one group they agree, and there is nothing to compare. The table is Markdown, on standard output.
"""

import argparse
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

import numpy as np
from numpy.typing import NDArray

from samenspel.measures.opinions.analysis import analyse
from samenspel.measures.opinions.partitions import cut
from samenspel.measures.opinions.polis.clusters import polis_groups
from samenspel.measures.opinions.votes import Votes
from tests.benchmarks.adjusted_rand import adjusted_rand
from tests.measures.opinions.polis import conversations

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

_DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
HEADER = (
    "| conversation | people | ours: groups | in halves | adjusted Rand "
    "| Polis: groups | in halves | adjusted Rand |\n|---|--:|--:|---|--:|--:|---|--:|"
)


@dataclass(frozen=True)
class Agreement:
    """groups : found among everybody
    in_halves : how many groups, and in how many halves
    adjusted_rand : mean over halves where more than one group was found, there or among everybody
    """

    groups: int
    in_halves: Counter[int]
    adjusted_rand: float | None

    def told(self) -> str:
        halves = ", ".join(f"{k} in {times}" for k, times in sorted(self.in_halves.items()))
        rand = "–" if self.adjusted_rand is None else f"{self.adjusted_rand:.2f}"
        return f"{self.groups} | {halves} | {rand}"


def ours(votes: Votes, at_zero: BoolArray) -> IntArray:
    """(voters,) the group of each, -1 for who is undetermined or said too little."""
    live = votes.keep_statements(~at_zero)
    partitions = cut(live, np.zeros(live.voters, dtype=np.int64))
    found = analyse(partitions, groups=1, statements=live.statements)
    if found.standing is None:
        return np.where(found.placed, 0, -1)
    return np.where(found.placed, found.standing.group, -1)


def theirs(votes: Votes, at_zero: BoolArray) -> IntArray:
    """(voters,) the group of each by Polis's procedure, -1 for who is not clustered."""
    voted = np.bincount(votes.statement, minlength=votes.statements) > 0
    known = votes.keep_statements(voted)
    return np.asarray(polis_groups(known, at_zero[voted]).group, dtype=np.int64)


def agreement(
    procedure: Callable[[Votes, BoolArray], IntArray], votes: Votes, at_zero: BoolArray, splits: int
) -> Agreement:
    """Of halves with everybody."""
    whole = procedure(votes, at_zero)
    groups, in_halves, alike = _count(whole), Counter[int](), []
    for half in _halves(votes.voters, splits):
        found = procedure(votes.keep_people(half), at_zero)
        in_halves[_count(found)] += 1
        both = (found >= 0) & (whole[half] >= 0)
        if max(groups, _count(found)) > 1:
            alike.append(adjusted_rand(found[both], whole[half][both]))
    return Agreement(groups, in_halves, mean(alike) if alike else None)


def _halves(people: int, splits: int) -> Iterator[BoolArray]:
    for split in range(splits):
        order = np.random.default_rng(split).permutation(people)
        half = order < people // 2
        yield half
        yield ~half


def _count(group: IntArray) -> int:
    return len(np.unique(group[group >= 0]))


def table(data: Path, names: tuple[str, ...], splits: int) -> Iterator[str]:
    """Line by line."""
    yield HEADER
    for name in names:
        talk = conversations.export(data, name)
        told = [agreement(one, talk.votes, talk.at_zero, splits).told() for one in (ours, theirs)]
        yield f"| {name} | {talk.votes.voters} | {told[0]} | {told[1]} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--splits", type=int, default=10, help="each gives two halves")
    parser.add_argument(
        "--data", type=Path, default=Path(os.environ.get("SAMENSPEL_TEST_DATA", _DATA))
    )
    options = parser.parse_args()
    for line in table(options.data, conversations.ALL, options.splits):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
