"""Joining people to voices by the order in which both are found: every order with every order."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from scipy.stats import norm, poisson

from tests.privacy.traces import Traces

FALSE_ALARM = 1e-6
"""How likely it may be that chance alone looks like a leak, over everything that is tried."""

Ranks = NDArray[np.float64]


@dataclass(frozen=True)
class Attack:
    """What an attacker got out of all orders, and what chance would have given.

    joined : people who were joined to their own voice, by the best pair of orders
    alike : how far that order of people, and of their voices, run together (1: the same, or turned)
    combined : people who were joined by all pairs of orders taken together
    """

    people: int
    pairs: int
    joined: int
    alike: float
    combined: int
    by: str
    chance_joined: int
    chance_alike: float

    @property
    def is_no_better_than_chance(self) -> bool:
        most = max(self.joined, self.combined)
        return most <= self.chance_joined and self.alike <= self.chance_alike


def join(traces: Traces, truth: Sequence[int], group_of: Sequence[int]) -> Attack:
    """Try every order of people with every order of voices, forwards and backwards.

    The attacker knows who was in which group, and which group a voice is of, so joins within it.

    truth : of each person the voice that is theirs. Only tells afterwards what was right
    group_of : of each person the group
    """
    voice_of = np.array(truth)
    groups = np.array(group_of)
    group_of_voice = np.empty(len(groups), dtype=int)
    group_of_voice[voice_of] = groups
    people = {by: _ranks(order, groups) for by, order in traces.people.items()}
    voices = {by: _ranks(order, group_of_voice) for by, order in traces.voices.items()}

    joined, alike, by = 0, 0.0, ""
    distance = np.zeros((len(groups), len(groups)))
    for (one, person), (other, voice) in product(people.items(), voices.items()):
        right, likeness = _compare(person, voice[voice_of], groups)
        if right > joined:
            joined, by = right, f"{one} / {other}"
        alike = max(alike, likeness)
        apart = np.abs(person[:, None] - voice[None, :])
        distance += np.nan_to_num(apart, nan=len(groups) / 3)
    distance[groups[:, None] != group_of_voice[None, :]] = np.inf
    rows, columns = linear_sum_assignment(np.nan_to_num(distance, posinf=1e9))
    pairs = len(people) * len(voices)
    # Forwards and backwards, and two ways to look at each.
    each = FALSE_ALARM / max(4 * pairs, 1)
    return Attack(
        people=len(groups),
        pairs=pairs,
        joined=joined,
        alike=alike,
        combined=int((voice_of[rows] == columns).sum()) if pairs else 0,
        by=by,
        # In a random order one in each group is right, give or take as Poisson says.
        chance_joined=int(poisson.isf(each, len(set(group_of)))),
        chance_alike=float(norm.isf(each) / np.sqrt(len(groups) - len(set(group_of)))),
    )


def _compare(person: Ranks, own_voice: Ranks, groups: NDArray[np.int64]) -> tuple[int, float]:
    """How many stand at the same place, and how far both orders run together."""
    forwards = backwards = 0
    a, b = person.copy(), own_voice.copy()
    for group in np.unique(groups):
        inside = groups == group
        if np.isnan(person[inside]).all() or np.isnan(own_voice[inside]).all():
            continue
        forwards += int((person[inside] == own_voice[inside]).sum())
        turned = np.nanmax(own_voice[inside]) - own_voice[inside]
        backwards += int((person[inside] == turned).sum())
        a[inside] -= np.nanmean(a[inside])
        b[inside] -= np.nanmean(b[inside])
    both = ~np.isnan(a) & ~np.isnan(b)
    size = np.sqrt((a[both] ** 2).sum() * (b[both] ** 2).sum())
    if not size:
        return max(forwards, backwards), 0.0
    # Fewer people are less of a proof.
    shared = np.sqrt(both.sum() / len(both))
    return max(forwards, backwards), float(abs((a[both] * b[both]).sum()) / size * shared)


def _ranks(order: Sequence[int], groups: NDArray[np.int64]) -> Ranks:
    """The place of each within the group; NaN of who is not found."""
    ranks = np.full(len(groups), np.nan)
    for group in np.unique(groups):
        inside = [number for number in order if groups[number] == group]
        ranks[inside] = np.arange(len(inside))
    return ranks
