"""Which rounds there are, and whom they asked."""

from django.db.models import QuerySet

from samenspel.cooperations.models import Cooperation
from samenspel.cooperations.rules import works
from samenspel.people.models import Person
from samenspel.soundings.models import Sounding
from samenspel.soundings.rules import BEFORE_OPENING


def soundings_of(cooperation: Cooperation) -> QuerySet[Sounding]:
    return (
        Sounding.objects.filter(cooperation=cooperation)
        .select_related("picture")
        .defer("picture__content", "import_report")
    )


def visible_soundings_of(cooperation: Cooperation, person: Person) -> QuerySet[Sounding]:
    """Without rounds that are still prepared, for who does not write along."""
    found = soundings_of(cooperation)
    return found if works(person, cooperation) else found.exclude(state__in=BEFORE_OPENING)


def roles_asked(cooperation: Cooperation) -> set[tuple[str, str]]:
    """Every (role, name of organisation) that some round of this cooperation asked, or asks."""
    rows = (
        Sounding.objects.filter(cooperation=cooperation)
        .exclude(state__in=BEFORE_OPENING)
        .values_list(
            "groups__role",
            "groups__party",
            # Of a pooled group: the organisations that were asked as one.
            "groups__made_of__role",
            "groups__made_of__party__name",
        )
    )
    asked = {(role, party) for role, party, _part, _name in rows if role}
    return asked | {(part, name or "") for _role, _party, part, name in rows if part}
