"""Conversations, and what was heard in them."""

from django.db.models import QuerySet

from samenspel.cooperations.models import Cooperation
from samenspel.dialogues.models import Dialogue, Heard
from samenspel.soundings.models import Sounding


def dialogues_of(cooperation: Cooperation) -> QuerySet[Dialogue]:
    """Those without a day first, and then the newest."""
    return (
        Dialogue.objects.filter(cooperation=cooperation)
        .select_related("cooperation")
        .prefetch_related("groups__party", "agreements", "heard")
    )


def dialogues_in_short(cooperation: Cooperation) -> QuerySet[Dialogue]:
    """With whom, and whether they were held; without those that were called off."""
    return Dialogue.objects.filter(cooperation=cooperation, called_off=False).prefetch_related(
        "groups", "heard"
    )


def dialogues_about(sounding: Sounding) -> QuerySet[Dialogue]:
    """That are held or planned with something of this round on the table."""
    return (
        Dialogue.objects.filter(
            pk__in=Dialogue.objects.filter(cues__sounding=sounding), called_off=False
        )
        .order_by("day", "planned_at")
        .prefetch_related("heard")
    )


def newest_heard(dialogue: Dialogue) -> Heard | None:
    return Heard.objects.filter(dialogue=dialogue).first()


def versions_of(dialogue: Dialogue) -> QuerySet[Heard]:
    return Heard.objects.filter(dialogue=dialogue)
