"""The means of everything that is measured: per group, and of all groups together."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samenspel.measures.steady import Told
from samenspel.soundings.instruments.scale.agreeing import verdict_of
from samenspel.soundings.instruments.scale.answers import Answers, scores
from samenspel.soundings.instruments.scale.constructs import Construct
from samenspel.soundings.instruments.scale.earlier import Wave, as_data
from samenspel.soundings.instruments.scale.figures import (
    VOICES_FOR_A_MEAN,
    Figure,
    Stratum,
    figure_of,
    read_figure,
    told_people,
)
from samenspel.soundings.instruments.scale.questions import SteadyCounts, identity
from samenspel.soundings.instruments.scale.reliability import Band, reliability_of

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Together:
    """All groups together, each by its size.

    of : positions of these groups
    rest : how many voices are of groups without a mean of their own; None where nobody is
    """

    figure: Figure
    of: tuple[int, ...]
    rest: Told | None = None

    def as_data(self) -> dict[str, Any]:
        rest = None if self.rest is None else as_data(self.rest)
        return self.figure.as_data() | {"of": list(self.of), "rest": rest}


@dataclass(frozen=True)
class Measured:
    """What is told of one construct."""

    construct: Construct
    groups: tuple[Figure | None, ...]
    together: Together | None
    reliability: Band | None
    voices: tuple[int, ...]
    """how many of each group have a score, for the audit; nothing of it is told"""


@dataclass(frozen=True, eq=False)
class Measuring:
    """One construct in one round, with what was told of it before."""

    construct: Construct
    answers: Answers
    counts: SteadyCounts
    waves: Sequence[Wave]

    def measured(self) -> Measured:
        groups = tuple(self._of_group(group) for group in range(len(self.answers.groups)))
        together = self._together(groups)
        return Measured(
            self.construct,
            groups,
            together,
            None if together is None else self._reliability(together.of),
            tuple(len(self._scores_of(group)) for group in range(len(groups))),
        )

    @cached_property
    def _questions(self) -> IntArray:
        return np.array(
            [
                index
                for index, question in enumerate(self.answers.questions)
                if question.construct in self.construct.constructs
            ],
            dtype=np.int64,
        )

    @cached_property
    def _scores(self) -> FloatArray:
        return scores(self.answers, self._questions)

    def _scores_of(self, group: int) -> FloatArray:
        found: FloatArray = self._scores[self.answers.group_of == group]
        return found[np.isfinite(found)]

    def keys(self, group: int | None) -> frozenset[str]:
        asked = (self.answers.questions[index] for index in self._questions)
        return frozenset(q.key for q in asked if group is None or q.was_put_to(group))

    def before(self, group: int | None) -> tuple[Wave, Figure] | None:
        """The last wave that told this of the same questions, with what it told."""
        known = None if group is None else identity(self.answers, group)
        for wave in reversed(self.waves):
            data = wave.figure(self.construct.key, known)
            if data is not None and wave.keys(self.construct.key, known) == self.keys(group):
                return wave, read_figure(data)
        return None

    # ── Per group ─────────────────────────────────────────────────────────────────────────
    def _of_group(self, group: int) -> Figure | None:
        own = self._scores_of(group)
        if len(own) < VOICES_FOR_A_MEAN:
            return None
        found = self.before(group)
        before = None if found is None else found[1]
        people = told_people(len(own), None if before is None else before.people)
        figure = figure_of([Stratum(own, people)], before)
        mine = self.answers.group_of == group
        asked = [i for i in self._questions if self.answers.questions[i].was_put_to(group)]
        verdict = verdict_of(
            self.answers.turned[np.ix_(mine, np.array(asked, dtype=np.int64))],
            figure.people,
            None if before is None else before.verdict,
        )
        return figure.with_verdict(verdict)

    # ── All groups together ───────────────────────────────────────────────────────────────
    def _together(self, groups: Sequence[Figure | None]) -> Together | None:
        """Of all groups that are put side by side, unless those without a mean of their own hold
        too few voices together: then of the others.
        """
        side_by_side = [g for g in np.flatnonzero(self.counts.pictured).tolist() if self.keys(g)]
        own = tuple(group for group in side_by_side if groups[group] is not None)
        rest = tuple(group for group in side_by_side if groups[group] is None)
        voices = np.concatenate([np.zeros(0), *(self._scores_of(group) for group in rest)])
        if len(voices) < VOICES_FOR_A_MEAN:
            rest, voices = (), voices[:0]
        if len(own) == 1 and not rest and (figure := groups[own[0]]) is not None:
            return Together(figure, own)
        if not own and not rest:
            return None
        return self._of_strata(groups, own, rest, voices)

    def _of_strata(
        self,
        groups: Sequence[Figure | None],
        own: tuple[int, ...],
        rest: tuple[int, ...],
        voices: FloatArray,
    ) -> Together:
        of = tuple(sorted((*own, *rest)))
        before, rest_before = self._together_before(of)
        strata = [
            Stratum(self._scores_of(group), figure.people, self._size((group,), figure.people))
            for group in own
            if (figure := groups[group]) is not None
        ]
        if not rest:
            return Together(figure_of(strata, before), of)
        people = told_people(len(voices), rest_before)
        strata.append(Stratum(voices, people, self._size(rest, people)))
        return Together(figure_of(strata, before), of, people)

    def _together_before(self, of: tuple[int, ...]) -> tuple[Figure | None, Told | None]:
        covered = frozenset(identity(self.answers, group) for group in of)
        found = self.before(None)
        if found is None or found[0].covered(self.construct.key) != covered:
            return None, None
        return found[1], found[0].rest(self.construct.key)

    def _size(self, groups: tuple[int, ...], people: Told) -> float:
        """For how many people they stand. Where nobody knows, for themselves."""
        sizes = [self.answers.groups[group].size for group in groups]
        if any(group.size is None for group in self.answers.groups):
            return people.value
        return float(sum(size or 0 for size in sizes))

    def _reliability(self, of: tuple[int, ...]) -> Band | None:
        mine = np.isin(self.answers.group_of, of)
        found = self.before(None)
        before = None
        if found is not None:
            before = found[0].reliability(self.construct.key)
        return reliability_of(self.answers.turned[np.ix_(mine, self._questions)], before)
