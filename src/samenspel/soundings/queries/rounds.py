"""Which rounds there are, and whom they asked."""

from django.db.models import QuerySet

from samenspel.cooperations.models import Cooperation
from samenspel.soundings.models import Sounding


def soundings_of(cooperation: Cooperation) -> QuerySet[Sounding]:
    return (
        Sounding.objects.filter(cooperation=cooperation)
        .select_related("picture")
        .defer("picture__content", "import_report")
    )


def roles_asked(cooperation: Cooperation) -> set[tuple[str, str]]:
    """Every (role, name of organisation) that some sounding of this cooperation asked."""
    rows = Sounding.objects.filter(cooperation=cooperation).values_list(
        "groups__role", "groups__party"
    )
    return {(role, party) for role, party in rows if role}
