"""Which municipality went on in which: the way from any day to any other."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce, NullIf

from samenspel.atlas.models import Amalgamation, Organisation

# The register and the table of amalgamations put the same end on days next to each other.
APART = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Step:
    """On a day all or a part of one municipality went on in another."""

    day: date
    old: str
    old_name: str
    new: str
    new_name: str
    kind: str
    largest: bool
    """the largest part of it, or all"""

    @property
    def is_part(self) -> bool:
        return self.kind == Amalgamation.Kind.SPLIT


class Succession:
    """All steps that are known, to walk forward and back."""

    def __init__(self, steps: Iterable[Step]) -> None:
        self._from: dict[str, list[Step]] = defaultdict(list)
        self._to: dict[str, list[Step]] = defaultdict(list)
        for step in sorted(steps, key=lambda step: (step.day, not step.largest, step.old_name)):
            if step.old != step.new:
                self._from[step.old].append(step)
                self._to[step.new].append(step)

    def into(self, code: str) -> list[Step]:
        """What this municipality was made of and what joined it, the oldest first."""
        return list(self._to.get(code, ()))

    def out_of(self, code: str) -> list[Step]:
        """In what it went on, the largest part first."""
        return list(self._from.get(code, ()))

    def onward(self, code: str, *, after: date, until: date) -> dict[str, bool]:
        """In which municipalities it goes on on `until` → whether it is its largest part or all.

        Itself, where nothing happened. The largest part comes first.
        """
        reached: dict[str, bool] = {}
        for step in self._leaving(code, after, until):
            for further, largest in self.onward(step.new, after=step.day, until=until).items():
                reached[further] = reached.get(further, False) or (largest and step.largest)
        return dict(sorted(reached.items(), key=lambda found: not found[1])) or {code: True}

    def _leaving(self, code: str, after: date, until: date) -> list[Step]:
        """The steps of the first day on which it went on in others."""
        steps = [step for step in self._from.get(code, ()) if after < step.day <= until]
        return [step for step in steps if step.day == steps[0].day]

    def newest_into(self, day: date) -> dict[str, date]:
        """When each municipality was last made of others or grew by them, up to a day."""
        newest: dict[str, date] = {}
        for code, steps in self._to.items():
            merges = [s.day for s in steps if s.kind != Amalgamation.Kind.RENAME and s.day <= day]
            if merges:
                newest[code] = max(merges)
        return newest

    def relatives(self, code: str) -> Iterator[str]:
        """What it was made of, then in what it goes on: nearest first, the largest part first."""
        seen = {code}
        for ways in (self._to, self._from):
            waiting = [code]
            while waiting:
                here = waiting.pop(0)
                steps = sorted(ways.get(here, ()), key=lambda step: not step.largest)
                for step in steps:
                    other = step.old if ways is self._to else step.new
                    if other not in seen:
                        seen.add(other)
                        waiting.append(other)
                        yield other


def succession() -> Succession:
    """One query. A list names the largest part's successor only: the others by the register."""
    named = Organisation.objects.filter(key=OuterRef("new_code")).values(
        shown=Coalesce(NullIf("short_name", Value("")), "name")
    )
    rows = Amalgamation.objects.annotate(
        successor=Case(
            When(new_name="", then=Coalesce(Subquery(named[:1]), "new_code")), default="new_name"
        )
    )
    fields = ("day", "old_code", "old_name", "new_code", "successor", "kind", "largest_part")
    return Succession(Step(*row) for row in rows.values_list(*fields))
