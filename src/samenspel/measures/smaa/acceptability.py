"""Stochastic multicriteria acceptability: for which priorities does which option come first?

Nobody has to agree on weights. All weights that fit what somebody said are looked at, and it is
told how many of them put an option in each place (SMAA-2, Lahdelma & Salminen 2001, Operations
Research 49:444).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from samenspel.measures.smaa.weights import FloatArray, IntArray, draw_weights

# Given how many draws, (draws, options, criteria) values from 0 (worst) to 1 (best).
DrawValues: TypeAlias = Callable[[int, np.random.Generator], FloatArray]

DRAWS = 20_000
_CELLS_AT_A_TIME = 4_000_000


@dataclass(frozen=True, eq=False)
class Acceptability:
    """What all draws together say of each option.

    rank : (options, options) part of the draws in which an option has a place, best place first
    central_weights : (options, criteria) mean weights where it comes first; nan where it never does
    central_error : (options, criteria) Monte Carlo standard error of those
    confidence : (options,) P(it comes first, for who has its central weights); nan likewise
    pairwise : (options, options) part of the draws in which the one of the row beats the other;
        half on the diagonal
    draws : of which a part has a standard error of √(p (1 − p) / draws)
    """

    rank: FloatArray
    central_weights: FloatArray
    central_error: FloatArray
    confidence: FloatArray
    pairwise: FloatArray
    draws: int

    @property
    def error(self) -> float:
        """The largest standard error that any part of the draws can have."""
        return 0.5 / float(np.sqrt(self.draws))


def acceptability(
    draw_values: DrawValues,
    places: IntArray,
    *,
    voice_weight: FloatArray | None = None,
    draws: int = DRAWS,
    seed: int = 0,
) -> Acceptability:
    """How acceptable each option is, over uncertain values and all weights that voices leave open.

    draw_values : what the options may be worth on the criteria
    places : (voices, criteria) the order of each voice, as in `draw_weights`; one voice without an
        order stands for "nothing was said"
    voice_weight : (voices,) ω_v, how much each voice counts; default the same. For groups that
        count the same: N_g / (n_g Σ N)
    draws : at least this many, and two for each voice; shared over voices by what they count.
        10,000 make the standard error of a part of the draws .005 or less

    An option's value is Σ w_j v_j. Options of the same value share their places at random.

    Raises ValueError for no voices, weights that cannot be, or values of another shape.
    """
    random = np.random.default_rng(seed)
    counts = _draws_of(len(places), voice_weight, draws, random)
    voice = np.repeat(np.arange(len(places)), counts)
    random.shuffle(voice)
    shape = _shape(draw_values, places)
    tally = _Tally(*shape)
    for some in _parts(len(voice), shape):
        weights = draw_weights(places[voice[some]], random)
        worth = np.einsum("doc,dc->do", draw_values(len(weights), random), weights)
        tally.add(worth, weights, random)
    central, error = tally.central()
    return Acceptability(
        rank=tally.rank / len(voice),
        central_weights=central,
        central_error=error,
        confidence=_confidence(draw_values, central, draws, random),
        pairwise=(tally.beaten + 0.5 * np.eye(len(central)) * len(voice)) / len(voice),
        draws=len(voice),
    )


def _draws_of(
    voices: int, voice_weight: FloatArray | None, draws: int, random: np.random.Generator
) -> IntArray:
    """(voices,) draws for each voice: what it counts for, rounded up or down at random.

    Systematic sampling: in the mean exactly in proportion, and never off by more than one.
    """
    if voices < 1 or draws < 1:
        raise ValueError("there must be a voice, and a draw")
    weight = np.ones(voices) if voice_weight is None else voice_weight
    if weight.shape != (voices,) or np.any(weight < 0) or weight.sum() <= 0:
        raise ValueError("every voice must count for 0 or more, and one for more than 0")
    total = max(draws, 2 * voices)
    reached = np.floor(np.cumsum(weight) / weight.sum() * total + random.random())
    reached[-1] = total
    return np.asarray(np.diff(reached, prepend=0.0), dtype=np.int64)


def _parts(draws: int, shape: tuple[int, int]) -> list[slice]:
    """So many draws at a time that memory stays small, whatever the number of voices."""
    at_a_time = max(1, _CELLS_AT_A_TIME // int(np.prod(shape)))
    return [slice(start, start + at_a_time) for start in range(0, draws, at_a_time)]


def _shape(draw_values: DrawValues, places: IntArray) -> tuple[int, int]:
    """Options and criteria."""
    tried = draw_values(1, np.random.default_rng(0)).shape
    if len(tried) != 3 or tried[1] < 1 or tried[2:] != places.shape[1:]:
        raise ValueError("values must be (draws, options, criteria), places (voices, criteria)")
    return tried[1], tried[2]


class _Tally:
    """Sums over draws."""

    def __init__(self, options: int, criteria: int) -> None:
        self.rank = np.zeros((options, options))
        self.beaten = np.zeros((options, options))
        self._first = np.zeros(options)
        self._weights = np.zeros((options, criteria))
        self._squares = np.zeros((options, criteria))

    def add(self, worth: FloatArray, weights: FloatArray, random: np.random.Generator) -> None:
        options = worth.shape[1]
        # Equal options come in a random order, another one in each draw.
        order = np.lexsort((random.random(worth.shape), -worth), axis=1)
        for place in range(options):
            self.rank[:, place] += np.bincount(order[:, place], minlength=options)
        first = order[:, 0]
        for option in range(options):
            among = weights[first == option]
            self._first[option] += len(among)
            self._weights[option] += among.sum(axis=0)
            self._squares[option] += (among**2).sum(axis=0)
            other = worth[:, option : option + 1]
            self.beaten[option] += (other > worth).sum(axis=0) + 0.5 * (other == worth).sum(axis=0)
        np.fill_diagonal(self.beaten, 0.0)

    def central(self) -> tuple[FloatArray, FloatArray]:
        """Mean weights where each option was first, and their standard errors."""
        with np.errstate(invalid="ignore", divide="ignore"):
            first = self._first[:, None]
            mean = self._weights / first
            variance = np.maximum(self._squares / first - mean**2, 0.0)
            return mean, np.sqrt(variance / first)


def _confidence(
    draw_values: DrawValues, central: FloatArray, draws: int, random: np.random.Generator
) -> FloatArray:
    """P(first), for who has exactly an option's central weights."""
    options = len(central)
    wins = np.full(options, np.nan)
    known = ~np.isnan(central[:, 0])
    wins[known] = 0.0
    for some in _parts(draws, central.shape):
        values = draw_values(len(range(*some.indices(draws))), random)
        for option in np.flatnonzero(known):
            worth = values @ central[option]
            best = worth.max(axis=1)
            # Equal options share the first place.
            tied = (worth == best[:, None]).sum(axis=1)
            wins[option] += ((worth[:, option] == best) / tied).sum()
    return wins / draws
