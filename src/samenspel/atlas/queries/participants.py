"""An arrangement by its number, and who takes part in it."""

from datetime import date

from django.db.models import Q

from samenspel.atlas.models import Arrangement, Organisation
from samenspel.atlas.models.arrangement import LARGEST_NUMBER
from samenspel.atlas.queries.names import order_of


def arrangement_numbered(asked: str) -> Arrangement | None:
    """By what somebody wrote: None where that is no number of an arrangement."""
    number = asked.strip()
    is_number = number.isascii() and number.isdigit() and len(number) <= len(str(LARGEST_NUMBER))
    if not is_number or int(number) > LARGEST_NUMBER:
        return None
    return Arrangement.objects.defer("words").filter(register_id=int(number)).first()


def participants_of(arrangement: Arrangement, day: date) -> list[Organisation]:
    """By name. Who joins later than this day is left out."""
    joined = arrangement.participations.filter(Q(joined=None) | Q(joined__lte=day))
    found = [each.organisation for each in joined.select_related("organisation")]
    return sorted(found, key=lambda each: order_of(str(each)))
