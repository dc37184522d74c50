"""Polis's own output for a conversation, given its base clusters and groups."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from samenspel.measures.opinions.polis.clusters import centres, clustered
from samenspel.measures.opinions.polis.consensus import Majority, group_aware_consensus, majorities
from samenspel.measures.opinions.polis.counts import counts_at_zero
from samenspel.measures.opinions.polis.plane import (
    centre,
    components,
    extremity,
    places,
    plane,
    statement_places,
)
from samenspel.measures.opinions.polis.representative import Representative, representatives
from samenspel.measures.opinions.polis.routing import priorities
from samenspel.measures.opinions.votes import tallies
from tests.measures.opinions.polis.conversations import Conversation, with_output

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]


class Polis:
    """What Polis was given and what it made of it, its base clusters and groups as labels."""

    def __init__(self, conversation: Conversation, output: dict[str, Any]) -> None:
        self.votes, self.numbers = conversation.votes, conversation.numbers
        self.taken_out, self.meta = conversation.taken_out, conversation.meta
        self.at_zero, self.output = conversation.at_zero, output
        self.bases = output["base-clusters"]
        self.base_of = np.full(self.votes.voters, -1)
        for base, members in enumerate(self.bases["members"]):
            self.base_of[np.searchsorted(conversation.voters, members)] = base
        self.is_in = self.base_of >= 0
        self.voters = conversation.voters
        # Given these two, so that places do not inherit their rounding. Both turned around, as
        # Polis's agree is -1: minus a centre and minus the components give the same places.
        self.centre = -np.array(output["pca"]["center"])
        self.components = -np.array(output["pca"]["comps"]).T
        groups = output["group-clusters"]
        self.group_of_base = self.labels(groups)
        self.group_of = self.of_voters(self.group_of_base)
        self.tally = tallies(self.votes, self.group_of, len(groups))

    def labels(self, clusters: list[dict[str, Any]]) -> IntArray:
        """The number of the cluster that each base cluster is a member of, or -1."""
        label = np.full(len(self.bases["id"]), -1)
        for number, cluster in enumerate(clusters):
            label[np.isin(self.bases["id"], cluster["members"])] = number
        return label

    def of_voters(self, label: IntArray) -> IntArray:
        return np.where(self.is_in, label[self.base_of], -1)

    def per_statement(self, name: str) -> FloatArray:
        return np.array([self.output[name][str(number)] for number in self.numbers])


@pytest.fixture(scope="module")
def polis(test_data: Path) -> Polis:
    return Polis(*with_output(test_data))


def test_centre(polis: Polis) -> None:
    found = centre(polis.votes, polis.at_zero)
    # Polis fills every empty cell with the mean and takes the mean once more, row after row: the
    # rounding of those 536 sums is all that differs.
    filled = np.tile(found, (polis.votes.voters, 1))
    filled[polis.votes.voter, polis.votes.statement] = polis.votes.value
    filled[:, polis.at_zero] = 0
    np.testing.assert_allclose(
        np.cumsum(filled, axis=0)[-1] / polis.votes.voters, polis.centre, rtol=0, atol=4.2e-15
    )
    np.testing.assert_allclose(found, polis.centre, rtol=0, atol=1.2e-14)


def test_components_are_those_of_polis_but_for_their_sign(polis: Polis) -> None:
    found = components(polis.votes, polis.at_zero)
    theirs = polis.components
    cosines = np.sum(found * theirs, axis=0) / np.linalg.norm(theirs, axis=0)
    np.testing.assert_allclose(np.abs(cosines), [1, 1], rtol=0, atol=5e-7)


def test_places_of_base_clusters_and_groups(polis: Polis) -> None:
    of_people = places(polis.votes, polis.centre, polis.components, polis.at_zero)
    of_bases = centres(of_people[polis.is_in], polis.base_of[polis.is_in])
    np.testing.assert_allclose(
        of_bases, np.transpose([polis.bases["x"], polis.bases["y"]]), rtol=0, atol=2e-15
    )
    of_groups = centres(of_bases, polis.group_of_base, np.array(polis.bases["count"]))
    expected = [group["center"] for group in polis.output["group-clusters"]]
    np.testing.assert_allclose(of_groups, expected, rtol=0, atol=2e-15)


def test_places_and_extremity_of_statements(polis: Polis) -> None:
    pca = polis.output["pca"]
    found = statement_places(polis.centre, polis.components)
    np.testing.assert_allclose(found.T, pca["comment-projection"], rtol=0, atol=2e-15)
    np.testing.assert_allclose(extremity(found), pca["comment-extremity"], rtol=0, atol=2e-15)


def test_the_plane_with_its_own_components(polis: Polis) -> None:
    found = plane(polis.votes, polis.at_zero)
    turn = np.sign(np.sum(found.components * polis.components, axis=0))
    of_bases = centres((found.people * turn)[polis.is_in], polis.base_of[polis.is_in])
    np.testing.assert_allclose(
        of_bases, np.transpose([polis.bases["x"], polis.bases["y"]]), rtol=0, atol=1e-6
    )
    np.testing.assert_allclose(
        found.extremity, polis.output["pca"]["comment-extremity"], rtol=0, atol=1e-6
    )


def test_who_is_clustered_but_for_two_who_were_let_in_early(polis: Polis) -> None:
    found = clustered(polis.votes)
    voted = np.bincount(polis.votes.voter, minlength=polis.votes.voters)
    assert voted.tolist() == [polis.output["user-vote-counts"][str(v)] for v in polis.voters]
    let_in = np.isin(polis.voters, polis.output["in-conv"])
    assert np.array_equal(let_in, polis.is_in)
    assert not (found & ~let_in).any()
    assert let_in.sum() == 443
    assert voted[let_in & ~found].tolist() == [3, 1]


def votes_of(tally: IntArray) -> list[tuple[int, int, int]]:
    return [(agree, disagree, agree + disagree + passed) for agree, disagree, passed in tally]


@pytest.mark.parametrize("parent", [None, "0", "1"])
def test_votes_of_groups(polis: Polis, parent: str | None) -> None:
    output = polis.output
    clusters = output["subgroup-clusters"][parent] if parent else output["group-clusters"]
    votes = output["subgroup-votes"][parent] if parent else output["group-votes"]
    group_of = polis.of_voters(polis.labels(clusters))
    tally = tallies(polis.votes, group_of, len(clusters))
    for number, cluster in enumerate(clusters):
        theirs = votes[str(cluster["id"])]
        assert theirs["n-members"] == np.sum(group_of == number)
        per_statement = [theirs["votes"][str(tid)] for tid in polis.numbers]
        assert votes_of(tally[number]) == [(v["A"], v["D"], v["S"]) for v in per_statement]


def test_group_aware_consensus(polis: Polis) -> None:
    np.testing.assert_allclose(
        group_aware_consensus(polis.tally),
        polis.per_statement("group-aware-consensus"),
        rtol=0,
        atol=2.3e-16,
    )


def test_priorities(polis: Polis) -> None:
    found = priorities(polis.tally, np.array(polis.output["pca"]["comment-extremity"]), polis.meta)
    expected = polis.per_statement("comment-priorities")
    np.testing.assert_allclose(found, expected, rtol=0, atol=4e-15)


def assert_same_selection(
    found: tuple[Representative, ...], theirs: list[dict[str, Any]], numbers: IntArray
) -> None:
    for one, expected in zip(found, theirs, strict=True):
        assert numbers[one.statement] == expected["tid"]
        assert one.agrees == (expected["repful-for"] == "agree")
        assert (one.count, one.voted) == (expected["n-success"], expected["n-trials"])
        assert one.best_agree == expected.get("best-agree", False)
        got = one.share, one.share_test, one.ratio
        want = expected["p-success"], expected["p-test"], expected["repness"]
        np.testing.assert_allclose(got, want, rtol=0, atol=4e-15)
        # Polis keeps this one in single precision.
        np.testing.assert_allclose(one.ratio_test, expected["repness-test"], rtol=0, atol=7e-7)
        assert np.float32(one.ratio_test) == np.float32(expected["repness-test"])


@pytest.mark.parametrize("parent", [None, "0", "1"])
def test_representative_statements_and_their_order(polis: Polis, parent: str | None) -> None:
    output = polis.output
    clusters = output["subgroup-clusters"][parent] if parent else output["group-clusters"]
    repness = output["subgroup-repness"][parent] if parent else output["repness"]
    group_of = polis.of_voters(polis.labels(clusters))
    tally = tallies(polis.votes, group_of, len(clusters))
    people = np.bincount(group_of[group_of >= 0])
    found = representatives(counts_at_zero(tally, people, polis.at_zero), polis.taken_out)
    for of_group, cluster in zip(found, clusters, strict=True):
        assert len(of_group) == 5
        assert_same_selection(of_group, repness[str(cluster["id"])], polis.numbers)


def test_majorities_of_everybody(polis: Polis) -> None:
    everybody = np.zeros(polis.votes.voters, dtype=np.int64)
    tally = tallies(polis.votes, everybody, 1)
    at_zero = counts_at_zero(tally, np.array([polis.votes.voters]), polis.at_zero)
    found = majorities(at_zero, polis.taken_out)
    for of_answer, answer in zip(found, ("agree", "disagree"), strict=True):
        assert_same_majorities(of_answer, polis.output["consensus"][answer], polis.numbers)


def assert_same_majorities(
    found: tuple[Majority, ...], theirs: list[dict[str, Any]], numbers: IntArray
) -> None:
    for one, expected in zip(found, theirs, strict=True):
        assert numbers[one.statement] == expected["tid"]
        assert (one.count, one.voted) == (expected["n-success"], expected["n-trials"])
        got, want = (one.share, one.share_test), (expected["p-success"], expected["p-test"])
        np.testing.assert_allclose(got, want, rtol=0, atol=4e-15)
