from itertools import pairwise

import pytest

from samenspel.atlas.models import Boundary, Organisation
from samenspel.atlas.queries.on_a_day import (
    arrangements_on,
    municipalities_on,
    participations_on,
)
from tests.atlas.small_country import DAY, SPLIT_ON, small_country

pytestmark = pytest.mark.django_db


def test_the_small_country_is_as_its_drawing_says() -> None:
    country = small_country()

    assert sorted(municipalities_on(DAY), key=lambda each: each.key) == country.municipalities
    before = [each.short_name for each in municipalities_on(SPLIT_ON.replace(year=2018))]
    assert before == [
        "Aldermonde",
        "Brinkdam",
        "Duinrade",
        "Elzen",
        "Grotewoud",
        "Hoogsluis",
        "Lindermeer",
        "Veenhout",
    ]
    in_force = {each.register_id for each in arrangements_on(DAY)}
    assert in_force == {9102, 9201, 9301, 9401, 9601, 9701}
    assert participations_on(DAY).count() == 3 + 3 + 6 + 4 + 4 + 2
    abolished = participations_on(DAY).filter(organisation__valid_to__lte=DAY)
    assert [each.organisation for each in abolished] == [country.elzen]
    assert not Organisation.objects.get(key="roo-990").listed
    # Squares side by side, each with its label in the middle.
    steps = {round(b - a) for a, b in pairwise(each.x for each in Boundary.objects.all())}
    assert steps == {22}
