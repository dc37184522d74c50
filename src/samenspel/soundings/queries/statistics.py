"""What was folded of a round while it was open. To be read as the role that counts."""

from dataclasses import replace
from uuid import UUID

import numpy as np
from django.db import connection

from samenspel.measures.opinions.moments_proof import are_moments_of
from samenspel.soundings.instruments.statements import folding, picture
from samenspel.soundings.models import Sounding
from samenspel.soundings.queries.outcome import shown_items


def statistics_of(round_id: UUID) -> dict[int, folding.Statistics]:
    """By the key of a group.

    Raises ValueError where they cannot be read, as after another version of Samenspel wrote them.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT asked_group, items, moments FROM urn.statistics_of(%s)", [round_id])
        return {
            group: folding.Statistics.from_bytes(items, bytes(moments))
            for group, items, moments in cursor.fetchall()
        }


def with_moments(sounding: Sounding, answers: picture.Answers) -> picture.Answers:
    """The answers with the statistics that were folded, where they are those of these answers.

    They are not where some answers were never folded. Then everything is counted anew.
    """
    try:
        folded = statistics_of(sounding.pk)
    except ValueError:
        return answers
    groups = list(sounding.groups.values_list("pk", flat=True))
    items = list(shown_items(sounding).values_list("pk", flat=True))
    moments = folding.assembled(folded, groups, items)
    # Who only answered statements that are not shown did not take part in what is shown.
    took_part = np.zeros(answers.votes.voters, dtype=np.bool_)
    took_part[answers.votes.voter] = True
    moments.people[:] = np.bincount(answers.group_of[took_part], minlength=len(groups))
    if not are_moments_of(moments, answers.votes, answers.group_of):
        return answers
    return replace(answers, moments=moments)
