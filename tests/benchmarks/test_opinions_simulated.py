"""The simulations tell groups that were planted from crowds in which there are none."""

from collections import Counter

import pytest

from tests.benchmarks.made_votes import Size
from tests.benchmarks.opinions_simulated import (
    KINDS,
    PLANTED,
    Groups,
    with_groups,
    without_groups,
)
from tests.measures.opinions.made_people import planted


@pytest.mark.parametrize("kind", KINDS)
def test_a_crowd_of_each_kind_has_no_groups(kind: str) -> None:
    assert without_groups(kind, (120, 20, 10), runs=2) == 0


def test_what_is_found_without_groups_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    made = planted(Size(400, 40, 25), (0.5, 0.5), 0.4, seed=1)
    monkeypatch.setattr("tests.benchmarks.opinions_simulated.on_axes", lambda *_, **__: made.votes)
    assert without_groups("independent votes", (400, 40, 25), runs=2) == 2


def test_planted_groups_are_found_as_well_as_by_who_knows_them() -> None:
    counts, parts = with_groups(Groups((400, 40, 25), (0.5, 0.3, 0.2), 0.4), runs=2)
    assert counts == Counter({3: 2})
    assert min(parts) > 0.9
    assert str(PLANTED[2]) == "1,000 × 100 × 30, .7/.2/.1, .33 apart"
