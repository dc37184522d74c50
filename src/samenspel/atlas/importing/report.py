"""What an import did: what was new, changed and gone, what it skipped, and what is odd."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

# Of each kind of oddity some are named, so that one can look.
_NAMED = 5


@dataclass
class Tally:
    new: int = 0
    changed: int = 0
    gone: int = 0
    same: int = 0

    @property
    def writes(self) -> bool:
        return bool(self.new or self.changed or self.gone)


@dataclass
class Report:
    tallies: dict[str, Tally] = field(default_factory=dict)
    """by what is counted. In Dutch, as are the names below: a Source keeps them"""
    skipped: Counter[str] = field(default_factory=Counter)
    odd: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def of(self, what: str) -> Tally:
        return self.tallies.setdefault(what, Tally())

    def note(self, oddity: str, example: str) -> None:
        self.odd[oddity] += 1
        named = self.examples.setdefault(oddity, [])
        if len(named) < _NAMED:
            named.append(example)

    @property
    def wrote(self) -> bool:
        return any(tally.writes for tally in self.tallies.values())

    def as_counts(self) -> dict[str, Any]:
        """As a Source keeps it."""
        kinds = ("new", "changed", "gone")
        return {
            **{
                kind: {what: getattr(tally, kind) for what, tally in self.tallies.items()}
                for kind in kinds
            },
            "skipped": dict(self.skipped),
            "odd": dict(self.odd),
        }

    def lines(self) -> Iterator[str]:
        """For who typed the command."""
        for what, tally in self.tallies.items():
            yield _(
                "%(what)s: %(new)s nieuw, %(changed)s veranderd, %(gone)s weg, %(same)s gelijk"
            ) % {
                "what": what.capitalize(),
                "new": number(tally.new),
                "changed": number(tally.changed),
                "gone": number(tally.gone),
                "same": number(tally.same),
            }
        if self.skipped:
            yield _("Overgeslagen:")
            for name, count in sorted(self.skipped.items(), key=lambda each: (-each[1], each[0])):
                yield f"  {number(count)} × {name}"
        if self.odd:
            yield _("Opvallend:")
        for oddity, count in self.odd.items():
            yield f"  {number(count)} × {oddity}"
            yield from (f"      {example}" for example in self.examples[oddity])
            if count > len(self.examples[oddity]):
                more = count - len(self.examples[oddity])
                yield "      " + _("en nog %(n)s") % {"n": number(more)}
        if not self.wrote:
            yield _("Er is niets veranderd: alles in dit bestand was al bekend.")


def number(count: int) -> str:
    return f"{count:,}".replace(",", ".")
