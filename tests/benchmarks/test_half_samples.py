from pathlib import Path

import numpy as np

from tests.benchmarks.half_samples import HEADER, agreement, ours, table, theirs
from tests.benchmarks.made_votes import Size
from tests.measures.opinions.made_people import on_axes, planted

NOTHING_AT_ZERO = np.zeros(40, dtype=np.bool_)


def test_halves_of_clear_groups_show_them() -> None:
    votes = planted(Size(600, 40, 25), (0.5, 0.3, 0.2), 0.4, seed=1).votes
    found = agreement(ours, votes, NOTHING_AT_ZERO, splits=1)
    assert found.groups == 3
    assert found.in_halves == {3: 2}
    assert found.adjusted_rand is not None
    assert found.adjusted_rand > 0.95
    beside = agreement(theirs, votes, NOTHING_AT_ZERO, splits=1)
    assert beside.groups > 1
    assert beside.adjusted_rand is not None
    assert 0.5 < beside.adjusted_rand < found.adjusted_rand


def test_where_there_are_no_groups_halves_of_ours_agree_on_that() -> None:
    votes = on_axes(Size(300, 40, 25), 1, seed=2)
    found = agreement(ours, votes, NOTHING_AT_ZERO, splits=1)
    assert (found.groups, found.in_halves, found.adjusted_rand) == (1, {1: 2}, None)
    assert found.told() == "1 | 1 in 2 | –"
    beside = agreement(theirs, votes, NOTHING_AT_ZERO, splits=1)
    assert beside.groups > 1
    assert beside.adjusted_rand is not None


def test_the_table_has_a_row_for_a_conversation(test_data: Path) -> None:
    name = "15-per-hour-seattle"
    header, row = table(test_data, (name,), splits=1)
    assert header == HEADER
    assert row.startswith(f"| {name} | 339 | 1 | 1 in 2 | – | ")
    assert row.count("|") == header.partition("\n")[0].count("|")
