"""What the answers to rated questions showed: computed once, in steps that are steady, and frozen.

The content is that of a round of statements, with a question for a statement: the same cells, read
by the same types. On top of it come figures of what questions measure together.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from samenspel.measures.scales import shrunk_means
from samenspel.soundings.instruments.scale.answers import Answers, AskedQuestion, answers_of
from samenspel.soundings.instruments.scale.audit import audited, without_narrow_rests
from samenspel.soundings.instruments.scale.constructs import constructs_of
from samenspel.soundings.instruments.scale.earlier import SCALE, Wave, waves_of
from samenspel.soundings.instruments.scale.figures import Figure
from samenspel.soundings.instruments.scale.gaps import gaps, levels
from samenspel.soundings.instruments.scale.measured import Measured, Measuring
from samenspel.soundings.instruments.scale.over_waves import OverWaves, over_waves
from samenspel.soundings.instruments.scale.questions import SteadyCounts, counts_of, released_of
from samenspel.soundings.instruments.spoken import Earlier, Spoken
from samenspel.soundings.instruments.statements import picture as of_statements

# Of fewer groups nobody can tell how far groups lie apart.
_GROUPS_TO_SHRINK = 3


def freeze_spoken(
    spoken: Spoken, *, minimum: int, reissued: int, before: Sequence[Earlier]
) -> dict[str, Any]:
    """The content of a picture, as the registry of instruments asks for it."""
    return freeze(answers_of(spoken), minimum=minimum, reissued=reissued, before=before)


def freeze(
    answers: Answers, *, minimum: int, reissued: int = 0, before: Sequence[Earlier] = ()
) -> dict[str, Any]:
    """The content of a picture, as plain data for JSON.

    reissued : links that were made again, so that somebody may have answered twice
    before : earlier rounds, the oldest first; read from their frozen content alone
    """
    waves = waves_of(before)
    counts = counts_of(answers, waves, minimum=minimum, reissued=reissued)
    released = audited(released_of(counts, answers, waves))
    content = of_statements.content_of(counts, released)
    for statement, question in zip(content["statements"], answers.questions, strict=True):
        statement |= _detail(question)
    return {
        **content,
        "reissued": reissued,
        "map": None,
        "groups_found": None,
        "instrument": SCALE,
        **_measured(answers, counts, waves),
    }


def _detail(question: AskedQuestion) -> dict[str, Any]:
    return {
        "key": question.key,
        "construct": question.construct,
        "reversed": question.reversed,
    }


def _measured(answers: Answers, counts: SteadyCounts, waves: Sequence[Wave]) -> dict[str, Any]:
    asked = constructs_of(question.construct for question in answers.questions)
    measuring = [Measuring(construct, answers, counts, waves) for construct in asked]
    measured = without_narrow_rests([one.measured() for one in measuring])
    changes = over_waves(measuring, measured)
    compared = np.flatnonzero(counts.compared).tolist()
    apart = gaps(
        (
            one.construct.key,
            levels((answers.groups[group].role, one.groups[group]) for group in compared),
        )
        for one in measured
        if not one.construct.part_of
    )
    return {
        "constructs": [
            _construct(one, changed, compared)
            for one, changed in zip(measured, changes, strict=True)
        ],
        "gaps": [one.as_data() for one in apart],
        "waves": [
            {
                "closed_on": None if wave.closed_on is None else wave.closed_on.isoformat(),
                "title": wave.title,
            }
            for wave in waves
        ],
    }


def _construct(one: Measured, changed: OverWaves, compared: Sequence[int]) -> dict[str, Any]:
    construct = one.construct
    return {
        "key": construct.key,
        "names": dict(construct.names),
        "constructs": list(construct.constructs),
        "theme": construct.theme,
        "part_of": construct.part_of,
        "favourable": construct.favourable,
        "groups": [None if figure is None else figure.as_data() for figure in one.groups],
        "together": None if one.together is None else one.together.as_data(),
        "reliability": None if one.reliability is None else list(one.reliability),
        "towards_all": _towards_all(one.groups, compared),
        **changed.as_data(),
    }


def _towards_all(groups: Sequence[Figure | None], compared: Sequence[int]) -> list[float | None]:
    """The mean of each group, drawn towards those of all: a small group's says least of itself."""
    told = [(group, figure) for group in compared if (figure := groups[group]) is not None]
    drawn: list[float | None] = [None] * len(groups)
    if len(told) < _GROUPS_TO_SHRINK:
        return drawn
    mean = np.array([figure.mean.value for _group, figure in told])
    n = np.array([figure.people.value for _group, figure in told], dtype=np.int64)
    variance = float(np.mean([figure.spread.value**2 for _group, figure in told]))
    between = max(0.0, float(mean.var(ddof=1)) - variance * float((1 / n).mean()))
    shrunk = shrunk_means(mean, n, variance=variance, between=between)
    for (group, _figure), value in zip(told, shrunk, strict=True):
        drawn[group] = round(float(value), 2)
    return drawn
