"""What is read of conversations, cues and agreements. Inside the scope of the cooperation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from samenspel.cooperations.models import Cooperation
from samenspel.dialogues.models import Agreement, CueOnTheTable, CueSetAside, Dialogue, Heard
from samenspel.soundings.instruments.statements.cues import Cue, cues_of
from samenspel.soundings.instruments.statements.outcome import Outcome, Statement
from samenspel.soundings.models import Sounding
from samenspel.soundings.queries import outcome_of

# Older rounds have had their conversations; their pages stay.
ROUNDS_LOOKED_AT = 3


class CueName(NamedTuple):
    """What a cue is known by."""

    sounding: UUID
    key: str


@dataclass(frozen=True)
class FoundCue:
    """A cue of a round that is closed, and what was done with it."""

    sounding: Sounding
    outcome: Outcome
    cue: Cue
    set_aside: CueSetAside | None = None
    talked_about: bool = False

    @property
    def name(self) -> CueName:
        return CueName(self.sounding.pk, self.cue.key)


@dataclass(frozen=True)
class Then:
    """One statement in two rounds: when it was agreed on, and in a later one."""

    before: tuple[Sounding, Outcome, Statement]
    after: tuple[Sounding, Outcome, Statement] | None


def dialogues_of(cooperation: Cooperation) -> QuerySet[Dialogue]:
    """Those without a day first, and then the newest."""
    return Dialogue.objects.filter(cooperation=cooperation).prefetch_related(
        "groups__party", "agreements", "heard"
    )


def agreements_of(cooperation: Cooperation) -> QuerySet[Agreement]:
    return Agreement.objects.filter(cooperation=cooperation).select_related("dialogue")


def newest_heard(dialogue: Dialogue) -> Heard | None:
    return Heard.objects.filter(dialogue=dialogue).first()


def versions_of(dialogue: Dialogue) -> QuerySet[Heard]:
    return Heard.objects.filter(dialogue=dialogue)


def closed_rounds(cooperation: Cooperation) -> list[Sounding]:
    """With their frozen outcome; the newest first."""
    return list(
        Sounding.objects.filter(
            cooperation=cooperation, state=Sounding.State.CLOSED, picture__isnull=False
        ).select_related("picture")[:ROUNDS_LOOKED_AT]
    )


def cues_found(rounds: Iterable[Sounding]) -> list[FoundCue]:
    """Every reason to talk in these rounds, and what was done with it."""
    rounds = list(rounds)
    aside = {
        (one.sounding_id, one.key): one for one in CueSetAside.objects.filter(sounding__in=rounds)
    }
    talked = set(
        CueOnTheTable.objects.filter(sounding__in=rounds, dialogue__called_off=False).values_list(
            "sounding_id", "key"
        )
    )
    found = []
    for sounding in rounds:
        outcome = outcome_of(sounding)
        for cue in cues_of(outcome) if outcome else ():
            name = (sounding.pk, cue.key)
            found.append(
                FoundCue(sounding, outcome, cue, aside.get(name), name in talked)  # type: ignore[arg-type]
            )
    return found


def cues_on_the_table(dialogue: Dialogue) -> list[FoundCue]:
    """What a conversation is about, in the order in which it was put there."""
    put = list(CueOnTheTable.objects.filter(dialogue=dialogue).select_related("sounding__picture"))
    rounds = {one.sounding_id: one.sounding for one in put}
    by_name: Mapping[CueName, FoundCue] = {
        found.name: found for found in cues_found(rounds.values())
    }
    names = [CueName(one.sounding_id, one.key) for one in put]
    return [by_name[name] for name in names if name in by_name]


def statements_to_notice(rounds: Iterable[Sounding]) -> list[tuple[Sounding, Statement]]:
    """Statements of the newest closed round: by one of these an agreement can be noticed."""
    for sounding in rounds:
        outcome = outcome_of(sounding)
        if outcome is not None:
            return [(sounding, statement) for statement in outcome.statements]
    return []


def then_and_later(agreement: Agreement, rounds: Iterable[Sounding]) -> Then | None:
    """The statement by which an agreement should be noticed, then and in the newest round since."""
    before = agreement.noticed_in
    if before is None or (first := _with_statement(before, agreement.noticed_by)) is None:
        return None
    later = (
        found
        for sounding in rounds
        if sounding.pk != before.pk and _closed(sounding) > _closed(before)
        if (found := _with_statement(sounding, agreement.noticed_by)) is not None
    )
    return Then(first, next(later, None))


def _closed(sounding: Sounding) -> date:
    return sounding.closes_on or date.min


def _with_statement(sounding: Sounding, text: str) -> tuple[Sounding, Outcome, Statement] | None:
    outcome = outcome_of(sounding)
    for statement in outcome.statements if outcome else ():
        if statement.text == text:
            return sounding, outcome, statement  # type: ignore[return-value]
    return None
