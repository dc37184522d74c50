"""Every open conversation, by the measures and cell by cell."""

from pathlib import Path

import numpy as np
import pytest

from samenspel.measures.opinions.polis.clusters import (
    PolisGroups,
    centres,
    clustered,
    polis_groups,
)
from samenspel.measures.opinions.polis.consensus import group_aware_consensus, majorities
from samenspel.measures.opinions.polis.counts import counts_at_zero
from samenspel.measures.opinions.polis.plane import Plane, plane
from samenspel.measures.opinions.polis.representative import representatives
from samenspel.measures.opinions.polis.routing import priorities
from samenspel.measures.opinions.votes import tallies
from tests.measures.opinions.polis.conversations import ALL, Conversation, export
from tests.measures.opinions.polis.loops import Loops, k_means, silhouette


class Computed:
    def __init__(self, conversation: Conversation) -> None:
        self.conversation = conversation
        self.loops = Loops(conversation)
        self.plane: Plane = plane(conversation.votes, conversation.at_zero)
        self.found: PolisGroups = polis_groups(conversation.votes, conversation.at_zero, seed=4)
        self.tally = tallies(conversation.votes, self.found.group, self.found.groups)
        self.groups = [
            np.flatnonzero(self.found.group == g).tolist() for g in range(self.found.groups)
        ]


@pytest.fixture(scope="module", params=ALL)
def computed(request: pytest.FixtureRequest, test_data: Path) -> Computed:
    return Computed(export(test_data, request.param))


def test_plane(computed: Computed) -> None:
    found, loops = computed.plane, computed.loops.plane()
    theirs = np.array(loops.components).T
    cosines = np.sum(found.components * theirs, axis=0)
    np.testing.assert_allclose(np.abs(cosines), [1, 1], rtol=0, atol=1e-9)
    # Agree is -1 in the loops.
    turn = -np.sign(cosines)
    np.testing.assert_allclose(found.centre, -np.array(loops.centre), rtol=0, atol=1e-14)
    np.testing.assert_allclose(found.people * turn, loops.people, rtol=0, atol=1e-9)
    np.testing.assert_allclose(found.statements * turn, loops.statements, rtol=0, atol=1e-9)
    np.testing.assert_allclose(found.extremity, loops.extremity, rtol=0, atol=1e-9)


def test_who_is_clustered(computed: Computed) -> None:
    people = set(np.flatnonzero(clustered(computed.conversation.votes)).tolist())
    assert people == computed.loops.clustered()
    assert people == set(np.flatnonzero(computed.found.group >= 0).tolist())
    assert people == set(np.flatnonzero(computed.found.base >= 0).tolist())


def test_groups_of_base_clusters(computed: Computed) -> None:
    found = computed.found
    is_in = found.base >= 0
    spots = centres(computed.plane.people[is_in], found.base[is_in])
    points, size = [tuple(spot) for spot in spots.tolist()], np.bincount(found.base[is_in])
    by_loops = {
        k: k_means(points, k, size.tolist(), 20)
        for k in range(2, min(5, 2 + len(points) // 12) + 1)
    }
    silhouettes = {k: silhouette(points, clusters) for k, clusters in by_loops.items()}
    assert found.silhouettes == pytest.approx(silhouettes, abs=1e-9)
    best = by_loops[max(silhouettes, key=lambda k: silhouettes[k])]
    people = {frozenset(np.flatnonzero(np.isin(found.base, list(bases)))) for bases in best}
    assert {frozenset(group) for group in computed.groups} == people
    assert found.groups >= 2


def test_counts_consensus_and_priorities(computed: Computed) -> None:
    loops, statements = computed.loops, computed.loops.statements
    for group, people in enumerate(computed.groups):
        cast = [loops.counts(people, j, as_cast=True) for j in statements]
        agree, disagree, passed = computed.tally[group].T
        expected = np.array(cast)
        assert np.array_equal(np.stack([agree, disagree, agree + disagree + passed], 1), expected)
    consensus = [loops.consensus(computed.groups, j) for j in statements]
    np.testing.assert_allclose(
        group_aware_consensus(computed.tally), consensus, rtol=0, atol=2.3e-16
    )
    extremity = computed.plane.extremity
    weights = [loops.priority(computed.groups, j, float(extremity[j])) for j in statements]
    found = priorities(computed.tally, extremity, computed.conversation.meta)
    np.testing.assert_allclose(found, weights, rtol=4e-15, atol=0)


def test_representatives_and_majorities(computed: Computed) -> None:
    conversation, loops = computed.conversation, computed.loops
    people = np.array([len(group) for group in computed.groups])
    tally = counts_at_zero(computed.tally, people, conversation.at_zero)
    found = representatives(tally, conversation.taken_out)
    expected = loops.representatives(computed.groups)
    for of_group, by_loops in zip(found, expected, strict=True):
        assert of_group
        assert [(one.statement, one.agrees) for one in of_group] == [one[:2] for one in by_loops]
        products = [one.ratio * one.ratio_test * one.share * one.share_test for one in of_group]
        np.testing.assert_allclose(products, [one[2] for one in by_loops], rtol=1e-12, atol=1e-12)

    votes = conversation.votes
    everybody = tallies(votes, np.zeros(votes.voters, dtype=np.int64), 1)
    all_of_them = counts_at_zero(everybody, np.array([votes.voters]), conversation.at_zero)
    agreed, disagreed = majorities(all_of_them, conversation.taken_out)
    numbers = tuple([one.statement for one in side] for side in (agreed, disagreed))
    assert numbers == loops.majorities()


def test_statements_without_votes_are_not_in_an_export(computed: Computed) -> None:
    """Polis knows no others; so m is the number of its statements."""
    votes = computed.conversation.votes
    assert np.bincount(votes.statement, minlength=votes.statements).min() > 0
