"""Of each group how many agreed then, and in a later round: the ring and the dot, in one line.

The drawing, the table and the sentence are made from the same changes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext as _

from samenspel.dialogues.queries import InRound
from samenspel.measures.disclosure import AGREE
from samenspel.pages.svg import Scale, wrap
from samenspel.soundings.instruments.statements.cells import Cell
from samenspel.soundings.instruments.statements.words import (
    group_name,
    joined,
    share_in_full,
    share_in_short,
)
from samenspel.soundings.pictures.shares import NARROW, WIDE


class Difference(Enum):
    """Only where the intervals do not touch: who took part may differ between two rounds."""

    MORE = "more"
    LESS = "less"
    NOT_CLEAR = "not clear"
    UNKNOWN = "unknown"
    """of an open link nothing is inferred, so two of them cannot be compared"""


@dataclass(frozen=True)
class Change:
    """One group on one statement, then and in a later round."""

    group: str
    then: Cell
    later: Cell

    @property
    def difference(self) -> Difference:
        if self.then.open_link or self.later.open_link:
            return Difference.UNKNOWN
        if self.later.agree.low > self.then.agree.high:
            return Difference.MORE
        if self.later.agree.high < self.then.agree.low:
            return Difference.LESS
        return Difference.NOT_CLEAR

    @property
    def verdict(self) -> str:
        return {
            Difference.MORE: _("duidelijk vaker eens"),
            Difference.LESS: _("duidelijk minder vaak eens"),
            Difference.NOT_CLEAR: _("geen duidelijk verschil"),
            Difference.UNKNOWN: _("niet te vergelijken: een open link"),
        }[self.difference]

    @property
    def then_in_full(self) -> str:
        return share_in_full(self.then, AGREE)

    @property
    def later_in_full(self) -> str:
        return share_in_full(self.later, AGREE)

    @property
    def is_clear(self) -> bool:
        return self.difference in (Difference.MORE, Difference.LESS)

    @property
    def note(self) -> str:
        """What stands with the drawing: the shares in short and, where it is clear, what it is."""
        shares = _("%(then)s, later %(later)s") % {
            "then": share_in_short(self.then, AGREE),
            "later": share_in_short(self.later, AGREE),
        }
        return f"{shares}: {self.verdict}" if self.is_clear else shares

    @property
    def sentence(self) -> str:
        return _("%(group)s: toen %(then)s, later %(later)s; %(verdict)s") % {
            "group": self.group,
            "then": self.then_in_full,
            "later": self.later_in_full,
            "verdict": self.verdict,
        }


@dataclass(frozen=True)
class Bar:
    """A share with its interval; without a middle where only a band may be told."""

    left: float
    width: float
    middle: float | None


@dataclass(frozen=True)
class PlacedChange:
    change: Change
    lines: list[tuple[str, float]]
    note: list[tuple[str, float]]
    label_x: float
    y: float
    then: Bar
    later: Bar

    @property
    def then_y(self) -> float:
        return self.y - 9

    @property
    def later_y(self) -> float:
        return self.y + 9


@dataclass(frozen=True)
class Drawing:
    """For one width."""

    width: int
    height: float
    bottom: float
    scale: Scale
    label_anchor: str
    rows: list[PlacedChange]

    @property
    def tick_y(self) -> float:
        return self.bottom + 22

    @property
    def description(self) -> str:
        return " ".join(f"{placed.change.sentence}." for placed in self.rows)


@dataclass(frozen=True)
class ThenAndLater:
    """What a statement showed in two rounds.

    apart : groups of the later round that cannot be compared with the one before
    """

    before: InRound
    after: InRound
    changes: list[Change]
    apart: list[str]

    @property
    def wide(self) -> Drawing:
        return _drawing(self.changes, WIDE)

    @property
    def narrow(self) -> Drawing:
        return _drawing(self.changes, NARROW)

    @property
    def sentences(self) -> list[str]:
        """What may be said of it: which groups clearly changed, and that the others did not."""
        if not self.changes:
            return [_("Geen groep is in beide rondes te tonen. Er is dus niets te vergelijken.")]
        clear = [change for change in self.changes if change.is_clear]
        if not clear:
            return [_("Bij geen enkele groep is er een duidelijk verschil.")]
        said = [
            _("%(group)s: %(verdict)s, eerst %(then)s en later %(later)s.")
            % {
                "group": change.group,
                "verdict": change.verdict,
                "then": change.then_in_full,
                "later": change.later_in_full,
            }
            for change in clear
        ]
        if len(clear) < len(self.changes):
            said.append(_("Bij de andere groepen is er geen duidelijk verschil."))
        return said

    @property
    def apart_sentence(self) -> str:
        if not self.apart or not self.changes:
            return ""
        return _("Niet te vergelijken, want niet in beide rondes te tonen: %(groups)s.") % {
            "groups": joined(self.apart)
        }


def then_and_later(before: InRound, after: InRound) -> ThenAndLater:
    """Groups are the same where their names are: the same role, of the same organisation."""
    earlier = {
        group_name(before.shown.outcome.groups[at]): cell
        for at, cell in enumerate(before.statement.cells)
        if cell is not None
    }
    changes, apart = [], []
    for at, cell in enumerate(after.statement.cells):
        if not after.statement.was_put_to(at):
            continue
        name = group_name(after.shown.outcome.groups[at])
        then = earlier.get(name)
        if cell is None or then is None:
            apart.append(name)
        else:
            changes.append(Change(name, then, cell))
    return ThenAndLater(before, after, changes, apart)


def _drawing(changes: Sequence[Change], width: int) -> Drawing:
    """Names beside the scale where there is room, above it on a phone. As a picture of shares."""
    wide = width >= 600
    scale = Scale(300, 860) if wide else Scale(10, 286)
    placed = []
    top = 12.0 if wide else 4.0
    for change in changes:
        room = 268 if wide else 290
        lines = wrap(change.group, room, size=17 if wide else 16)
        note = wrap(change.note, room, size=14)
        first = top + 18
        note_y = first + (len(lines) - 1) * 20 + 19
        end = note_y + (len(note) - 1) * 17
        y = (first + end) / 2 - 5 if wide else end + 30
        placed.append(
            PlacedChange(
                change=change,
                lines=[(line, first + at * 20) for at, line in enumerate(lines)],
                note=[(line, note_y + at * 17) for at, line in enumerate(note)],
                label_x=284 if wide else 10,
                y=y,
                then=_bar(change.then, scale),
                later=_bar(change.later, scale),
            )
        )
        top = max(end, y + 18) + (14 if wide else 12)
    return Drawing(width, top + 30, top, scale, "end" if wide else "start", placed)


def _bar(cell: Cell, scale: Scale) -> Bar:
    share = cell.agree
    left, right = scale.span(share.low, share.high, least=18)
    middle = None if share.share is None else scale.at(share.share)
    if cell.open_link and middle is not None:
        left = right = middle  # no interval is told of it
    return Bar(left, round(right - left, 1), middle)
