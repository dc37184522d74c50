"""What is shown next, and shares that stay right where the rule follows somebody's own answers."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray
from scipy.stats import chi2

from samenspel.measures.opinions.routing import (
    chances,
    chances_by_weight,
    des_raj_weights,
    drawn,
    fixed_weights,
    weighted_shares,
)
from samenspel.measures.opinions.unordered import unordered_weights

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
STATEMENTS, DRAWS, PEOPLE, RUNS = 12, 6, 4_000, 80


@given(arrays(np.int64, 7, elements=st.integers(0, 500)), arrays(np.bool_, (3, 7)))
def test_chances_add_up_and_keep_every_unseen_statement_within_reach(
    answered: IntArray, unseen: NDArray[np.bool_]
) -> None:
    found = chances(answered, unseen)
    left = unseen.sum(axis=1)
    assert_allclose(found.sum(axis=1), left > 0)
    assert (found[~unseen] == 0).all()
    floor = np.broadcast_to(0.3 / np.maximum(left, 1)[:, None], found.shape)
    assert (found[unseen] >= floor[unseen] - 1e-12).all()


def test_the_least_known_comes_first() -> None:
    found = chances(np.array([0, 10, 100]), np.ones(3, dtype=np.bool_))
    need = np.array([1, 1 / 11, 1 / 101])
    assert_allclose(found, 0.1 + 0.7 * need / need.sum())


def test_with_counts_of_agree_the_least_certain_comes_first() -> None:
    """Of 40 answers each: 20 of 40 is less certain than 39 of 40, and 3 of 4 less than either."""
    one, other, few = chances(
        np.array([40, 40, 4]), np.ones(3, dtype=np.bool_), agree=np.array([20, 39, 3])
    )
    assert few > one > other
    all_alike = chances(np.array([40, 0]), np.ones(2, dtype=np.bool_), uniform=1.0)
    assert_allclose(all_alike, 0.5)


def test_fixed_weights_are_the_chances_of_a_first_draw() -> None:
    answered = np.array([3, 0, 50, 8])
    weights = fixed_weights(answered)
    assert_allclose(weights, chances(answered, np.ones(4, dtype=np.bool_)))
    second = chances_by_weight(weights, np.array([True, False, True, True]))
    assert_allclose(second, weights * [1, 0, 1, 1] / (1 - weights[1]))


def test_a_draw_picks_by_its_chance_and_never_what_has_none() -> None:
    chance = np.array([0.0, 0.5, 0.0, 0.3, 0.2, 0.0])
    assert_array_equal(
        drawn(np.tile(chance, (5, 1)), np.array([0.0, 0.49, 0.5, 0.81, np.nextafter(1, 0)])),
        [1, 1, 3, 4, 4],
    )
    u = (np.arange(10_000) + 0.5) / 10_000
    counts = np.bincount(drawn(np.tile(chance, (10_000, 1)), u), minlength=6)
    assert_array_equal(counts, [0, 5_000, 0, 3_000, 2_000, 0])


def test_nothing_is_drawn_from_nothing() -> None:
    with pytest.raises(ValueError, match="no statement"):
        drawn(np.zeros((1, 3)), np.array([0.5]))
    with pytest.raises(ValueError, match="u must"):
        drawn(np.array([[1.0]]), np.array([1.0]))
    with pytest.raises(ValueError, match="uniform"):
        chances(np.array([1]), np.array([True]), uniform=1.5)
    with pytest.raises(ValueError, match="answered"):
        chances(np.array([-1]), np.array([True]))
    with pytest.raises(ValueError, match="agree"):
        chances(np.array([1]), np.array([True]), agree=np.array([2]))


def paths(
    values: tuple[int, ...], draws: int, seen: tuple[int, ...] = (), chance: float = 1.0
) -> list[tuple[tuple[int, ...], tuple[float, ...], float]]:
    """Every way somebody with these values can be led: statements, chances, their product.

    After a yes the next statement up is five times as likely, after a no the one down.
    """
    if len(seen) == draws:
        return [(seen, (), chance)]
    weight = np.ones(len(values))
    if seen:
        weight[(seen[-1] + (1 if values[seen[-1]] else -1)) % len(values)] = 5
    weight[list(seen)] = 0
    p = weight / weight.sum()
    found = []
    for j in np.flatnonzero(p):
        for led, rest, whole in paths(values, draws, (*seen, int(j)), chance * float(p[j])):
            found.append((led, (float(p[j]), *rest), whole))
    return found


@pytest.mark.parametrize("values", [(1, 0, 1, 1), (0, 0, 0, 1), (1, 1, 1, 1)])
@pytest.mark.parametrize("draws", [1, 2, 3, 4])
def test_over_every_path_an_answer_weighs_one_in_the_mean(
    values: tuple[int, ...], draws: int
) -> None:
    """Whatever somebody's answers did to what came next: unbiased, without any simulation."""
    mean = np.zeros(4)
    total = 0.0
    for led, chance, whole in paths(values, draws):
        weight = des_raj_weights(
            np.zeros(draws, dtype=np.int64),
            np.arange(1, draws + 1),
            np.array(chance),
            np.array([draws]),
        )
        mean[list(led)] += whole * weight
        total += whole
    assert total == pytest.approx(1)
    assert_allclose(mean, 1)


@dataclass(frozen=True)
class Led:
    """Draws of some people, what they and all there are would say, and how many each had."""

    truth: FloatArray
    would: FloatArray
    person: IntArray
    statement: IntArray
    place: IntArray
    chance: FloatArray
    lengths: IntArray

    @property
    def value(self) -> FloatArray:
        return np.asarray(self.would[self.person, self.statement])

    def off(self, weight: FloatArray) -> FloatArray:
        """(statements,) share less what all would have said."""
        found = weighted_shares(
            self.person,
            self.statement,
            self.value,
            weight,
            people=len(self.would),
            statements=STATEMENTS,
        )
        return np.asarray(found.share - self.would.mean(axis=0))

    def plain(self) -> FloatArray:
        return self.off(np.ones(len(self.person)))

    def hajek(self) -> FloatArray:
        return self.off(1 / self.chance)

    def des_raj(self) -> FloatArray:
        return self.off(des_raj_weights(self.person, self.place, self.chance, self.lengths))


SLANT = np.linspace(-1.2, 1.2, STATEMENTS)


def agreeing(liked: FloatArray, side: FloatArray) -> FloatArray:
    return np.asarray(1 / (1 + np.exp(-liked - side * SLANT)))


def led(seed: int, *, stops: float = 0.0, people: int = PEOPLE) -> Led:
    """People on two sides get more of what they will like, judged by what they said so far.

    stops : after the third draw, the chance that somebody stops who did not agree
    """
    rng = np.random.default_rng([20_261_124, seed])
    liked = np.linspace(-0.4, 0.6, STATEMENTS)[rng.permutation(STATEMENTS)]
    side = rng.normal(0, 1, (people, 1))
    would = np.where(rng.random((people, STATEMENTS)) < agreeing(liked, side), 1.0, 0.0)
    nodes, weights = np.polynomial.hermite_e.hermegauss(40)
    truth = weights @ agreeing(liked, nodes[:, None]) / weights.sum()
    everybody = np.arange(people)
    lean, unseen = np.zeros(people), np.ones((people, STATEMENTS), dtype=np.bool_)
    goes_on, columns = np.ones(people, dtype=np.bool_), []
    for place in range(1, DRAWS + 1):
        alike = chances_by_weight(np.ones(STATEMENTS), unseen)
        guessed = chances_by_weight(np.exp(1.5 * lean[:, None] * SLANT), unseen)
        chance = 0.3 * alike + 0.7 * guessed
        next_one = drawn(chance, rng.random(people))
        p, said = chance[everybody, next_one], would[everybody, next_one]
        columns.append(
            np.stack([everybody, next_one, np.full(people, place), p, goes_on])[:, goes_on]
        )
        unseen[everybody, next_one] = False
        lean += (2 * said - 1) * np.sign(SLANT[next_one]) * 0.5
        if place >= 3:
            goes_on = goes_on & ~((said == 0) & (rng.random(people) < stops))
    person, statement, place_of, p_of, _ = np.concatenate(columns, axis=1)
    who = person.astype(np.int64)
    return Led(
        truth,
        would,
        who,
        statement.astype(np.int64),
        place_of.astype(np.int64),
        p_of,
        np.bincount(who, minlength=people),
    )


def test_shares_are_right_where_plain_ones_and_one_over_p_are_not() -> None:
    runs = [led(seed) for seed in range(RUNS)]
    ours, plain, hajek = (
        np.array([getattr(run, name)() for run in runs]) for name in ("des_raj", "plain", "hajek")
    )

    def in_errors(off: FloatArray) -> FloatArray:
        return np.asarray(off.mean(axis=0) / (off.std(axis=0, ddof=1) / np.sqrt(RUNS)))

    # Per statement within chance, and together as well: χ² with 12 degrees of freedom.
    z = in_errors(ours)
    assert (z**2).sum() < chi2(STATEMENTS).ppf(0.99)
    assert abs(z.mean()) * np.sqrt(STATEMENTS) <= 2
    assert np.abs(ours.mean(axis=0)).max() < 0.003
    # The others are off by more than twice their error, on most statements.
    assert np.median(np.abs(in_errors(plain))) > 10
    assert np.abs(plain.mean(axis=0)).max() > 0.03
    assert np.median(np.abs(in_errors(hajek))) > 2
    assert np.abs(hajek.mean(axis=0)).max() > 0.008


def test_the_error_is_that_of_people_drawn_at_random() -> None:
    """Nineteen of twenty shares lie within 1.96 errors of what all people there are would say."""
    z = []
    for seed in range(RUNS):
        run = led(seed, people=600)
        found = weighted_shares(
            run.person,
            run.statement,
            run.value,
            des_raj_weights(run.person, run.place, run.chance, run.lengths),
            people=600,
            statements=STATEMENTS,
        )
        z.append((found.share - run.truth) / found.error)
    assert np.shape(z) == (RUNS, STATEMENTS)
    assert np.std(z) == pytest.approx(1, abs=0.06)
    assert (np.abs(z) < 1.96).mean() == pytest.approx(0.95, abs=0.02)


def test_stopping_after_answers_leaves_shares_off_by_less_than_a_hundredth() -> None:
    """As the docstring says: who does not agree stops, one in five times."""
    runs = [led(seed, stops=0.2) for seed in range(RUNS)]
    ours = np.array([run.des_raj() for run in runs]).mean(axis=0)
    plain = np.array([run.plain() for run in runs]).mean(axis=0)
    assert 0.004 < np.abs(ours).mean() < 0.01
    assert np.abs(plain).mean() > 2 * np.abs(ours).mean()


def test_by_fixed_weights_the_order_can_be_left_out_and_nothing_is_lost() -> None:
    """Unbiased as with the order, and no further off."""
    rng = np.random.default_rng(5)
    weights = fixed_weights(rng.integers(0, 40, STATEMENTS))
    ordered, unordered = [], []
    for seed in range(RUNS):
        people = led(seed, people=1_000)
        would = people.would
        unseen = np.ones(would.shape, dtype=np.bool_)
        everybody, columns = np.arange(1_000), []
        for _ in range(DRAWS):
            chance = chances_by_weight(weights, unseen)
            next_one = drawn(chance, rng.random(1_000))
            columns.append((next_one, chance[everybody, next_one]))
            unseen[everybody, next_one] = False
        statement = np.concatenate([column for column, _ in columns])
        person, place = np.tile(everybody, DRAWS), np.repeat(np.arange(1, DRAWS + 1), 1_000)
        chance = np.concatenate([p for _, p in columns])
        lengths = np.full(1_000, DRAWS)
        run = Led(people.truth, would, person, statement, place, chance, lengths)
        ordered.append(run.des_raj())
        rest = (weights * unseen).sum(axis=1)
        unordered.append(run.off(unordered_weights(person, weights[statement], rest)))
    z = np.mean(unordered, axis=0) / (np.std(unordered, axis=0, ddof=1) / np.sqrt(RUNS))
    assert (z**2).sum() < chi2(STATEMENTS).ppf(0.99)
    assert np.mean(np.square(unordered)) < np.mean(np.square(ordered))


def test_equal_weights_give_plain_shares() -> None:
    person, statement = np.array([0, 0, 1, 2]), np.array([0, 1, 0, 0])
    found = weighted_shares(
        person, statement, np.array([1, 0, 1, 0]), np.full(4, 2.5), people=4, statements=3
    )
    assert_allclose(found.share, [2 / 3, 0, np.nan])
    # Residuals 1/3, 1/3, -2/3 of four people: √(4/3 · 6/9) / 3.
    assert_allclose(found.error, [np.sqrt(4 / 3 * 6 / 9) / 3, 0, np.nan])
    assert_allclose(found.worth, [3, 1, np.nan])


def test_draws_that_cannot_be_are_refused() -> None:
    one = np.array([0])
    with pytest.raises(ValueError, match="same length"):
        des_raj_weights(one, np.array([1, 2]), np.array([0.5]), np.array([2]))
    with pytest.raises(ValueError, match="person"):
        des_raj_weights(np.array([1]), np.array([1]), np.array([0.5]), np.array([2]))
    with pytest.raises(ValueError, match="place"):
        des_raj_weights(one, np.array([3]), np.array([0.5]), np.array([2]))
    with pytest.raises(ValueError, match="chance"):
        des_raj_weights(one, np.array([1]), np.array([0.0]), np.array([2]))
    with pytest.raises(ValueError, match="same length"):
        weighted_shares(one, one, one, np.ones(2), people=1, statements=1)
    with pytest.raises(ValueError, match="statement"):
        weighted_shares(one, np.array([1]), one, np.ones(1), people=1, statements=1)
