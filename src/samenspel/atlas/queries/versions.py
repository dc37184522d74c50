"""The versions of an arrangement through time, with who took part in each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from samenspel.atlas.models import Arrangement, Participation
from samenspel.atlas.models.arrangement import LARGEST_NUMBER
from samenspel.atlas.models.dated import holds
from samenspel.atlas.queries.names import order_of


@dataclass(frozen=True)
class Version:
    arrangement: Arrangement
    participations: Sequence[Participation]
    """by the name of who takes part"""

    @property
    def participants(self) -> dict[int, Participation]:
        return {each.organisation_id: each for each in self.participations}

    def is_in_force(self, day: date) -> bool:
        return holds(self.arrangement.valid_from, self.arrangement.valid_to, day)


def versions_with(number: int) -> tuple[Version, list[Version]] | None:
    """The version with this number, and all of the same arrangement, the oldest first.

    None where there is none. Three queries, however many there are.
    """
    if number > LARGEST_NUMBER:
        return None
    first = Arrangement.objects.filter(register_id=number).values("first_id")
    found = (
        Arrangement.objects.filter(first_id__in=first)
        .defer("words")
        .select_related("body", "holder")
        .prefetch_related("participations__organisation")
    )
    # A version that is no more in the register is shown only to who asks for it.
    kept = [each for each in found if not each.gone or each.register_id == number]
    versions = [Version(each, _by_name(each)) for each in sorted(kept, key=_in_time)]
    shown = [each for each in versions if each.arrangement.register_id == number]
    return (shown[0], versions) if shown else None


def _by_name(arrangement: Arrangement) -> list[Participation]:
    return sorted(
        arrangement.participations.all(), key=lambda each: order_of(str(each.organisation))
    )


def _in_time(arrangement: Arrangement) -> tuple[date, int]:
    return arrangement.valid_from or date.min, arrangement.register_id
