import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from samenspel.measures.opinions.groups_found.straight_lines import straight_liners
from samenspel.measures.opinions.votes import Votes

BALLOTS = st.lists(
    st.lists(st.sampled_from([-1, 0, 1]), max_size=9)
    | st.integers(5, 9).flatmap(lambda n: st.sampled_from([[-1] * n, [0] * n, [1] * n])),
    max_size=12,
)


def of_ballots(ballots: list[list[int]]) -> Votes:
    voter = [person for person, ballot in enumerate(ballots) for _vote in ballot]
    statement = [number for ballot in ballots for number in range(len(ballot))]
    value = [vote for ballot in ballots for vote in ballot]
    columns = np.array([voter, statement, value], dtype=np.int64)
    return Votes(columns[0], columns[1], columns[2], len(ballots), 9)


@settings(deadline=None)
@given(BALLOTS)
def test_straight_is_who_says_the_same_seven_times_or_more(ballots: list[list[int]]) -> None:
    expected = [len(ballot) >= 7 and len(set(ballot)) == 1 for ballot in ballots]
    assert straight_liners(of_ballots(ballots)).tolist() == expected
