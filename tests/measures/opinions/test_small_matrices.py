import numpy as np
import pytest

from samenspel.measures.opinions.small_matrices import inverted


@pytest.mark.parametrize("axes", [1, 2, 3, 5])
def test_inverses_are_those_of_each_matrix_alone(axes: int) -> None:
    root = np.random.default_rng(axes).standard_normal((4, 7, axes, axes))
    squares = root @ root.swapaxes(-1, -2) + 0.1 * np.eye(axes)
    found = inverted(squares)
    assert found.shape == squares.shape
    for place in np.ndindex(4, 7):
        np.testing.assert_allclose(found[place], np.linalg.inv(squares[place]), rtol=1e-9)


def test_without_axes_there_is_nothing_to_invert() -> None:
    assert inverted(np.zeros((3, 0, 0))).shape == (3, 0, 0)
