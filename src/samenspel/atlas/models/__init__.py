"""What the registers say of who works with whom: facts with the dates on which they held."""

from samenspel.atlas.models.arrangement import Arrangement, ArrangementForm, Participation, spaced
from samenspel.atlas.models.municipality import (
    Amalgamation,
    Boundary,
    MunicipalityCode,
    MunicipalityInYear,
    Population,
    Region,
    RegionMembership,
)
from samenspel.atlas.models.organisation import Organisation, shown_name
from samenspel.atlas.models.source import Dataset, Source
from samenspel.atlas.models.web import Web

__all__ = [
    "Amalgamation",
    "Arrangement",
    "ArrangementForm",
    "Boundary",
    "Dataset",
    "MunicipalityCode",
    "MunicipalityInYear",
    "Organisation",
    "Participation",
    "Population",
    "Region",
    "RegionMembership",
    "Source",
    "Web",
    "shown_name",
    "spaced",
]
