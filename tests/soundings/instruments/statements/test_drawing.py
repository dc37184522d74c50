"""What is drawn more often, and that it bends no share."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from samenspel.measures.opinions.routing import (
    chances_by_weight,
    des_raj_weights,
    drawn,
    weighted_shares,
)
from samenspel.soundings.instruments.statements.drawing import pick, shares, weights_by_count

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]


def weights(answered: list[int], asked: list[int] | int) -> list[int]:
    n = np.array(answered)
    found = weights_by_count(n, np.broadcast_to(asked, n.shape).astype(np.int64))
    return [int(weight) for weight in found]


def test_half_of_what_is_usual_weighs_twice_and_a_quarter_four_times() -> None:
    known = [99] * 7
    assert weights([*known, 50, 49, 25, 24, 0], 199) == [*[1] * 8, 2, 2, 4, 4]


def test_one_answer_more_seldom_makes_another_step() -> None:
    steps = [weights([80, 80, 80, n], 100) for n in range(101)]
    assert sum(before != after for before, after in pairwise(steps)) == 2


def test_a_statement_for_few_is_held_against_those_few() -> None:
    assert weights([90, 88, 18], [100, 100, 20]) == [1, 1, 1]
    assert weights([90, 88, 5], [100, 100, 20]) == [1, 1, 2]


def test_what_nobody_was_asked_is_known_least_and_is_no_measure_for_others() -> None:
    assert weights([0, 9, 8, 0], [0, 9, 9, 0]) == [4, 1, 1, 4]
    assert weights([0, 0], 0) == [4, 4]


@pytest.mark.parametrize("answered", [[], [0], [7], [0, 0, 0], [5, 5]])
def test_where_all_are_known_alike_all_weigh_one(answered: list[int]) -> None:
    assert weights(answered, 9) == [1] * len(answered)


ONE_OF = st.sampled_from([1, 2, 4])


@given(st.lists(ONE_OF, min_size=1, max_size=9))
def test_every_statement_keeps_its_uniform_part(each: list[int]) -> None:
    found = shares(each)
    assert sum(found) == pytest.approx(1)
    assert min(found) >= 0.3 / len(each)
    assert [b > a for a, b in pairwise(found)] == [b > a for a, b in pairwise(each)]


@given(
    st.lists(st.tuples(ONE_OF, st.booleans()), min_size=1, max_size=9).filter(
        lambda both: any(is_left for _weight, is_left in both)
    ),
    st.floats(0, 1, exclude_max=True),
)
def test_one_person_draws_as_many_at_once_do(both: list[tuple[int, bool]], luck: float) -> None:
    found = shares([weight for weight, _left in both])
    unseen = np.array([is_left for _weight, is_left in both])
    chance = chances_by_weight(np.array(found), unseen)
    reached = np.cumsum(chance)
    assume(np.abs(reached - luck).min() > 1e-9)

    assert pick(found, unseen.tolist(), luck) == drawn(chance, np.array(luck))


def test_of_what_was_seen_nothing_is_drawn() -> None:
    assert pick([0.5, 0.25, 0.25], [False, True, False], np.nextafter(1, 0)) == 1
    for nothing in ([], [False, False]):
        with pytest.raises(ValueError, match="no statement"):
            pick([0.5, 0.5][: len(nothing)], nothing, 0.5)


# ── Whole rounds ──────────────────────────────────────────────────────────────────────────

STATEMENTS, DAYS, A_DAY, RUNS = 16, 10, 150, 48
ADDED_ON = 4
LATE = STATEMENTS - 1
SLANT = np.linspace(-1.2, 1.2, STATEMENTS)[np.random.default_rng(3).permutation(STATEMENTS)]
DRIFT = np.linspace(-0.7, 0.7, STATEMENTS)[np.random.default_rng(4).permutation(STATEMENTS)]


@dataclass(frozen=True)
class Round:
    """Who would say what, and what they were asked, day after day."""

    would: FloatArray
    person: IntArray
    statement: IntArray
    place: IntArray
    chance: FloatArray
    weights_seen: frozenset[int]

    def off(self, weight: FloatArray) -> FloatArray:
        """(statements,) share less what all would say; of the late one, all who came after it."""
        found = weighted_shares(
            self.person,
            self.statement,
            self.would[self.person, self.statement],
            weight,
            people=len(self.would),
            statements=STATEMENTS,
        )
        truth = self.would.mean(axis=0)
        truth[LATE] = self.would[ADDED_ON * A_DAY :, LATE].mean()
        return np.asarray(found.share - truth)

    def answers_since_it_was_added(self) -> IntArray:
        since = self.statement[self.person >= ADDED_ON * A_DAY]
        return np.bincount(since, minlength=STATEMENTS)

    def plain(self) -> FloatArray:
        return self.off(np.ones(len(self.person)))

    def corrected(self) -> FloatArray:
        lengths = np.bincount(self.person, minlength=len(self.would))
        return self.off(des_raj_weights(self.person, self.place, self.chance, lengths))


def held(seed: int, rule: Literal["counts", "own votes"]) -> Round:
    """A round of ten days. Every day other people come, who think otherwise day by day; they stop
    when they like, whatever they answered; on the fifth day a statement is added.

    counts : draws as Samenspel does, renewed every day from what was answered until then
    own votes : more of what somebody will like, judged by what they said so far
    """
    rng = np.random.default_rng([20_261_124, seed])
    people = DAYS * A_DAY
    day = np.repeat(np.arange(DAYS), A_DAY)
    side = rng.normal(0, 1, (people, 1))
    liking = 0.3 + side * SLANT + np.linspace(-1, 1, DAYS)[day][:, None] * DRIFT
    would = (rng.random(liking.shape) < 1 / (1 + np.exp(-liking))).astype(np.float64)
    wants = rng.geometric(0.12, people).clip(2, STATEMENTS)
    answered = np.zeros(STATEMENTS, dtype=np.int64)
    rows: list[FloatArray] = []
    steps: set[int] = set()
    for today in range(DAYS):
        who = np.flatnonzero(day == today)
        there = STATEMENTS if today >= ADDED_ON else LATE
        weight = weights_by_count(answered[:there], np.full(there, today * A_DAY))
        steps |= set(weight.tolist())
        unseen = np.ones((len(who), there), dtype=np.bool_)
        lean = np.zeros(len(who))
        for place in range(1, there + 1):
            goes_on = wants[who] >= place
            if rule == "counts":
                chance = chances_by_weight(np.array(shares(weight.tolist())), unseen)
            else:
                alike = chances_by_weight(np.ones(there), unseen)
                guessed = chances_by_weight(np.exp(2 * lean[:, None] * SLANT[:there]), unseen)
                chance = 0.3 * alike + 0.7 * guessed
            one = drawn(chance, rng.random(len(who)))
            at = np.arange(len(who))
            said = would[who, one]
            columns = np.stack([who, one, np.full(len(who), place), chance[at, one]])
            rows.append(columns[:, goes_on])
            unseen[at, one] = False
            lean += (2 * said - 1) * np.sign(SLANT[one])
            answered[:there] += np.bincount(one[goes_on], minlength=there)
    person, statement, places, chance_of = np.concatenate(rows, axis=1)
    return Round(
        would,
        person.astype(np.int64),
        statement.astype(np.int64),
        places.astype(np.int64),
        chance_of,
        frozenset(steps),
    )


def test_by_counts_plain_shares_are_those_of_everybody() -> None:
    rounds = [held(seed, "counts") for seed in range(RUNS)]
    plain = np.mean([one.plain() for one in rounds], axis=0)

    assert np.abs(plain).max() < 0.01
    assert np.abs(plain).mean() < 0.003
    # It does draw what few answered more often, by which that statement catches up.
    assert all({1, 4} <= one.weights_seen for one in rounds)
    often = np.mean([one.answers_since_it_was_added() for one in rounds], axis=0)
    assert often[LATE] > 1.1 * often[:LATE].max()


def test_by_own_votes_plain_shares_bend_and_corrected_ones_do_not() -> None:
    rounds = [held(seed, "own votes") for seed in range(RUNS)]
    plain = np.mean([one.plain() for one in rounds], axis=0)
    corrected = np.mean([one.corrected() for one in rounds], axis=0)

    assert np.abs(plain).max() > 0.025
    assert np.abs(plain).mean() > 0.012
    assert np.abs(corrected).max() < 0.01
    assert np.abs(corrected).mean() < 0.004
