"""From when on the sources of the atlas know enough to speak of a day."""

from datetime import date

# The register knows hardly any municipality that ended before: there would be too few of them.
EARLIEST = date(2000, 1, 1)
# The register of arrangements began about then.
FIRST_YEAR = 2015
# From then on municipalities had entered what they take part in.
COMPLETE_FROM = 2018
