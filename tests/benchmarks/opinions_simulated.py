"""Are groups found where there are, and none where there are none? The whole path, simulated.

    python -m tests.benchmarks.opinions_simulated [--none 25] [--planted 25]

Two tables in Markdown, on standard output: of crowds without groups, in how many runs more than one
group was found; of planted groups, in how many runs as many as were planted, and how well people
were put in them, as part of what somebody reaches who knows how each group answers. Every run is of
votes of its own, drawn with the number of the run.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import mean
from typing import Any

from tests.benchmarks.adjusted_rand import adjusted_rand
from tests.benchmarks.made_votes import Size
from tests.measures.opinions.made_people import analysed, on_axes, planted

HEADER_NONE = "| no groups | people | runs | more than one group found |\n|---|--:|--:|--:|"
HEADER_PLANTED = (
    "| planted | runs | right number | otherwise |"
    " adjusted Rand, part of the oracle's (mean; least) |\n|---|--:|--:|---|---|"
)

KINDS: dict[str, dict[str, Any]] = {
    "independent votes": {"axes": 0},
    "acquiescence": {"axes": 1, "acquiescence": True},
    "one axis, normal": {"axes": 1},
    "one axis, even": {"axes": 1, "spread": "even"},
    "one axis, heavy-tailed": {"axes": 1, "spread": "heavy-tailed"},
    "one axis, skewed": {"axes": 1, "spread": "skewed"},
    "two axes, normal": {"axes": 2},
    "two axes, even": {"axes": 2, "spread": "even"},
    "two axes, heavy-tailed": {"axes": 2, "spread": "heavy-tailed"},
    "two axes, skewed": {"axes": 2, "spread": "skewed"},
}
# People, statements and votes of each: for half of the runs everybody votes as often, for the
# other half some vote once and some on everything.
CROWDS = ((300, 40, 20), (1_000, 60, 20), (1_000, 100, 30), (3_000, 100, 30))


@dataclass(frozen=True)
class Groups:
    """size : people, statements, votes of each
    part : how large each group is; apart : how far their shares lie apart, see `planted`
    """

    size: tuple[int, int, int]
    part: tuple[float, ...]
    apart: float

    def __str__(self) -> str:
        people, statements, votes = self.size
        part = "/".join(f"{share:.2g}".lstrip("0") for share in self.part)
        return f"{people:,} × {statements} × {votes}, {part}, {self.apart:.2f} apart".replace(
            " 0.", " ."
        )


PLANTED = (
    Groups((300, 40, 20), (0.4, 0.35, 0.25), 0.36),
    Groups((1_000, 100, 30), (0.4, 0.35, 0.25), 0.33),
    Groups((1_000, 100, 30), (0.7, 0.2, 0.1), 0.33),
    Groups((1_000, 100, 30), (0.4, 0.35, 0.25), 0.25),
    Groups((2_000, 100, 30), (0.4, 0.35, 0.25), 0.20),
    Groups((8_000, 100, 30), (0.4, 0.35, 0.25), 0.20),
    Groups((8_000, 100, 30), (0.5, 0.3, 0.2), 0.17),
)


def without_groups(kind: str, crowd: tuple[int, int, int], runs: int) -> int:
    """In how many runs more than one group was found."""
    found = 0
    for run in range(runs):
        size = Size(*crowd, uneven=run % 2 == 1)
        found += analysed(on_axes(size, seed=run, **KINDS[kind])).found.count > 1
    return found


def with_groups(groups: Groups, runs: int) -> tuple[Counter[int], list[float]]:
    """How many groups were found in how many runs, and adjusted Rand as part of the oracle's of
    each run in which there was more than one."""
    counts, parts = Counter[int](), []
    for run in range(runs):
        made = planted(Size(*groups.size), groups.part, groups.apart, run)
        found = analysed(made.votes).found
        counts[found.count] += 1
        if found.classes is not None:
            label = found.classes.membership(made.votes).argmax(axis=1)
            best = adjusted_rand(made.oracle(), made.group)
            parts.append(adjusted_rand(label, made.group) / best)
    return counts, parts


def table_without(runs: int) -> Iterator[str]:
    """Line by line."""
    yield HEADER_NONE
    for kind in KINDS:
        for crowd in CROWDS:
            shape = " × ".join(f"{number:,}" for number in crowd)
            yield f"| {kind} | {shape} | {runs} | {without_groups(kind, crowd, runs)} |"


def table_planted(runs: int) -> Iterator[str]:
    """Line by line."""
    yield HEADER_PLANTED
    for groups in PLANTED:
        counts, parts = with_groups(groups, runs)
        right = counts.pop(len(groups.part), 0)
        other = ", ".join(f"{k} in {times}" for k, times in sorted(counts.items())) or "–"
        told = f"{mean(parts):.2f}; {min(parts):.2f}" if parts else "–"
        yield f"| {groups} | {runs} | {right} | {other} | {told} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--none", type=int, default=25, help="runs of each kind without groups")
    parser.add_argument("--planted", type=int, default=25, help="runs of each kind with groups")
    options = parser.parse_args()
    for table, runs in ((table_without, options.none), (table_planted, options.planted)):
        for line in table(runs) if runs else ():
            sys.stdout.write(line + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
