import re
from math import atan2, hypot

from hypothesis import given, settings
from hypothesis import strategies as st

from samenspel.atlas.importing.outlines import draw, grid_for
from samenspel.atlas.models.plane import HEIGHT, WIDTH, on_map


def corners(path: str) -> list[list[tuple[float, float]]]:
    """The rings of a path again, as a browser would walk them."""
    rings = []
    for ring in re.findall(r"M([^z]*)z", path):
        numbers = [float(each) for each in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", ring)]
        points = [(numbers[0], numbers[1])]
        for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
            points.append((points[-1][0] + dx, points[-1][1] + dy))
        rings.append(points)
    return rings


def square(west: float, south: float, size: float) -> list[list[float]]:
    east, north = west + size, south + size
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def test_a_square_with_a_hole_has_its_label_beside_the_hole() -> None:
    drawing = draw([[square(5.0, 52.0, 0.4), square(5.1, 52.1, 0.2)]])
    outer, hole = corners(drawing.path)
    assert len(outer) == len(hole) == 4
    west, north = on_map(5.1, 52.3)
    east, south = on_map(5.3, 52.1)
    assert not (west < drawing.x < east and north < drawing.y < south)


def test_an_island_apart_gets_no_label() -> None:
    drawing = draw([[square(5.0, 52.0, 0.1)], [square(6.0, 52.0, 0.5)]])
    assert len(corners(drawing.path)) == 2
    assert on_map(6.0, 52.0)[0] < drawing.x < on_map(6.5, 52.0)[0]


def test_the_netherlands_fits_on_the_map() -> None:
    for east, north in ((3.358, 51.37), (7.228, 53.18), (6.01, 50.7504), (6.9, 53.56)):
        x, y = on_map(east, north)
        assert 0 < x < WIDTH
        assert 0 < y < HEIGHT


def test_what_is_too_small_to_draw_is_a_dot() -> None:
    drawing = draw([[square(5.0, 52.0, 0.00001)]])
    assert re.fullmatch(r"M[\d.]+ [\d.]+h1v1z", drawing.path)


def test_neighbours_still_touch_on_a_coarse_grid() -> None:
    ragged = [[5.1, 52.0], [5.103, 52.013], [5.096, 52.051], [5.1, 52.1]]
    left = [[[5.0, 52.0], *ragged, [5.0, 52.1], [5.0, 52.0]]]
    right = [[[5.2, 52.0], [5.2, 52.1], *reversed(ragged), [5.2, 52.0]]]
    for grid in (1, 4, 10):
        sides = [
            {(round(x, 1), round(y, 1)) for x, y in corners(draw([rings], grid=grid).path)[0]}
            for rings in (left, right)
        ]
        assert len(sides[0] & sides[1]) >= 2


def test_a_map_of_many_corners_is_drawn_coarser() -> None:
    ring = square(5.0, 52.0, 0.1)
    assert grid_for([[[ring]]] * 100) == 1
    assert grid_for([[[ring * 100]]] * 100) == 4
    assert grid_for([[[ring * 1000]]] * 100) == 10


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 400), st.integers(0, 400)), min_size=3, max_size=12, unique=True
    )
)
def test_no_corner_is_off_by_more_than_rounding_and_the_label_is_inside(
    places: list[tuple[int, int]],
) -> None:
    # Around their middle, so that the ring does not cross itself.
    middle = (sum(x for x, _y in places) / len(places), sum(y for _x, y in places) / len(places))
    places.sort(key=lambda each: atan2(each[1] - middle[1], each[0] - middle[0]))
    ring = [[5 + x / 1000, 52 + y / 1000] for x, y in places]
    drawing = draw([[[*ring, ring[0]]]])
    exact = [on_map(east, north) for east, north in ring]
    for point in (point for each in corners(drawing.path) for point in each):
        assert min(hypot(point[0] - x, point[1] - y) for x, y in exact) < 0.08
    assert min(x for x, _y in exact) - 0.1 <= drawing.x <= max(x for x, _y in exact) + 0.1
    assert min(y for _x, y in exact) - 0.1 <= drawing.y <= max(y for _x, y in exact) + 0.1
