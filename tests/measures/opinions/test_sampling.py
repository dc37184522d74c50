import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chisquare, kstest

from samenspel.measures.opinions.sampling import (
    Sample,
    ballot_keys,
    mixed,
    normals,
    thinned,
    told_apart,
)
from samenspel.measures.opinions.votes import Votes, last_votes
from tests.benchmarks.made_votes import Size
from tests.measures.opinions.made_people import on_axes

ONE_GROUP = np.zeros(4_000, dtype=np.int64)
FEW_STATEMENTS = st.integers(0, 100_000).map(
    lambda seed: on_axes(Size(30, 3, 2, uneven=True), 1, seed)
)


def in_another_order(votes: Votes, people: np.ndarray) -> Votes:
    """The same ballots; who was number n is now number people[n]."""
    return last_votes(
        people[votes.voter],
        votes.statement,
        votes.value,
        voters=votes.voters,
        statements=votes.statements,
    )


def sample_of(votes: Votes) -> Sample:
    keys = told_apart(ballot_keys(votes), ONE_GROUP[: votes.voters])
    order = np.argsort(keys)
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    return Sample(order, in_another_order(votes, place), keys[order])


def test_mixed_gives_the_published_numbers_of_splitmix64() -> None:
    # The first three that Vigna's splitmix64.c gives from state 0: it adds the step, then mixes.
    step = 0x9E3779B97F4A7C15
    state = np.array([n * step % 2**64 for n in range(3)], dtype=np.uint64)
    published = [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F]
    assert mixed(state).tolist() == published


@settings(deadline=None, max_examples=30)
@given(votes=FEW_STATEMENTS, seed=st.integers(0, 1_000))
def test_a_number_follows_from_the_votes_and_not_from_the_row(votes: Votes, seed: int) -> None:
    people = np.random.default_rng(seed).permutation(votes.voters)
    keys = ballot_keys(votes)
    assert np.array_equal(ballot_keys(in_another_order(votes, people))[people], keys)
    ballots = [
        tuple(zip(votes.statement[mine], votes.value[mine], strict=True))
        for mine in (votes.voter == voter for voter in range(votes.voters))
    ]
    assert len(set(ballots)) == len(set(keys.tolist())) == len(set(zip(ballots, keys, strict=True)))


@settings(deadline=None, max_examples=30)
@given(votes=FEW_STATEMENTS, seed=st.integers(0, 1_000))
def test_who_voted_alike_are_told_apart_and_stand_in_for_each_other_within_a_group(
    votes: Votes, seed: int
) -> None:
    draw = np.random.default_rng(seed)
    group, people = draw.integers(-1, 2, votes.voters), draw.permutation(votes.voters)
    keys = ballot_keys(votes)
    apart = told_apart(keys, group)
    assert len(set(apart.tolist())) == votes.voters
    moved = np.empty_like(group)
    moved[people] = group
    again = told_apart(ballot_keys(in_another_order(votes, people)), moved)[people]
    for key in np.unique(keys):
        for one in (-1, 0, 1):
            alike = (keys == key) & (group == one)
            assert set(apart[alike].tolist()) == set(again[alike].tolist())


def test_who_did_not_vote_has_a_number_too() -> None:
    nothing = np.zeros(0, dtype=np.int64)
    assert ballot_keys(Votes(nothing, nothing, nothing, 3, 0)).tolist() == [0, 0, 0]
    assert len(set(told_apart(np.zeros(3, dtype=np.uint64), ONE_GROUP[:3]).tolist())) == 3
    assert told_apart(np.zeros(0, dtype=np.uint64), ONE_GROUP[:0]).shape == (0,)
    assert normals(np.zeros(0, dtype=np.uint64), 2, seed=0).shape == (0, 2)


def test_draws_are_normal_and_columns_and_seeds_independent() -> None:
    keys = told_apart(np.arange(20_000, dtype=np.uint64), np.zeros(20_000, dtype=np.int64))
    drawn = np.hstack([normals(keys, 3, seed=seed) for seed in (0, 1)])
    for column in drawn.T:
        assert kstest(column, "norm").pvalue > 0.01
    assert np.abs(np.corrcoef(drawn.T) - np.eye(6)).max() < 4 / np.sqrt(len(keys))
    assert np.abs(np.corrcoef(drawn.T) - np.eye(6)).max() < 4 / np.sqrt(len(keys))
    assert np.abs(np.corrcoef(drawn.T**2) - np.eye(6)).max() < 4 / np.sqrt(len(keys))


def test_a_draw_belongs_to_a_person() -> None:
    votes = on_axes(Size(200, 20, 10, uneven=True), 1, seed=4)
    keys = told_apart(ballot_keys(votes), ONE_GROUP[:200])
    drawn = normals(keys, 2, seed=5)
    value = votes.value.copy()
    value[votes.voter == 7] = -votes.value[votes.voter == 7]
    changed = Votes(votes.voter, votes.statement, value, votes.voters, votes.statements)
    again = normals(told_apart(ballot_keys(changed), ONE_GROUP[:200]), 2, seed=5)
    assert np.flatnonzero((drawn != again).any(axis=1)).tolist() == [7]
    assert (drawn[7] != again[7]).all()
    assert np.array_equal(
        normals(told_apart(ballot_keys(votes), ONE_GROUP[: votes.voters]), 1, seed=5), drawn[:, :1]
    )


@pytest.mark.parametrize(("people", "votes_each"), [(50, 6), (1_000, 3), (7, 1), (200, 99)])
def test_a_thinned_sample_holds_the_first_people_with_so_many_of_their_votes(
    people: int, votes_each: int
) -> None:
    sample = sample_of(on_axes(Size(200, 20, 9, uneven=True), 1, seed=6))
    few = thinned(sample, people=people, votes_each=votes_each)
    kept = min(people, 200)
    assert np.array_equal(few.people, sample.people[:kept])
    assert np.array_equal(few.keys, sample.keys[:kept])
    had = np.bincount(sample.votes.voter, minlength=200)[:kept]
    assert np.array_equal(np.bincount(few.votes.voter, minlength=kept), np.minimum(had, votes_each))
    whole = set(zip(sample.votes.voter, sample.votes.statement, sample.votes.value, strict=True))
    assert set(zip(few.votes.voter, few.votes.statement, few.votes.value, strict=True)) <= whole
    assert (few.votes.voters, few.votes.statements, few.votes.ordered) == (kept, 20, True)


def test_what_is_thinned_away_depends_on_the_person_and_not_on_the_row() -> None:
    votes = on_axes(Size(200, 20, 9, uneven=True), 1, seed=7)
    people = np.random.default_rng(8).permutation(200)
    few = thinned(sample_of(votes), people=100, votes_each=4).votes
    again = thinned(sample_of(in_another_order(votes, people)), people=100, votes_each=4).votes
    for name in ("voter", "statement", "value"):
        assert np.array_equal(getattr(few, name), getattr(again, name))


def test_every_vote_is_as_likely_to_stay() -> None:
    votes = on_axes(Size(4_000, 12, 12), 0, seed=9)
    few = thinned(sample_of(votes), people=4_000, votes_each=3).votes
    assert chisquare(np.bincount(few.statement)).pvalue > 0.01
    # Nor do two statements go together: 3 of 12 are both drawn for 1 person in 22.
    held = np.zeros((4_000, 12))
    held[few.voter, few.statement] = 1
    both = (held.T @ held)[np.triu_indices(12, 1)]
    assert np.abs(both - 4_000 / 22).max() < 4 * np.sqrt(4_000 / 22)
