"""Polis's formulas once more, cell by cell and in Polis's own sign (-1 agrees).

Written to be obvious and not to be fast, so that the measures can be held against it.
"""

from dataclasses import dataclass
from math import dist, hypot, sqrt

import numpy as np

from samenspel.measures.opinions.votes import Votes
from tests.measures.opinions.polis.conversations import Conversation

AGREES, DISAGREES = -1, 1
Place = tuple[float, ...]
Cells = list[list[int | None]]


def cells_of(votes: Votes) -> Cells:
    cells: Cells = [[None] * votes.statements for _ in range(votes.voters)]
    for voter, statement, value in zip(
        votes.voter.tolist(), votes.statement.tolist(), votes.value.tolist(), strict=True
    ):
        cells[voter][statement] = -value
    return cells


@dataclass(frozen=True)
class LoopPlane:
    centre: list[float]
    components: list[list[float]]
    people: list[Place]
    statements: list[Place]
    extremity: list[float]


class Loops:
    """The whole of Polis for one conversation, given who is in which group."""

    def __init__(self, conversation: Conversation) -> None:
        self.raw = cells_of(conversation.votes)
        self.at_zero = conversation.at_zero.tolist()
        self.taken_out = conversation.taken_out.tolist()
        self.meta = conversation.meta.tolist()
        self.cells: Cells = [
            [0 if self.at_zero[j] else vote for j, vote in enumerate(row)] for row in self.raw
        ]
        self.statements = range(conversation.votes.statements)

    def plane(self) -> LoopPlane:
        centre = []
        for j in self.statements:
            votes = [row[j] for row in self.cells if row[j] is not None]
            centre.append(sum(vote for vote in votes if vote is not None) / len(votes))
        filled = np.array(
            [[centre[j] if v is None else v for j, v in enumerate(row)] for row in self.cells]
        )
        components = np.linalg.svd(filled - filled.mean(axis=0), full_matrices=False)[2][
            :2
        ].tolist()
        of_statements = []
        for j in self.statements:
            alone: list[int | None] = [None] * len(self.statements)
            alone[j] = AGREES
            of_statements.append(self.place(alone, centre, components))
        return LoopPlane(
            centre,
            components,
            [self.place(row, centre, components) for row in self.cells],
            of_statements,
            [hypot(*place) for place in of_statements],
        )

    def place(
        self, row: list[int | None], centre: list[float], components: list[list[float]]
    ) -> Place:
        voted, x, y = 0, 0.0, 0.0
        for j, vote in enumerate(row):
            if vote is not None:
                voted += 1
                x += (vote - centre[j]) * components[0][j]
                y += (vote - centre[j]) * components[1][j]
        stretch = sqrt(len(row) / max(voted, 1))
        return stretch * x, stretch * y

    def clustered(self) -> set[int]:
        voted = [sum(vote is not None for vote in row) for row in self.raw]
        people = {i for i, n in enumerate(voted) if n >= min(7, len(self.statements))}
        for i in sorted(range(len(voted)), key=lambda i: -voted[i]):
            if len(people) < 15:
                people.add(i)
        return people

    def counts(self, people: list[int], j: int, *, as_cast: bool) -> tuple[int, int, int]:
        votes = [(self.raw if as_cast else self.cells)[i][j] for i in people]
        cast = [vote for vote in votes if vote is not None]
        return cast.count(AGREES), cast.count(DISAGREES), len(cast)

    def consensus(self, groups: list[list[int]], j: int) -> float:
        product = 1.0
        for people in groups:
            agree, _, voted = self.counts(people, j, as_cast=True)
            product *= (agree + 1) / (voted + 2)
        return product

    def priority(self, groups: list[list[int]], j: int, extremity: float) -> float:
        if self.meta[j]:
            return 49.0
        agree = passed = voted = 0
        for people in groups:
            a, d, s = self.counts(people, j, as_cast=True)
            agree, passed, voted = agree + a, passed + s - a - d, voted + s
        p, a_share = (passed + 1) / (voted + 2), (agree + 1) / (voted + 2)
        new = 1 + 8 * 2 ** (-voted / 5)
        return float(((1 - p) * (extremity + 1) * a_share * new) ** 2)

    def majorities(self) -> tuple[list[int], list[int]]:
        found = []
        for answer in (0, 1):
            strong = []
            for j in self.statements:
                counts = self.counts(list(range(len(self.cells))), j, as_cast=False)
                share, test = _share(counts[answer], counts[2])
                if not self.taken_out[j] and share > 0.5 and test > 1.2816:
                    strong.append((-share * test, j))
            found.append([j for _, j in sorted(strong)][:5])
        return found[0], found[1]

    def representatives(self, groups: list[list[int]]) -> list[list[tuple[int, bool, float]]]:
        """Per group (statement, agrees, product) in the order in which Polis shows them."""
        counts = [
            [self.counts(people, j, as_cast=False) for j in self.statements] for people in groups
        ]
        return [self._of_group(counts, g) for g in range(len(groups))]

    def _of_group(
        self, counts: list[list[tuple[int, int, int]]], g: int
    ) -> list[tuple[int, bool, float]]:
        sufficient: list[tuple[float, int, bool]] = []
        best: tuple[float, int, bool, float] | None = None
        best_agree: tuple[int, bool, dict[str, float]] | None = None
        for j in self.statements:
            if self.taken_out[j]:
                continue
            agree = _answer(counts, g, j, 0)
            disagree = _answer(counts, g, j, 1)
            agrees = agree["rat"] > disagree["rat"]
            side = agree if agrees else disagree
            if any(one["rat"] > 1.2816 and one["pat"] > 1.2816 for one in (agree, disagree)):
                sufficient.append((-side["product"], j, agrees))
            if best is None or side["rat"] > best[0]:
                best = side["rat"], j, agrees, side["product"]
            if counts[g][j][0] == counts[g][j][1] == 0:
                continue
            if best_agree is None:
                good = agree["pat"] > 1.2816 or (agree["ra"] > 1 and agree["pa"] > 0.5)
            elif best_agree[2]["ra"] > 1:
                good = agree["product"] > best_agree[2]["product"]
            else:
                good = agree["pa"] * agree["pat"] > best_agree[2]["pa"] * best_agree[2]["pat"]
            if good:
                best_agree = j, agrees, {**agree, "shown": side["product"]}
        head = (
            [] if best_agree is None else [(best_agree[0], best_agree[1], best_agree[2]["shown"])]
        )
        if not sufficient:
            return head or ([(best[1], best[2], best[3])] if best else [])
        rest = [(j, a, -p) for p, j, a in sorted(sufficient) if not head or j != head[0][0]]
        shown = (head + rest)[:5]
        return [one for one in shown if one[1]] + [one for one in shown if not one[1]]


def _share(count: int, voted: int) -> tuple[float, float]:
    test = 2 * sqrt(voted + 1) * ((count + 1) / (voted + 1) - 0.5)
    return (count + 1) / (voted + 2), test


def _answer(
    counts: list[list[tuple[int, int, int]]], g: int, j: int, answer: int
) -> dict[str, float]:
    a, s = counts[g][j][answer], counts[g][j][2]
    b = sum(group[j][answer] for h, group in enumerate(counts) if h != g)
    t = sum(group[j][2] for h, group in enumerate(counts) if h != g)
    pa, pat = _share(a, s)
    ra = pa / ((b + 1) / (t + 2))
    pooled = (a + 1 + b + 1) / (s + 1 + t + 1)
    rat = 0.0
    if pooled != 1:
        spread = sqrt(pooled * (1 - pooled) * (1 / (s + 1) + 1 / (t + 1)))
        rat = ((a + 1) / (s + 1) - (b + 1) / (t + 1)) / spread
    return {"pa": pa, "pat": pat, "ra": ra, "rat": rat, "product": ra * rat * pa * pat}


def k_means(points: list[Place], k: int, weight: list[int], rounds: int) -> list[set[int]]:
    """The members of each cluster, from the first k different points."""
    means: list[Place] = []
    for point in points:
        if point not in means and len(means) < k:
            means.append(point)
    while True:
        clusters: dict[int, set[int]] = {}
        for i, point in enumerate(points):
            far = [dist(point, mean) for mean in means]
            clusters.setdefault(far.index(min(far)), set()).add(i)
        found = [clusters[c] for c in sorted(clusters)]
        new = [
            tuple(
                sum(weight[i] * points[i][axis] for i in members) / sum(weight[i] for i in members)
                for axis in (0, 1)
            )
            for members in found
        ]
        still = all(dist(x, y) < 0.01 for x, y in zip(sorted(means), sorted(new), strict=False))
        if still or rounds == 0:
            return found
        means, rounds = new, rounds - 1


def silhouette(points: list[Place], clusters: list[set[int]]) -> float:
    values = []
    for own in clusters:
        for i in own:
            if len(own) == 1:
                values.append(0.0)
                continue
            a = sum(dist(points[i], points[j]) for j in own if j != i) / (len(own) - 1)
            b = min(
                sum(dist(points[i], points[j]) for j in other) / len(other)
                for other in clusters
                if other is not own
            )
            values.append((b - a) / max(a, b))
    return sum(values) / len(values)
