"""What was said about organisations: computed once, from what may be told of it, and frozen.

Nothing is told of a part of an organisation, and of what one organisation says of another only
whether it recognises its role, interest or responsibility, in bands. All figures are made from
what is released.
"""

from collections.abc import Sequence
from dataclasses import asdict
from math import ceil, floor
from typing import Any

from samenspel.measures.disclosure import BASE
from samenspel.measures.steady import Told, in_steps
from samenspel.soundings.instruments.relations.answers import Answers, answers_of
from samenspel.soundings.instruments.relations.earlier import RELATIONS, rounds_of
from samenspel.soundings.instruments.relations.recognised import recognition_of
from samenspel.soundings.instruments.relations.said import People, Said, said_of
from samenspel.soundings.instruments.spoken import Earlier, Spoken

FORMAT = 1


def freeze_spoken(
    spoken: Spoken, *, minimum: int, reissued: int, before: Sequence[Earlier]
) -> dict[str, Any]:
    """The content of a picture, as the registry of instruments asks for it.

    It has groups and no statements, so that what reads a round of statements finds nothing there.
    """
    answers, rounds = answers_of(spoken), rounds_of(before)
    people = [
        _people(
            int(voters),
            int(size),
            minimum,
            reissued,
            next((told for each in rounds if (told := each.people(name))), None),
        )
        for name, voters, size in zip(
            answers.organisations, answers.took_part, answers.sizes, strict=True
        )
    ]
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
    voters: int, size: int, minimum: int, reissued: int, before: People | None
) -> People | None:
    """How many took part, as it may be told: to the nearest five, the fewest and the most.

    As before where one person can have made the difference. Never more than were asked.
    """
    if voters < minimum:
        return None
    then = None if before is None else before[0]
    known = None if then is None else Told(then, BASE, then - BASE / 2, then + BASE / 2)
    told = in_steps(voters, step=BASE, reach=1, before=known)
    value, least = int(told.value), max(ceil(told.least), minimum)
    # Never less than what rounds to it: a count that all of them answered would be told in thirds.
    most = max(floor(told.most), value + BASE // 2)
    # Somebody with a second link may have answered twice. A longer list than the organisation is
    # said to be makes its size bound nothing.
    if voters <= size + reissued:
        value, most = min(value, size), min(most, size + reissued)
    return value, least, most


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
