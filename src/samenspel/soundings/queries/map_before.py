"""How the opinion map of a round is to lie. Inside the scope of its cooperation."""

from collections.abc import Sequence

from django.db.models import F, Q

from samenspel.measures.opinions.alignment import FEWEST_IN_COMMON
from samenspel.soundings.instruments.statements.map_before import MapBefore, map_before
from samenspel.soundings.models import Picture, Sounding


def map_before_of(sounding: Sounding, texts: Sequence[str]) -> MapBefore | None:
    """The published map of the last round before this one that it can be laid as.

    texts : of the statements that are shown. Three of those that name a direction of the map
        before must be among them
    """
    pictures = (
        Picture.objects.filter(
            sounding__cooperation=sounding.cooperation_id, sounding__state=Sounding.State.CLOSED
        )
        .exclude(sounding=sounding)
        .exclude(content__map=None)
    )
    if sounding.closes_on is not None:
        # What is read in may be older than what is there.
        pictures = pictures.filter(
            Q(sounding__closes_on__lte=sounding.closes_on) | Q(sounding__closes_on=None)
        )
    in_order = pictures.select_related("sounding").order_by(
        F("sounding__closes_on").desc(nulls_last=True), "-sounding__created_at", "-pk"
    )
    for picture in in_order.iterator(chunk_size=1):
        title, title_en = picture.sounding.title, picture.sounding.title_en
        found = map_before(picture.content, title, title_en)
        if found is not None and found.ends_among(texts).in_common >= FEWEST_IN_COMMON:
            return found
    return None
