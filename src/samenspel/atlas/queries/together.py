"""How often organisations work together already."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from django.db.models import Count

from samenspel.atlas.models import Arrangement, Organisation
from samenspel.atlas.queries.on_a_day import participations_on


@dataclass(frozen=True)
class Pair:
    first: Organisation
    second: Organisation
    arrangements: int


@dataclass(frozen=True)
class Together:
    """What a number of organisations share, of the arrangements in force on a day."""

    organisations: Sequence[Organisation]
    arrangements: Sequence[Arrangement]
    """in which all of them take part, by name"""
    pairs: Sequence[Pair]
    """every two of them, who share most first; those who share nothing last"""

    @property
    def sharing(self) -> list[Pair]:
        return [pair for pair in self.pairs if pair.arrangements]


def together(organisations: Sequence[Organisation], day: date) -> Together:
    """Two queries, however many organisations there are."""
    taken_part = participations_on(day).filter(organisation__in=organisations)
    by_arrangement: dict[int, set[int]] = {}
    for arrangement, organisation in taken_part.values_list("arrangement_id", "organisation_id"):
        by_arrangement.setdefault(arrangement, set()).add(organisation)
    everybody = {each.pk for each in organisations}
    shared = [pk for pk, there in by_arrangement.items() if there == everybody]
    return Together(organisations, _named(shared), _pairs(organisations, by_arrangement))


def shared_with(organisations: Sequence[Organisation], day: date) -> dict[str, int]:
    """Of each other organisation by its key: in how many arrangements it is with any of these.

    One query.
    """
    if not organisations:
        return {}
    theirs = participations_on(day).filter(organisation__in=organisations)
    rows = (
        participations_on(day)
        .filter(arrangement__in=theirs.values("arrangement_id"))
        .exclude(organisation__in=organisations)
        .values_list("organisation__key")
        .annotate(arrangements=Count("arrangement_id", distinct=True))
        .order_by()
    )
    return dict(rows)


def _named(arrangements: list[int]) -> list[Arrangement]:
    found = Arrangement.objects.filter(pk__in=arrangements)
    fields = ("register_id", "first_id", "title", "cite_title", "form", "form_in_register")
    return sorted(found.only(*fields), key=lambda each: (str(each).casefold(), each.pk))


def _pairs(
    organisations: Sequence[Organisation], by_arrangement: dict[int, set[int]]
) -> list[Pair]:
    often: Counter[tuple[int, int]] = Counter()
    for there in by_arrangement.values():
        often.update(combinations(sorted(there), 2))
    pairs = [
        Pair(one, other, often[min(one.pk, other.pk), max(one.pk, other.pk)])
        for one, other in combinations(organisations, 2)
    ]
    return sorted(pairs, key=lambda pair: -pair.arrangements)
