"""The small line behind a statement in a list: a dot per group, or a dot with its pill."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from samenspel.measures.disclosure import AGREE, DISAGREE
from samenspel.pages.svg import Scale
from samenspel.soundings.instruments.statements import words
from samenspel.soundings.instruments.statements.outcome import Statement
from samenspel.soundings.pictures.shares import fills


@dataclass(frozen=True)
class Strip:
    dots: list[float]
    pill: tuple[float, float] | None
    colour: str
    sentence: str

    @property
    def strong(self) -> str:
        return fills(self.colour)[0]

    @property
    def soft(self) -> str:
        return fills(self.colour)[1]


def strip(statement: Statement, kind: int = AGREE) -> Strip:
    """The share that agrees or, where that is what a list is about, disagrees."""
    scale = Scale(10, 230)
    shares = [words.share_of(cell, kind) for cell in statement.listed_cells]
    dots = [scale.at(share.share) for share in shares if share.share is not None]
    pill = None
    if len(statement.cells) == 1:
        spans = [
            scale.span(share.low, share.high, least=14)
            for share, cell in zip(shares, statement.listed_cells, strict=True)
            if share.share is None or not cell.open_link
        ]
        pill = next(((left, right - left) for left, right in spans), None)
    colour = "disagree" if kind == DISAGREE else "agree"
    return Strip(dots, pill, colour, _sentence(statement, kind))


def _sentence(statement: Statement, kind: int) -> str:
    cells = statement.listed_cells
    if not cells:
        return _("te weinig antwoorden om te tonen")
    word = _("oneens") if kind == DISAGREE else _("eens")
    if len(statement.cells) == 1:
        [cell] = cells
        return _("%(share)s %(word)s · %(n)s antwoorden") % {
            "share": words.share_in_full(cell, kind),
            "word": word,
            "n": words.answered(cell),
        }
    counted = [cell for cell in cells if not cell.is_banded]
    if not counted:
        return _("alleen kleine groepen antwoordden")
    if len(counted) == 1:
        [cell] = counted
        told = {"share": words.share_in_full(cell, kind), "word": word}
        if sum(statement.was_put_to(position) for position in statement.compared) == 1:
            return _("%(share)s %(word)s") % told
        return (
            _("%(share)s %(word)s in één groep; van andere groepen zijn er te weinig antwoorden")
            % told
        )
    counted.sort(key=lambda cell: words.share_of(cell, kind).share or 0)
    low, high = (words.share_in_short(cell, kind) for cell in (counted[0], counted[-1]))
    if low == high:
        return _("in elke groep %(low)s %(word)s") % {"low": low, "word": word}
    return _("per groep van %(low)s tot %(high)s %(word)s") % {
        "low": low,
        "high": high,
        "word": word,
    }
