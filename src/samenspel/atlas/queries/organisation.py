"""One organisation: what it takes part in on a day, and with whom."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from samenspel.atlas.models import Arrangement, Organisation, Participation, shown_name
from samenspel.atlas.queries.names import order_of
from samenspel.atlas.queries.on_a_day import arrangements_on, participations_on


@dataclass(frozen=True)
class TakenPart:
    """An arrangement it takes part in."""

    arrangement: Arrangement
    joined: date | None
    participants: int
    """itself included"""


@dataclass(frozen=True)
class Partner:
    key: str
    name: str
    kind: str
    arrangements: int
    """in which both take part"""


@dataclass(frozen=True)
class Work:
    taken_part: Sequence[TakenPart]
    """by name"""
    partners: Sequence[Partner]
    """the most often first"""
    runs: Sequence[Arrangement]
    """of which it is the body, or that keep it"""


_NEEDED = (
    "register_id",
    "title",
    "cite_title",
    "form",
    "form_in_register",
    "valid_from",
    "policy_fields",
)


def organisation_with_key(key: str) -> Organisation | None:
    return Organisation.objects.filter(key=key).first()


def work_on(organisation: Organisation, day: date) -> Work:
    """Three queries, however much it takes part in."""
    own = participations_on(day).filter(organisation=organisation).select_related("arrangement")
    found = list(own.only("joined", *(f"arrangement__{name}" for name in _NEEDED)))
    sizes, partners = _with_whom(organisation, [each.arrangement_id for each in found], day)
    return Work(
        taken_part=sorted(
            (_taken_part(each, sizes) for each in found),
            key=lambda each: order_of(str(each.arrangement)),
        ),
        partners=partners,
        runs=list(
            arrangements_on(day)
            .filter(Q(body=organisation) | Q(holder=organisation))
            .only(*_NEEDED)
        ),
    )


def _taken_part(participation: Participation, sizes: Counter[int]) -> TakenPart:
    arrangement = participation.arrangement
    return TakenPart(arrangement, participation.joined, sizes[arrangement.pk])


def _with_whom(
    organisation: Organisation, arrangements: Sequence[int], day: date
) -> tuple[Counter[int], list[Partner]]:
    """How many take part in each of these, and who they are. One query."""
    rows = (
        participations_on(day)
        .filter(arrangement__in=arrangements)
        .values_list(
            "arrangement_id",
            "organisation__key",
            "organisation__short_name",
            "organisation__name",
            "organisation__kind",
        )
    )
    sizes: Counter[int] = Counter()
    often: Counter[tuple[str, str, str]] = Counter()
    for arrangement, key, short_name, name, kind in rows:
        sizes[arrangement] += 1
        if key != organisation.key:
            often[key, shown_name(kind, name, short_name), kind] += 1
    partners = [Partner(*who, arrangements=times) for who, times in often.items()]
    return sizes, sorted(partners, key=lambda each: (-each.arrangements, order_of(each.name)))
