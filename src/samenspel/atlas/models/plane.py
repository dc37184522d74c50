"""The plane of the map: from degrees to the units in which the Netherlands is drawn.

Equirectangular, true to scale at 52.2 degrees north. Over the three degrees of latitude of the
Netherlands widths are off by at most 4%, which nobody sees on a map of municipalities.
"""

from math import cos, radians

# The map is drawn in these units: viewBox="0 0 WIDTH HEIGHT". One unit is some 310 metres.
WIDTH, HEIGHT = 880, 1040

# The corner in the north-west, in degrees, with a little sea around.
_WEST, _NORTH = 3.3, 53.62
_UNITS_A_DEGREE = 360.0
_NARROWER = cos(radians(52.2))

# Where the Netherlands lies, in degrees east and north, with some room.
WEST_EAST = (3.0, 7.5)
SOUTH_NORTH = (50.5, 53.9)

Point = tuple[float, float]


def on_map(east: float, north: float) -> Point:
    """Where a point in degrees stands on the map; y runs down, as on a screen."""
    return (east - _WEST) * _NARROWER * _UNITS_A_DEGREE, (_NORTH - north) * _UNITS_A_DEGREE
