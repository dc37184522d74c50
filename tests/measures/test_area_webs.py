from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from samenspel.measures.area_webs import area_web
from samenspel.measures.congruence import within_area
from samenspel.measures.webs import betweenness, collaboration_weights, shared
from tests.measures.register import arrangements_in_force, rows
from tests.measures.test_congruence import WEBS, in_areas, ints, web

BoolArray = NDArray[np.bool_]


def test_what_areas_share_by_hand() -> None:
    # A, B and C lie in the first area, D and E in the second, F in the third, G in none.
    found = area_web(
        web("ABC", "AB", "AD", "BDE", "EF", "F", "FG"), ints(0, 0, 0, 1, 1, 2, -1), areas=4
    )
    assert found.together.tolist() == [[0, 2, 0, 0], [2, 0, 1, 0], [0, 1, 0, 0], [0, 0, 0, 0]]
    assert found.inside.tolist() == [2, 1, 0, 0]
    assert found.within.tolist() == [2, 0, 0, 0]
    assert found.total.tolist() == [4, 3, 2, 0]
    # Of the pairs AB, AC and BC the first shares two arrangements, the others one.
    assert found.cohesion.tolist() == pytest.approx([4 / 3, 1, np.nan, np.nan], nan_ok=True)
    # Only the second lies between others: on the way from the first to the third.
    assert found.betweenness.tolist() == pytest.approx([0, 1 / 3, 0, 0])


@given(st.data())
def test_it_is_what_a_loop_counts(data: st.DataObject) -> None:
    takes_part = data.draw(WEBS)
    area = data.draw(in_areas(len(takes_part)))
    found = area_web(takes_part, area, areas=3)
    own = [{int(org) for org in np.flatnonzero(area == number)} for number in range(3)]
    members = [{int(org) for org in np.flatnonzero(column)} for column in takes_part.T]
    for one in range(3):
        in_it = [each for each in members if each & own[one] and len(each) > 1]
        assert found.total[one] == len(in_it)
        assert found.within[one] == sum(each <= own[one] for each in in_it)
        assert found.inside[one] == sum(len(each & own[one]) > 1 for each in in_it)
        for other in range(3):
            both = sum(bool(each & own[one]) and bool(each & own[other]) for each in members)
            assert found.together[one, other] == (0 if one == other else both)
        pairs = list(combinations(sorted(own[one]), 2))
        if pairs:
            together = shared(takes_part)
            assert found.cohesion[one] == pytest.approx(np.mean([together[p] for p in pairs]))
        else:
            assert np.isnan(found.cohesion[one])


@given(WEBS)
def test_areas_of_one_organisation_each_are_the_web_itself(takes_part: BoolArray) -> None:
    each = np.arange(len(takes_part))
    found = area_web(takes_part, each, areas=len(each))
    np.testing.assert_array_equal(found.together, shared(takes_part))
    np.testing.assert_allclose(
        found.betweenness, betweenness(collaboration_weights(takes_part)), atol=1e-12
    )
    assert not found.inside.any()


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="each organisation"):
        area_web(web("AB"), ints(0), areas=1)
    with pytest.raises(ValueError, match="below the number"):
        area_web(web("AB"), ints(0, 1), areas=1)


def test_the_safety_regions_of_the_netherlands(test_data: Path) -> None:
    takes_part, codes = arrangements_in_force(test_data)
    listed = rows(test_data / "regions" / "gemeente_region_long_2016_2022.csv")
    region = {
        row["cbs_code"]: int(row["region_code"][2:]) - 1
        for row in listed
        if row["year"] == "2022" and row["division"] == "Veiligheidsregio's"
    }
    area = np.array([region.get(code, -1) for code in codes])
    found = area_web(takes_part, area, areas=25)
    assert found.within.sum() == within_area(takes_part, area).stays.sum()
    # Every safety region holds the arrangement that makes it, with all its municipalities.
    assert found.inside.min() >= 1
    assert found.cohesion.min() >= 1
    assert (found.together == found.together.T).all()
    # Ways through the country lead through its middle: Gelderland-Midden, -Zuid and Utrecht.
    assert np.flatnonzero(found.betweenness > 0.4).tolist() == [6, 7, 8]
    assert np.flatnonzero(found.betweenness == 0).size == 9
