"""What people added and nobody decided on yet; and how often what was decided."""

from uuid import UUID

from django.db import connection
from django.db.models import Count, QuerySet

from samenspel.audit.models import Line
from samenspel.soundings.models import Item, Sounding

DECISIONS = ("accepted", "declined", "merged")


def waiting_statements(sounding: Sounding) -> dict[UUID, str]:
    """What waits for a decision, by its random number, which is also its place."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, text FROM urn.waiting_statements(%s)", [sounding.pk])
        return dict(cursor.fetchall())


def decided_so_far(sounding: Sounding) -> dict[str, int]:
    """How many statements were accepted, declined and merged."""
    lines = Line.objects.filter(
        object_kind="sounding",
        object_id=str(sounding.pk),
        action__in=[f"statement.{decision}" for decision in DECISIONS],
    )
    found = dict(lines.order_by().values_list("action").annotate(number=Count("pk")))
    return {decision: found.get(f"statement.{decision}", 0) for decision in DECISIONS}


def statements_to_merge_with(sounding: Sounding) -> QuerySet[Item]:
    """What everybody gets: the author of a statement is told its number."""
    items = Item.objects.filter(sounding=sounding, only_for=[])
    return items.exclude(moderation=Item.Moderation.OUT)
