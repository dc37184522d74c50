"""Reasons to talk, and what was done with each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from samenspel.dialogues.models import CueOnTheTable, CueSetAside, Dialogue
from samenspel.dialogues.queries.rounds import ShownRound, rounds_by_id
from samenspel.soundings.instruments.statements.cues import Cue
from samenspel.soundings.instruments.statements.outcome import Outcome
from samenspel.soundings.models import Sounding
from samenspel.soundings.queries import cues_of


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

    @property
    def waits(self) -> bool:
        """Nobody talks about it, and nobody said why not."""
        return not self.talked_about and self.set_aside is None


def cues_found(rounds: Iterable[ShownRound]) -> list[FoundCue]:
    """Every reason to talk in these rounds, and what was done with it."""
    rounds = list(rounds)
    soundings = [each.sounding for each in rounds]
    aside = {
        CueName(one.sounding_id, one.key): one
        for one in CueSetAside.objects.filter(sounding__in=soundings)
    }
    talked = {
        CueName(*row)
        for row in CueOnTheTable.objects.filter(
            sounding__in=soundings, dialogue__called_off=False
        ).values_list("sounding_id", "key")
    }
    found = []
    for each in rounds:
        for cue in cues_of(each.sounding):
            name = CueName(each.sounding.pk, cue.key)
            found.append(
                FoundCue(each.sounding, each.outcome, cue, aside.get(name), name in talked)
            )
    return found


def cues_on_the_table(dialogue: Dialogue) -> list[FoundCue]:
    """What a conversation is about, in the order in which it was put there."""
    put = list(CueOnTheTable.objects.filter(dialogue=dialogue))
    rounds = rounds_by_id(dialogue.cooperation, {one.sounding_id for one in put})
    by_name: Mapping[CueName, FoundCue] = {one.name: one for one in cues_found(rounds.values())}
    names = [CueName(one.sounding_id, one.key) for one in put]
    return [by_name[name] for name in names if name in by_name]
