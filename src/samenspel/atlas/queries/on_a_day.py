"""What there was on a day: the ground of every page of the atlas."""

from datetime import date

from django.db.models import Q, QuerySet

from samenspel.atlas.models import Arrangement, Organisation, Participation
from samenspel.atlas.models.dated import held_on


def arrangements_on(day: date) -> QuerySet[Arrangement]:
    """Versions in force. Of one arrangement at most one, as far as the register keeps to that."""
    return Arrangement.objects.filter(held_on(day), gone=False)


def participations_on(day: date) -> QuerySet[Participation]:
    """Who takes part in what is in force. Who joins later is left out."""
    return Participation.objects.filter(
        held_on(day, of="arrangement__"),
        Q(joined=None) | Q(joined__lte=day),
        arrangement__gone=False,
    )


def municipalities_on(day: date) -> QuerySet[Organisation]:
    return Organisation.objects.filter(
        held_on(day), kind=Organisation.Kind.MUNICIPALITY, gone=False
    )
