"""The small line behind a statement in a list: a dot per group, or a dot with its pill."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from samenspel.measures.disclosure import AGREE
from samenspel.pages.svg import Scale
from samenspel.soundings.instruments.statements import words
from samenspel.soundings.instruments.statements.outcome import Statement


@dataclass(frozen=True)
class Strip:
    dots: list[float]
    pill: tuple[float, float] | None
    sentence: str


def strip(statement: Statement) -> Strip:
    scale = Scale(10, 230)
    shares = [cell.agree for cell in statement.shown_cells]
    dots = [scale.at(share.share) for share in shares if share.share is not None]
    if len(statement.cells) > 1:
        return Strip(dots, None, _range_sentence(statement))
    pills = [(scale.at(share.low), scale.at(share.high)) for share in shares]
    pill = next(((a, max(b - a, 12)) for a, b in pills), None)
    return Strip(dots, pill, _range_sentence(statement))


def _range_sentence(statement: Statement) -> str:
    cells = statement.shown_cells
    if not cells:
        return _("te weinig antwoorden om te tonen")
    if len(statement.cells) == 1:
        [cell] = cells
        return _("%(share)s eens · %(n)s antwoorden") % {
            "share": words.share_in_full(cell, AGREE),
            "n": words.answered(cell),
        }
    shares = sorted(cell.agree.share for cell in cells if cell.agree.share is not None)
    if not shares:
        return _("alleen kleine groepen antwoordden")
    low, high = words.percent(shares[0]), words.percent(shares[-1])
    if low == high:
        return _("in elke groep %(low)s eens") % {"low": low}
    return _("per groep %(low)s tot %(high)s eens") % {"low": low, "high": high}
