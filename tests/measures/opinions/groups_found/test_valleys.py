import numpy as np
import pytest

from samenspel.measures.opinions.groups_found.latent import Mixture
from samenspel.measures.opinions.groups_found.valleys import DEEP, apart, valleys


def clouds(
    centre: list[list[float]], share: list[float] | None = None, spread: float = 1.0
) -> Mixture:
    middle = np.array(centre)
    k, axes = middle.shape
    part = np.array(share or [1 / k] * k)
    return Mixture(np.zeros(()), part, middle, np.full(axes, spread), np.zeros((k, 1)))


@pytest.mark.parametrize("distance", [3.0, 5.0, 8.0])
@pytest.mark.parametrize("spread", [0.01, 4.0])
def test_halfway_between_two_equal_clouds_it_is_as_thin_as_normal_curves_are(
    distance: float, spread: float
) -> None:
    side = distance * np.sqrt(spread) / 2
    fall = valleys(clouds([[-side, 0], [side, 0]], spread=spread))
    expected = distance**2 / 8 - np.log(2)
    assert fall.shape == (2, 2)
    assert fall[0, 1] == fall[1, 0] == pytest.approx(expected, abs=0.05)
    assert fall[0, 0] == fall[1, 1] == 0


def test_clouds_that_run_into_each_other_have_one_top() -> None:
    # Two equal normal curves have one top up to a distance of two standard deviations.
    assert valleys(clouds([[-0.99], [0.99]])).max() == pytest.approx(0, abs=1e-9)
    assert valleys(clouds([[-1.5], [1.5]])).max() > 0.1


def test_a_valley_is_measured_from_the_lower_top() -> None:
    equal = valleys(clouds([[-3.0], [3.0]]))[0, 1]
    unequal = valleys(clouds([[-3.0], [3.0]], [0.9, 0.1]))[0, 1]
    # The small top is five times as low, and the lowest place three times, nearer to it.
    assert equal - np.log(5) < unequal < equal - np.log(2)


def test_the_way_may_lead_past_other_groups() -> None:
    row = valleys(clouds([[-4.0, 0], [0.0, 0], [4.0, 0], [40.0, 0]]))
    assert row[0, 2] == row[0, 1] == row[1, 2] < DEEP
    assert row[:3, 3].min() > 100
    # An arch: straight across there is nobody, along it there are people everywhere.
    turn = np.linspace(0, np.pi, 9)
    arch = valleys(clouds((5 * np.array([np.cos(turn), np.sin(turn)])).T.tolist()))
    assert arch.max() < 0.05


def test_clouds_without_a_deep_valley_between_them_are_one_group() -> None:
    mixed = clouds([[-4.0, 0], [0.0, 0], [40.0, 0], [4.0, 0], [43.0, 0]])
    groups = apart(valleys(mixed))
    assert groups.tolist() == [[1, 0], [1, 0], [0, 1], [1, 0], [0, 1]]
    assert apart(valleys(clouds([[0.0], [1.0]]))).tolist() == [[1], [1]]
