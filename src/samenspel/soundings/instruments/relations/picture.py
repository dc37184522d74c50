"""What was said about organisations: computed once, from what may be told of it, and frozen.

Nothing is told of a part of an organisation, and of what one organisation says of another only
whether it recognises its role, interest or responsibility, in bands. All figures are made from
what is released.
"""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from samenspel.soundings.instruments.relations.answers import Answers, answers_of
from samenspel.soundings.instruments.relations.earlier import RELATIONS, rounds_of
from samenspel.soundings.instruments.relations.recognised import recognition_of
from samenspel.soundings.instruments.relations.said import People, Said, said_of
from samenspel.soundings.instruments.scale.questions import SteadyCounts
from samenspel.soundings.instruments.spoken import Earlier, Spoken

FORMAT = 1


def freeze_spoken(
    spoken: Spoken, *, minimum: int, reissued: int, before: Sequence[Earlier]
) -> dict[str, Any]:
    """The content of a picture, as the registry of instruments asks for it.

    It has groups and no statements, so that what reads a round of statements finds nothing there.
    """
    answers, rounds = answers_of(spoken), rounds_of(before)
    told_before = [
        next((told for each in rounds if (told := each.people(name))), None)
        for name in answers.organisations
    ]
    people = _people(answers, told_before, minimum=minimum, reissued=reissued)
    said = said_of(answers, people, rounds, minimum=minimum)
    lists = recognition_of(answers, rounds, minimum=minimum)
    return {
        "format": FORMAT,
        "instrument": RELATIONS,
        "minimum": minimum,
        "reissued": reissued,
        "groups": [
            asdict(group) | {"people": None if told is None else list(told)}
            for group, told in zip(answers.as_groups, people, strict=True)
        ],
        "compared": list(range(len(answers.organisations))),
        "statements": [],
        "map": None,
        "groups_found": None,
        "lists": [{"key": each.asked.key, "options": list(each.asked.options)} for each in lists],
        "organisations": [
            {
                "said": _said(answers, said, about),
                "recognition": [each.of_organisation(about) for each in lists],
            }
            for about in range(len(answers.organisations))
        ],
        "webs": [each.web() for each in lists],
    }


def _people(
    answers: Answers, told_before: Sequence[People | None], *, minimum: int, reissued: int
) -> list[People | None]:
    """How many of each organisation took part, to the nearest five."""
    nothing = np.zeros((len(answers.organisations), 0, 3), dtype=np.int64)
    counts = SteadyCounts(
        answers.as_groups,
        (),
        nothing,
        answers.took_part,
        minimum,
        reissued,
        told_before=told_before,
    )
    return counts.people


def _said(answers: Answers, said: Said, about: int) -> list[dict[str, Any]]:
    found = []
    for place, index in enumerate(said.items):
        item = answers.items[index]
        if answers.about(index) == about:
            found.append(
                {
                    "aspect": item.detail["key"],
                    "number": item.number,
                    "text": item.text,
                    "text_en": item.text_en,
                    **said.as_data(place),
                }
            )
    return found
