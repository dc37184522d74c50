"""Statistics that people are folded into are at any moment those of what was folded."""

from collections.abc import Sequence
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samenspel.measures.opinions.moments import Moments, moments_of
from samenspel.measures.opinions.votes import Votes
from samenspel.soundings.instruments.statements.folding import (
    Changed,
    Said,
    Statistics,
    assembled,
    fold,
)

# Keys of statements, as a database gives them.
ITEMS = (70, 12, 33, 41)
Ballot = dict[int, int]
BALLOTS = st.dictionaries(st.sampled_from(ITEMS), st.integers(-1, 1))
# Of some people what they say, one batch after the other.
BATCHES = st.lists(st.dictionaries(st.integers(0, 6), BALLOTS, max_size=7), max_size=6)


def said(ballot: Ballot) -> Said:
    return tuple(ballot), tuple(ballot.values())


def counted(ballots: Sequence[Ballot], items: Sequence[int] = ITEMS) -> Moments:
    rows = [
        (voter, items.index(item), value)
        for voter, ballot in enumerate(ballots)
        for item, value in ballot.items()
        if item in items
    ]
    columns = np.array(rows, dtype=np.int64).reshape(-1, 3)
    votes = Votes(columns[:, 0], columns[:, 1], columns[:, 2], len(ballots), len(items))
    return moments_of(votes, np.zeros(len(ballots), dtype=np.int64), 1)


def as_data(moments: Moments) -> dict[str, object]:
    return {field.name: getattr(moments, field.name).tolist() for field in fields(moments)}


@given(BATCHES)
def test_whatever_was_said_before_only_the_last_counts(batches: list[dict[int, Ballot]]) -> None:
    statistics = None
    held: dict[int, Ballot] = {}
    for batch in batches:
        changed = [
            Changed(said(ballot), said(held.get(person, {}))) for person, ballot in batch.items()
        ]
        statistics = fold(statistics, changed)
        held |= batch

    folded = {} if statistics is None else {5: statistics}
    expected = counted(list(held.values()))
    assert as_data(assembled(folded, [5], ITEMS)) == as_data(expected)


def test_statements_that_come_later_stand_after_the_others() -> None:
    first = fold(None, [Changed(said({33: 1, 12: 0}), said({}))])
    second = fold(first, [Changed(said({70: -1, 41: 1}), said({}))])

    assert (first.items, second.items) == ((12, 33), (12, 33, 41, 70))
    assert as_data(second.moments) == as_data(
        counted([{33: 1, 12: 0}, {70: -1, 41: 1}], second.items)
    )


def test_folding_leaves_the_statistics_before_it_as_they_were() -> None:
    first = fold(None, [Changed(said({33: 1, 12: 0}), said({}))])
    before = first.to_bytes()
    fold(first, [Changed(said({33: -1}), said({12: 0, 33: 1}))])

    assert first.to_bytes() == before


def test_groups_and_statements_take_the_places_that_are_asked_for() -> None:
    """Those that are left out leave no trace but in the number of people."""
    one = [{70: 1, 12: 0, 33: -1}, {33: 1}]
    other = [{41: 1, 70: -1}]
    folded = {
        7: fold(None, [Changed(said(ballot), said({})) for ballot in one]),
        4: fold(None, [Changed(said(ballot), said({})) for ballot in other]),
    }
    items = (41, 70, 12, 99)
    total = assembled(folded, [4, 8, 7], items)

    expected = [counted(other, items), Moments.empty(1, 4), counted(one, items)]
    assert total.people.tolist() == [1, 0, 2]
    for name in ("tally", "both_values", "value_here", "both_voted"):
        rows = [getattr(group, name)[0].tolist() for group in expected]
        assert getattr(total, name).tolist() == rows


def test_what_is_written_is_read_again() -> None:
    statistics = fold(None, [Changed(said({33: 1, 12: 0}), said({}))])
    again = Statistics.from_bytes([12, 33], statistics.to_bytes())

    assert (again.items, as_data(again.moments)) == ((12, 33), as_data(statistics.moments))


def test_anything_else_is_not_read() -> None:
    written = fold(None, [Changed(said({33: 1, 12: 0}), said({}))]).to_bytes()
    two_groups = Statistics((12, 33), Moments.empty(2, 2)).to_bytes()
    for items, data in (
        ([12, 33], b""),
        ([12, 33], b"something else"),
        ([12, 33], written[:-9]),
        ([12], written),
        ([12, 33, 41], written),
        ([12, 33], two_groups),
    ):
        with pytest.raises(ValueError, match="statistics"):
            Statistics.from_bytes(items, data)
