"""Groups found: whether there are any, how many, who belongs to which, and what they rest on.

Everything here works on a sample of people in the order of their numbers (see `sampling.py`), so
the rows may come in any order. How many people each step looks at stands below; what is found is
then applied to everybody.
"""

from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from samenspel.measures.opinions.factor_map import FloatArray
from samenspel.measures.opinions.groups_found.cells import Cells, placed
from samenspel.measures.opinions.groups_found.characteristic import Characteristic, characteristic
from samenspel.measures.opinions.groups_found.choosing import best_mixture
from samenspel.measures.opinions.groups_found.classes import UNDETERMINED_BELOW, Classes, Fit
from samenspel.measures.opinions.groups_found.latent import Mixture, Places
from samenspel.measures.opinions.groups_found.null_model import (
    ENOUGH_REACHED,
    LEVEL,
    Tested,
    against_the_null,
)
from samenspel.measures.opinions.groups_found.stability import stability
from samenspel.measures.opinions.groups_found.valleys import apart, valleys
from samenspel.measures.opinions.sampling import Sample, thinned
from samenspel.measures.opinions.votes import Votes

IntArray = NDArray[np.int64]

PEOPLE_FOR_GROUPS = 20
PEOPLE_IN_THE_SAMPLE = 10_000
PEOPLE_IN_A_FIRST_TEST = 200
_PART_OF_FIRST_TEST = 0.25
PEOPLE_IN_THE_TEST = 1_000
PEOPLE_IN_A_TEST_ON_MANY_AXES = 600
MOST_PEOPLE_IN_THE_TEST = 2_000
_ONE_IN = 500
PEOPLE_TO_CHOOSE_BY = 1_500
PEOPLE_IN_A_RESAMPLE = 1_000
PEOPLE_IN_A_FOLD = 1_500
_VOTES_IN_THE_TEST = 40
_MANY_VOTES = 60
_ALL_VOTES = 1_000_000_000
_MOST_GROUPS = 20
SMALLEST_GROUP = 5
_MORE_ROUNDS = 5


@dataclass(frozen=True, eq=False)
class GroupsFound:
    """tested : None where there was nothing to test: no axis, or fewer than 20 people
    classes : None where one group is the answer
    membership : (voters of the sample, k) of those it was found with, own votes left out
    stability : (k,)
    valley : depth of the deepest one between groups; 0 where the test says there are none
    """

    tested: Tested | None = None
    classes: Classes | None = None
    membership: FloatArray | None = None
    stability: FloatArray | None = None
    characteristic: Characteristic | None = None
    valley: float = 0.0

    @property
    def count(self) -> int:
        return 1 if self.classes is None else len(self.classes.share)


@dataclass(frozen=True, eq=False)
class Search:
    """Where groups are looked for, and how.

    loadings : (statements, axes) of the axes that are beyond chance; noise the map's σ²
    everybody : how many people a sample is of; the more, the more of them are in the test
    """

    loadings: FloatArray
    noise: float
    everybody: int
    seed: int
    executor: Executor | None = None

    @property
    def axes(self) -> int:
        return int(self.loadings.shape[1])

    def find(self, sample: Sample) -> GroupsFound:
        """Groups of people who answer alike, or one group where nothing beats the null model.

        sample : people who voted enough to be placed

        Groups are there if the test says p <= .02, and hardly anybody stands between them. How
        many follows from a mixture over where people stand; who belongs to which from latent
        classes over all their votes.
        """
        if self.axes == 0 or len(sample.people) < PEOPLE_FOR_GROUPS:
            return GroupsFound()
        with ThreadPoolExecutor(1) as thread:
            # Looked for meanwhile: for groups that are there the test takes as long as all else.
            looked = thread.submit(self._looked_for, sample)
            tested = self._tested(sample)
            found = GroupsFound() if tested.p > LEVEL else looked.result()
        return replace(found, tested=tested)

    def _looked_for(self, sample: Sample) -> GroupsFound:
        """As if it were certain that there are groups; one where no valley lies between them."""
        few = thinned(sample, people=PEOPLE_TO_CHOOSE_BY, votes_each=_ALL_VOTES)
        mixed = self._mixture(few.votes)
        fall = valleys(mixed)
        groups = apart(fall)
        only_one = GroupsFound(valley=float(fall.max()))
        if groups.shape[1] == 1:
            return only_one
        start = Fit(few.votes, mixed.membership.T @ groups).classes.membership(sample.votes)
        found = _enough_people(sample.votes, start)
        if found is None:
            return only_one
        classes, membership = found
        return replace(only_one, classes=classes, membership=membership)

    def checked(self, found: GroupsFound, sample: Sample) -> GroupsFound:
        """With how stable its groups are, and what sets them apart."""
        if found.membership is None:
            return found
        k = found.count
        label = labels(found.membership)
        few = _as_many_as_needed(sample, PEOPLE_IN_A_RESAMPLE)
        more = _as_many_as_needed(sample, PEOPLE_IN_A_FOLD)
        nearest = found.membership.argmax(axis=1)[: len(few.people)]
        surely = label[: len(more.people)]
        seed, executor = self.seed, self.executor
        with ThreadPoolExecutor(1) as thread:
            # Neither has enough parts to keep all workers at work to the end.
            stable = thread.submit(
                stability, few.votes, nearest, k, self.axes, seed=seed, executor=executor
            )
            sets_apart = characteristic(
                more.votes, surely, k, self.axes, seed=seed, executor=executor
            )
            return replace(found, stability=stable.result(), characteristic=sets_apart)

    def _tested(self, sample: Sample) -> Tested:
        """Among a few people first: that is enough for groups that stand clearly apart.

        The first test may use up a quarter of the level and the second the rest, so that together
        they hold it (Bonferroni): p is the smaller of p / ¼ and p / ¾.
        """
        least = PEOPLE_IN_THE_TEST if self.axes <= 3 else PEOPLE_IN_A_TEST_ON_MANY_AXES
        people = min(max(least, self.everybody // _ONE_IN), MOST_PEOPLE_IN_THE_TEST)
        few = thinned(sample, people=people, votes_each=_VOTES_IN_THE_TEST)
        if len(few.people) < 2 * PEOPLE_IN_A_FIRST_TEST:
            return self._against_the_null(few, ENOUGH_REACHED)
        first = self._against_the_null(
            thinned(few, people=PEOPLE_IN_A_FIRST_TEST, votes_each=_VOTES_IN_THE_TEST),
            enough=1,
        )
        p = first.p / _PART_OF_FIRST_TEST
        if p <= LEVEL:
            return replace(first, p=p)
        second = self._against_the_null(few, ENOUGH_REACHED)
        return replace(second, p=min(1.0, p, second.p / (1 - _PART_OF_FIRST_TEST)))

    def _against_the_null(self, few: Sample, enough: int) -> Tested:
        return against_the_null(
            few.votes,
            self.loadings,
            self.noise,
            seed=self.seed,
            enough=enough,
            executor=self.executor,
        )

    def _mixture(self, votes: Votes) -> Mixture:
        """How many groups there are, and where they stand."""
        # In single precision: likelihoods that are compared differ by whole units.
        cells = Cells(votes, np.float32)
        centred = cells.centred(cells.observed)
        loadings = self.loadings[:, :, None].astype(np.float32)
        places = placed(cells, centred, loadings, np.array([self.noise], dtype=np.float32))
        alone = Places(places.position[0], places.variance[0])
        return best_mixture(alone, seed=self.seed, most=_MOST_GROUPS)


def _as_many_as_needed(sample: Sample, most: int) -> Sample:
    """The first people, up to `most`, or down to half of it where they have 60 votes each."""
    votes_each = max(1.0, len(sample.votes) / len(sample.people))
    people = round(most * _MANY_VOTES / votes_each)
    people = min(most, max(most // 2, people))
    return thinned(sample, people=people, votes_each=_ALL_VOTES)


def labels(membership: FloatArray) -> IntArray:
    """(voters,) the group of each, -1 for who is undetermined: no group with p >= .8."""
    by_group = np.ascontiguousarray(membership.T)
    return np.where(by_group.max(axis=0) >= UNDETERMINED_BELOW, by_group.argmax(axis=0), -1)


def _enough_people(votes: Votes, membership: FloatArray) -> tuple[Classes, FloatArray] | None:
    """Classes and membership without groups of fewer than five people, the largest group first."""
    while True:
        found = Fit(votes, membership, rounds=_MORE_ROUNDS)
        judged = found.membership()
        held = np.bincount(judged.argmax(axis=1), minlength=judged.shape[1])
        large = held >= SMALLEST_GROUP
        if large.sum() < 2:
            return None
        if large.all():
            return _largest_first(found.classes, judged)
        membership = judged[:, large]
        membership = membership / np.maximum(membership.sum(axis=1, keepdims=True), 1e-300)


def _largest_first(classes: Classes, membership: FloatArray) -> tuple[Classes, FloatArray]:
    order = np.lexsort((classes.chance[0], -classes.share))
    turned = replace(classes, share=classes.share[order], chance=classes.chance[:, order])
    return turned, membership[:, order]
