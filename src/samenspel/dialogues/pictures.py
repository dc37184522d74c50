"""What conversations show: cues with their pictures, and whether an agreement helped."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from samenspel.dialogues.models import Agreement
from samenspel.dialogues.queries import FoundCue, Then, then_and_later
from samenspel.measures.disclosure import AGREE
from samenspel.soundings.instruments.statements.words import (
    group_name,
    joined,
    sentence_case,
    share_in_full,
)
from samenspel.soundings.models import Sounding
from samenspel.soundings.pictures.pages import StatementPicture, statement_picture


@dataclass(frozen=True)
class CueShown:
    found: FoundCue
    picture: StatementPicture | None


@dataclass(frozen=True)
class Change:
    """One group on the statement of an agreement, then and in a later round."""

    group: str
    then: str
    later: str
    verdict: str


@dataclass(frozen=True)
class AgreementShown:
    agreement: Agreement
    changes: list[Change]
    later: Sounding | None
    waits: bool
    """there is a statement to notice it by, and no later round that asked it yet"""


def shown_cue(found: FoundCue) -> CueShown:
    statement = found.cue.statement
    return CueShown(found, statement_picture(found.outcome, statement) if statement else None)


def shown_agreement(agreement: Agreement, rounds: Sequence[Sounding]) -> AgreementShown:
    found = then_and_later(agreement, rounds)
    later = found.after if found else None
    return AgreementShown(
        agreement=agreement,
        changes=_changes(found) if found and later else [],
        later=later[0] if later else None,
        waits=found is not None and later is None,
    )


def _changes(found: Then) -> list[Change]:
    """Of every group that is shown in both rounds."""
    if found.after is None:
        return []
    _before, then, statement = found.before
    _after, now, again = found.after
    earlier = {group_name(then.groups[at]): cell for at, cell in enumerate(statement.cells) if cell}
    changes = []
    for at, cell in enumerate(again.cells):
        name = group_name(now.groups[at])
        before = earlier.get(name)
        if cell is None or before is None:
            continue
        changes.append(
            Change(
                group=name,
                then=share_in_full(before, AGREE),
                later=share_in_full(cell, AGREE),
                verdict=_verdict(
                    (before.agree.low, before.agree.high), (cell.agree.low, cell.agree.high)
                ),
            )
        )
    return changes


def _verdict(then: tuple[float, float], later: tuple[float, float]) -> str:
    """Only where the intervals do not touch: two rounds asked different people."""
    if later[0] > then[1]:
        return _("duidelijk vaker eens")
    if later[1] < then[0]:
        return _("duidelijk minder vaak eens")
    return _("geen duidelijk verschil")


def whom(found: FoundCue) -> str:
    """The groups a cue is about, in words."""
    names = [group_name(found.outcome.groups[at]) for at in found.cue.concerned]
    return sentence_case(joined(dict.fromkeys(names))) if names else ""
