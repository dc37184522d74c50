"""What is drawn more often while a round is open: what few answered."""

from collections.abc import Mapping, Sequence

import numpy as np
from django.db import connection

from samenspel.soundings import queries
from samenspel.soundings.access import counting
from samenspel.soundings.instruments.statements.drawing import IntArray, weights_by_count
from samenspel.soundings.instruments.statements.folding import Statistics
from samenspel.soundings.models import AskedGroup, Item, Sounding


def renew_draw_weights(sounding: Sounding) -> None:
    """From what was folded, which is of the minimum of people or more at a time. In a transaction.

    Whoever came by an open link is left out where others answered: one person can come often.
    """
    with counting():
        try:
            folded = queries.statistics_of(sounding.pk)
        except ValueError:
            return  # another version of Samenspel wrote them; closing does without them too
        groups = [group for group in sounding.groups.all() if group.pk in folded]
        groups = [group for group in groups if not group.is_open_link] or groups
        items = list(queries.shown_items(sounding))
        if groups and items:
            _keep(sounding, items, weights_by_count(*_counts(folded, groups, items)))


def _counts(
    folded: Mapping[int, Statistics], groups: Sequence[AskedGroup], items: Sequence[Item]
) -> tuple[IntArray, IntArray]:
    """Of each statement how many answered it, and how many took part of those who get it."""
    answered, asked = np.zeros((2, len(items)), dtype=np.int64)
    for group in groups:
        known = folded[group.pk]
        of_item = dict(zip(known.items, known.moments.tally[0].sum(axis=1).tolist(), strict=True))
        gets = np.array([not i.only_for or group.position in i.only_for for i in items])
        answered += gets * np.array([of_item.get(item.pk, 0) for item in items])
        asked += gets * known.moments.people[0]
    return answered, asked


def _keep(sounding: Sounding, items: Sequence[Item], weights: IntArray) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT urn.keep_draw_weights(%s, %s, %s::smallint[])",
            [sounding.pk, [item.pk for item in items], weights.tolist()],
        )
