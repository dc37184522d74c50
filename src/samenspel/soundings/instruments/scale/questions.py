"""What is told of each question: as of a statement, and steady between waves.

Agree is 4 or 5, disagree 1 or 2; 3 and "I don't know" count as a pass. The same is asked again, so
no count is told exactly, and counts are told as in the wave before where one voice can have made
the difference (`measures.steady`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from samenspel.measures import disclosure
from samenspel.measures.disclosure import AGREE, BASE, DISAGREE, HIDDEN, PASS, Released
from samenspel.measures.steady import Told, in_steps
from samenspel.measures.steady_counts import CellsBefore, as_before
from samenspel.soundings.instruments.scale.answers import Answers, AskedQuestion
from samenspel.soundings.instruments.scale.earlier import Identity, Wave
from samenspel.soundings.instruments.statements.picture import AskedStatement, Counts

IntArray = NDArray[np.int64]
People = tuple[int, int, int]

_KIND_OF = np.array([PASS, DISAGREE, DISAGREE, PASS, AGREE, AGREE])


@dataclass(frozen=True, eq=False)
class SteadyCounts(Counts):
    """Counts of which nothing is told exactly.

    people_before : (groups) how many took part in the wave before, as it was told
    """

    people_before: Sequence[People | None] = field(default=())

    @cached_property
    def people(self) -> list[People | None]:
        return [
            _people(int(voters), group.size, self.minimum, self.reissued, before)
            for group, voters, before in zip(
                self.groups, self.voters, self.people_before, strict=True
            )
        ]

    @property
    def ceiling(self) -> IntArray:
        """How many took part is published, so no cell may be told as if there could be more."""
        return np.array([told[2] if told else self.minimum for told in self.people], dtype=np.int64)


def counts_of(
    answers: Answers, waves: Sequence[Wave], *, minimum: int, reissued: int
) -> SteadyCounts:
    identities = [identity(answers, group) for group in range(len(answers.groups))]
    return SteadyCounts(
        answers.groups,
        tuple(_statement(question) for question in answers.questions),
        _tally(answers),
        _voters(answers),
        minimum,
        reissued,
        people_before=[_people_before(group, waves) for group in identities],
    )


def released_of(counts: SteadyCounts, answers: Answers, waves: Sequence[Wave]) -> Released:
    ceiling = counts.ceiling
    released = disclosure.release(
        counts.tally, minimum=counts.minimum, ceiling=ceiling, exact=False
    )
    return as_before(released, counts.tally, _cells_before(answers, waves), ceiling=ceiling)


def identity(answers: Answers, group: int) -> Identity:
    asked = answers.groups[group]
    return Identity(asked.role, asked.party, asked.name, asked.open_link)


def _statement(question: AskedQuestion) -> AskedStatement:
    return AskedStatement(
        number=question.number,
        text=question.text,
        is_purpose=question.is_purpose,
        text_en=question.text_en,
        only_for=question.only_for,
    )


def _tally(answers: Answers) -> IntArray:
    groups, questions = len(answers.groups), len(answers.questions)
    voice, question = np.nonzero(answers.value >= 0)
    kind = _KIND_OF[answers.value[voice, question]]
    cell = (answers.group_of[voice] * questions + question) * 3 + kind
    return np.bincount(cell, minlength=groups * questions * 3).reshape(groups, questions, 3)


def _voters(answers: Answers) -> IntArray:
    """Who answered nothing that is shown took no part in what is shown."""
    answered = (answers.value >= 0).any(axis=1)
    return np.bincount(answers.group_of[answered], minlength=len(answers.groups))


def _people(
    voters: int, size: int | None, minimum: int, reissued: int, before: People | None
) -> People | None:
    """How many took part, to the nearest five; never more than there are in the group."""
    if voters < minimum:
        return None
    told = in_steps(voters, step=BASE, reach=1, before=None if before is None else _told(before[0]))
    value, least = int(told.value), max(ceil(told.least), minimum)
    # Never less than what rounds to it: a cell that all of them answered would be told in thirds.
    most = max(floor(told.most), value + BASE // 2)
    # Somebody with a second link may have answered twice. A longer list than the group is said to
    # be makes its size bound nothing.
    if size is not None and voters <= size + reissued:
        value, most = min(value, size), min(most, size + reissued)
    return value, least, most


def _told(value: int) -> Told:
    return Told(value, BASE, value - BASE / 2, value + BASE / 2)


def _people_before(group: Identity, waves: Sequence[Wave]) -> People | None:
    return next((told for wave in reversed(waves) if (told := wave.people(group))), None)


def _cells_before(answers: Answers, waves: Sequence[Wave]) -> CellsBefore:
    shape = (len(answers.groups), len(answers.questions))
    before = CellsBefore(
        precision=np.full(shape, HIDDEN, dtype=np.int64),
        answered=np.zeros(shape, dtype=np.int64),
        told=np.full((*shape, 3), np.nan),
        thirds=np.full((*shape, 2), -1, dtype=np.int64),
        ceiling=np.zeros(shape, dtype=np.int64),
        minimum=np.zeros(shape, dtype=np.int64),
    )
    for group in range(shape[0]):
        known = identity(answers, group)
        for index, question in enumerate(answers.questions):
            _note(before, (group, index), known, question.key, waves)
    return before


def _note(
    before: CellsBefore, at: tuple[int, int], group: Identity, key: str, waves: Sequence[Wave]
) -> None:
    """The last wave in which this group was told of on this question."""
    for wave in reversed(waves):
        cell, people = wave.cell(group, key), wave.people(group)
        if cell is None or people is None:
            continue
        before.precision[at], before.answered[at] = cell["precision"], cell["answered"]
        if cell["told"] is not None:
            before.told[at] = cell["told"]
        before.thirds[at] = cell["thirds"]
        before.ceiling[at], before.minimum[at] = people[2], wave.minimum
        return
