"""What was agreed, how it stands, and what a later round showed."""

from collections.abc import Iterable
from dataclasses import dataclass

from samenspel.cooperations.models import Cooperation
from samenspel.dialogues.models import Agreement
from samenspel.dialogues.pictures.then_and_later import ThenAndLater, then_and_later
from samenspel.dialogues.queries import Noticed, ShownRound, noticed
from samenspel.soundings.models import Sounding


@dataclass(frozen=True)
class AgreementShown:
    """
    noticed_by : in the language of whoever reads
    compared : None as long as no later round asked it again
    waits : there is a statement to notice it by, and no later round that asked it yet
    coming : the first round to come that asks it
    """

    agreement: Agreement
    noticed_by: str = ""
    compared: ThenAndLater | None = None
    waits: bool = False
    coming: Sounding | None = None

    @property
    def is_running(self) -> bool:
        return self.agreement.state == Agreement.State.RUNNING


def shown_agreements(
    cooperation: Cooperation,
    agreements: Iterable[Agreement],
    *,
    later: Sounding | None = None,
    read: Iterable[ShownRound] = (),
    with_prepared: bool = False,
) -> list[AgreementShown]:
    """In the order in which they come. What may be given besides is as `queries.noticed` has it."""
    agreements = list(agreements)
    found = noticed(cooperation, agreements, later=later, read=read, with_prepared=with_prepared)
    return [_shown(one, found.get(one.pk)) for one in agreements]


def _shown(agreement: Agreement, found: Noticed | None) -> AgreementShown:
    if found is None:
        return AgreementShown(agreement, agreement.noticed_by)
    return AgreementShown(
        agreement=agreement,
        noticed_by=found.before.statement.text,
        compared=then_and_later(found.before, found.after) if found.after else None,
        waits=found.after is None,
        coming=found.coming,
    )
