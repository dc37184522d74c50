"""Groups looked for from nothing but votes: also where there is nothing to see."""

import numpy as np
import pytest

from samenspel.measures.opinions.groups_found.anew import found_anew
from samenspel.measures.opinions.votes import Votes
from tests.benchmarks.adjusted_rand import adjusted_rand
from tests.benchmarks.made_votes import Size
from tests.measures.opinions.made_people import planted


@pytest.mark.parametrize("axes", [1, 2, 3])
def test_people_who_all_say_the_same_are_in_one_group_or_another(axes: int) -> None:
    people, statements = 26, 3
    voter, statement = np.divmod(np.arange(people * statements), statements)
    votes = Votes(voter, statement, np.array([1, -1, 0])[statement], people, statements)

    [label] = found_anew([votes], axes, 2, seeds=[0])

    assert label.tolist() == [label[0]] * people


@pytest.mark.parametrize("axes", [1, 2, 3])
def test_what_is_found_in_a_set_does_not_depend_on_those_beside_it(axes: int) -> None:
    size, seeds = Size(150, 30, 12, uneven=True), [4, 5, 6]
    sets = [planted(size, (0.5, 0.3, 0.2), 0.4, seed).votes for seed in range(3)]
    alone = [
        found_anew([votes], axes, 3, seeds=[seed]) for votes, seed in zip(sets, seeds, strict=True)
    ]
    together = found_anew(sets, axes, 3, seeds=seeds)
    for label, [expected] in zip(together, alone, strict=True):
        assert np.array_equal(label, expected)


def test_sets_without_votes_and_people_without_votes_are_no_trouble() -> None:
    made = planted(Size(200, 40, 20), (0.5, 0.5), 0.4, seed=1)
    voted = np.arange(200) >= 30
    few = made.votes.keep_people(voted)
    with_silent = Votes(few.voter + 30, few.statement, few.value, 200, 40)
    none = np.zeros(0, dtype=np.int64)
    nobody = Votes(none, none, none, 200, 40)
    silent, found, whole = found_anew([nobody, with_silent, made.votes], 1, 2, seeds=[0, 0, 0])
    assert silent.tolist() == [0] * 200
    assert found.shape == (200,)
    assert adjusted_rand(found[voted], made.group[voted]) > 0.9
    assert adjusted_rand(whole, made.group) > 0.9
