"""A conversation, from its votes to its outcome, without a database."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from samenspel.measures.disclosure import AGREE, DISAGREE, PASS, SMALLEST_MINIMUM
from samenspel.measures.opinions.votes import Votes, tallies
from samenspel.soundings.exports import HEADER, released_rows
from samenspel.soundings.instruments.statements.outcome import Outcome, read
from samenspel.soundings.instruments.statements.picture import (
    Answers,
    AskedGroup,
    AskedStatement,
    freeze,
)
from samenspel.soundings.instruments.statements.polis_export import Conversation
from samenspel.soundings.models import Item
from samenspel.soundings.pictures.opinion_map import map_svg
from samenspel.soundings.pictures.pages import landscape_svg, statement_svg

FORMAT = 1


def analyse(conversation: Conversation, *, minimum: int = SMALLEST_MINIMUM) -> Outcome:
    """What the conversation shows: the same path to the numbers as a round in the database."""
    is_shown = np.array(
        [s.moderation != Item.Moderation.OUT for s in conversation.statements], dtype=np.bool_
    )
    groups = conversation.groups
    return read(
        freeze(
            Answers(
                groups=tuple(AskedGroup(g.name, "participant", "", g.size) for g in groups)
                or (AskedGroup("", "participant", "", None),),
                statements=tuple(
                    AskedStatement(s.number, s.text)
                    for s, shown in zip(conversation.statements, is_shown, strict=True)
                    if shown
                ),
                votes=_votes(conversation).keep_statements(is_shown),
                group_of=conversation.group_of,
            ),
            minimum=minimum,
        )
    )


def as_data(conversation: Conversation, outcome: Outcome) -> dict[str, Any]:
    """The content of the JSON file. docs/analyse.md describes it.

    The counts are exact and for whoever holds the votes. What may be published stands under
    `released`.
    """
    everybody = np.zeros(conversation.participants, dtype=np.int64)
    counts = tallies(_votes(conversation), everybody, 1)[0]
    return {
        "format": FORMAT,
        "title": conversation.title,
        "participants": conversation.participants,
        "votes": len(conversation.value),
        "statements": [
            {
                "id": statement.number,
                "text": statement.text,
                "agree": int(counts[index][AGREE]),
                "disagree": int(counts[index][DISAGREE]),
                "pass": int(counts[index][PASS]),
                "moderated": statement.moderation,
            }
            for index, statement in enumerate(conversation.statements)
        ],
        "oddities": [
            {"what": oddity.what, "count": oddity.count} for oddity in conversation.oddities
        ],
        "released": [dict(zip(HEADER, row, strict=True)) for row in _released(outcome)],
    }


def drawings(outcome: Outcome) -> Iterator[tuple[str, str]]:
    """(file name, SVG) of every picture."""
    if outcome.is_one_group and outcome.shown_groups:
        yield "stellingen.svg", landscape_svg(outcome)
    map_drawing = map_svg(outcome)
    if map_drawing is not None:
        yield "meningenkaart.svg", map_drawing
    for statement in outcome.statements:
        yield f"stelling-{statement.number}.svg", statement_svg(outcome, statement)


def _released(outcome: Outcome) -> Iterator[tuple[object, ...]]:
    rows = released_rows(outcome)
    next(rows)  # the header
    return rows


def _votes(conversation: Conversation) -> Votes:
    return Votes(
        voter=conversation.voter,
        statement=conversation.statement,
        value=conversation.value,
        voters=conversation.participants,
        statements=len(conversation.statements),
    )
