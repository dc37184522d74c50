from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from numpy.typing import NDArray

from samenspel.measures.congruence import same_partners, within_area
from tests.measures.register import arrangements_in_force, rows

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

WEBS = arrays(np.bool_, array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=8))


def ints(*values: int) -> IntArray:
    return np.array(values, dtype=np.int64)


def web(*arrangements: str) -> BoolArray:
    """Who takes part in each, a letter for an organisation."""
    names = sorted(set("".join(arrangements)))
    return np.array([[name in members for members in arrangements] for name in names])


def in_areas(count: int) -> st.SearchStrategy[IntArray]:
    return st.lists(st.integers(-1, 2), min_size=count, max_size=count).map(lambda at: ints(*at))


def test_what_stays_within_an_area_by_hand() -> None:
    # A, B and C lie in one area, D in another. The arrangement of C alone is not shared.
    found = within_area(web("AB", "ABC", "AD", "C"), ints(0, 0, 0, 1))
    assert found.stays.tolist() == [True, True, False, False]
    assert found.is_shared.tolist() == [True, True, True, False]
    assert (found.within.tolist(), found.total.tolist()) == ([2, 2, 1, 0], [3, 2, 1, 1])
    np.testing.assert_allclose(found.share, [2 / 3, 1, 1, 0])
    assert found.of_arrangements == pytest.approx(2 / 3)


def test_who_lies_in_no_known_area_keeps_an_arrangement_from_staying() -> None:
    found = within_area(web("AB", "AC"), ints(-1, -1, 0))
    assert found.stays.tolist() == [False, False]


def test_where_nothing_is_shared_nothing_is_said() -> None:
    found = within_area(web("A", "B"), ints(0, 0))
    assert np.isnan(found.share).all()
    assert np.isnan(found.of_arrangements)
    nobody = within_area(np.zeros((0, 2), dtype=np.bool_), ints())
    assert (nobody.stays.tolist(), nobody.share.tolist()) == ([False, False], [])


def test_areas_are_given_for_everybody() -> None:
    with pytest.raises(ValueError, match="each organisation"):
        within_area(web("AB"), ints(0))


@given(st.data())
def test_it_is_what_a_loop_counts(data: st.DataObject) -> None:
    takes_part = data.draw(WEBS)
    area = data.draw(in_areas(len(takes_part)))
    found = within_area(takes_part, area)
    for one, taken in enumerate(takes_part):
        members = [np.flatnonzero(column) for column in takes_part.T[taken]]
        together = [area[who] for who in members if len(who) > 1]
        within = [of for of in together if set(of.tolist()) == {int(area[one])} - {-1}]
        assert (found.within[one], found.total[one]) == (len(within), len(together))


@given(st.data())
def test_one_area_for_all_holds_everything_and_joining_areas_loses_nothing(
    data: st.DataObject,
) -> None:
    takes_part = data.draw(WEBS)
    area = data.draw(in_areas(len(takes_part)).map(np.abs))
    everywhere = within_area(takes_part, np.zeros(len(takes_part), dtype=np.int64))
    assert everywhere.within.tolist() == everywhere.total.tolist()
    apart, joined = within_area(takes_part, area), within_area(takes_part, np.minimum(area, 1))
    assert (joined.within >= apart.within).all()


def test_the_same_partners_by_hand() -> None:
    # A meets B in three of three, C in two and D in one: (1 + 2/3 + 1/3) / 3.
    assert same_partners(web("AB", "ABC", "ABCD"))[0] == pytest.approx(2 / 3)


def test_always_the_same_partners_is_all_and_never_the_same_is_as_little_as_there_can_be() -> None:
    np.testing.assert_allclose(same_partners(web("AB", "AB", "C")), [1, 1, np.nan])
    assert same_partners(web("AB", "AC", "AD"))[0] == pytest.approx(1 / 3)


@given(WEBS)
def test_the_same_partners_are_what_a_loop_counts(takes_part: BoolArray) -> None:
    found = same_partners(takes_part)
    for one, taken in enumerate(takes_part):
        own = [column for column in takes_part.T[taken] if column.sum() > 1]
        shares = [
            np.mean([column[other] for column in own])
            for other in range(len(takes_part))
            if other != one and any(column[other] for column in own)
        ]
        expected = float(np.mean(shares)) if shares else float("nan")
        np.testing.assert_allclose(float(found[one]), expected)


def test_six_of_seven_dutch_arrangements_stay_within_one_province(test_data: Path) -> None:
    takes_part, codes = arrangements_in_force(test_data)
    municipalities = rows(test_data / "register" / "gemeenten.csv")
    province = {row["cbs_code"]: row["province_code"] for row in municipalities}
    _names, area = np.unique([province[code] for code in codes], return_inverse=True)
    found = within_area(takes_part, area)
    assert (int(found.stays.sum()), int(found.is_shared.sum())) == (360, 419)


def test_of_a_safety_region_three_quarters_stay_within(test_data: Path) -> None:
    takes_part, codes = arrangements_in_force(test_data)
    listed = {
        row["cbs_code"]: int(row["region_code"][2:])
        for row in rows(test_data / "regions" / "gemeente_region_long_2016_2022.csv")
        if (row["year"], row["division"]) == ("2022", "Veiligheidsregio's")
    }
    # Joined of three that lay in this region.
    listed["GM1992"] = listed["GM0501"]
    found = within_area(takes_part, ints(*(listed[code] for code in codes)))
    assert (int(found.stays.sum()), int(found.is_shared.sum())) == (315, 419)
    assert round(float(np.nanmean(found.share)), 2) == 0.71
    assert round(float(np.nanmean(same_partners(takes_part))), 2) == 0.46
