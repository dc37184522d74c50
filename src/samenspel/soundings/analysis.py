"""A conversation, from its votes to its outcome, without a database."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samenspel.measures.disclosure import AGREE, DISAGREE, PASS, SMALLEST_MINIMUM
from samenspel.measures.opinions import analysis
from samenspel.measures.opinions.analysis import Analysis
from samenspel.measures.opinions.partitions import Partition, cut
from samenspel.measures.opinions.passes import Progress
from samenspel.measures.opinions.votes import Votes, tallies
from samenspel.soundings.exports import HEADER, released_rows
from samenspel.soundings.instruments.statements import exact as figures
from samenspel.soundings.instruments.statements import words
from samenspel.soundings.instruments.statements.outcome import Outcome, read
from samenspel.soundings.instruments.statements.picture import (
    AskedGroup,
    AskedStatement,
    Counts,
    frozen,
)
from samenspel.soundings.instruments.statements.polis_export import (
    Conversation,
    KnownGroup,
    Statement,
)
from samenspel.soundings.instruments.statements.second_views import second_views
from samenspel.soundings.instruments.statements.voices import OfGroups
from samenspel.soundings.models import Item
from samenspel.soundings.pictures.opinion_map import map_svg
from samenspel.soundings.pictures.pages import landscape_svg, statement_svg

FORMAT = 2


@dataclass(frozen=True)
class HeldOutcome(Outcome):
    """The outcome for whoever holds the votes: beside it stands what may not be published.

    exact : of all votes, also of people in groups that are not shown
    """

    exact: Analysis = field(kw_only=True, repr=False, compare=False)


def analyse(
    conversation: Conversation,
    *,
    minimum: int = SMALLEST_MINIMUM,
    seed: int = 0,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> HeldOutcome:
    """What the conversation shows: the same path to the numbers as a round in the database.

    seed : of the draws in tests and resamples
    executor : whose workers go over the votes; None for threads of this process
    progress : told (done, all, what)
    """
    live = np.flatnonzero(_is_live(conversation))
    look = partial(
        analysis.analyse,
        statements=len(live),
        seed=seed,
        executor=executor,
        progress=progress,
    )
    partitions = _partitions(conversation, elsewhere=executor is not None)
    groups = conversation.groups or (KnownGroup("", None),)
    exact = look(partitions, groups=len(groups))
    counts = Counts(
        groups=tuple(AskedGroup(g.name, "participant", "", g.size) for g in groups),
        statements=tuple(
            AskedStatement(statement.number, statement.text)
            for statement in map(conversation.statements.__getitem__, live)
        ),
        tally=exact.moments.tally.astype(np.int64),
        voters=exact.moments.people.astype(np.int64),
        minimum=minimum,
    )
    told = exact
    if not counts.pictured[exact.group_of].all():
        # Of people in groups that are not shown no picture is made, and so no test either.
        told = look(
            [OfGroups(partition, counts.pictured) for partition in partitions],
            groups=1,
            moments=exact.moments.of_groups(counts.pictured),
        )
    return HeldOutcome(**vars(read(frozen(counts, told))), exact=exact)


def as_data(conversation: Conversation, outcome: HeldOutcome) -> dict[str, Any]:
    """The content of the JSON file. docs/analyse.md describes it.

    The figures are exact and for whoever holds the votes. What may be published stands under
    `released`.
    """
    exact = outcome.exact
    ids = [
        _id(statement)
        for statement, is_live in zip(conversation.statements, _is_live(conversation), strict=True)
        if is_live
    ]
    return {
        "format": FORMAT,
        "title": conversation.title,
        "participants": conversation.participants,
        "votes": len(conversation.value),
        "axes": figures.axes(exact),
        "groups_found": figures.groups_found(exact, ids),
        "looked_for_groups": figures.looked_for_groups(exact),
        "statements": _statements(conversation, outcome),
        "oddities": [
            {"what": oddity.what, "count": oddity.count} for oddity in conversation.oddities
        ],
        "released": [dict(zip(HEADER, row, strict=True)) for row in _released(outcome)],
    }


def _statements(conversation: Conversation, outcome: HeldOutcome) -> list[dict[str, Any]]:
    everybody = np.zeros(conversation.participants, dtype=np.int64)
    counts = tallies(_votes(conversation), everybody, 1)[0]
    names = [words.group_name(group) for group in outcome.groups]
    sizes = [group.size for group in outcome.groups]
    live = zip(
        figures.statements(outcome.exact, names, sizes),
        _second_views(conversation, outcome.exact, sizes),
        strict=True,
    )
    return [
        {
            "id": _id(statement),
            "text": statement.text,
            "agree": int(counts[index][AGREE]),
            "disagree": int(counts[index][DISAGREE]),
            "pass": int(counts[index][PASS]),
            "moderated": statement.moderation,
            **(_joined(*next(live)) if is_live else {}),
        }
        for index, (statement, is_live) in enumerate(
            zip(conversation.statements, _is_live(conversation), strict=True)
        )
    ]


def _joined(figures: dict[str, Any], views: dict[str, Any]) -> dict[str, Any]:
    return figures | views


def _second_views(
    conversation: Conversation, exact: Analysis, sizes: Sequence[int | None]
) -> list[dict[str, Any]]:
    is_live = _is_live(conversation)
    votes = _live_votes(conversation)
    votes = votes.keep_people(np.diff(votes.starts()) > 0)
    weight = conversation.weight
    if weight is not None:
        weight = weight[is_live[conversation.statement]]
    return second_views(exact, votes, weight, sizes)


def _id(statement: Statement) -> int | str:
    return statement.name or statement.number


def _released(outcome: Outcome) -> Iterator[tuple[object, ...]]:
    rows = released_rows(outcome)
    next(rows)  # the header
    return rows


def _is_live(conversation: Conversation) -> NDArray[np.bool_]:
    """(statements,) true but for those that moderators took out."""
    return np.array(
        [statement.moderation != Item.Moderation.OUT for statement in conversation.statements],
        dtype=np.bool_,
    )


def _partitions(conversation: Conversation, *, elsewhere: bool) -> Sequence[Partition]:
    """Everybody with a vote on a statement that was not taken out, and their votes on these.

    elsewhere : workers of another machine may read the votes from where they lie
    """
    if elsewhere and conversation.parts:
        return conversation.parts
    votes = _live_votes(conversation)
    voted = np.diff(votes.starts()) > 0
    return cut(votes.keep_people(voted), conversation.group_of[voted])


def _live_votes(conversation: Conversation) -> Votes:
    return _votes(conversation).keep_statements(_is_live(conversation)).in_order()


def _votes(conversation: Conversation) -> Votes:
    return Votes(
        voter=conversation.voter,
        statement=conversation.statement,
        value=conversation.value,
        voters=conversation.participants,
        statements=len(conversation.statements),
    )


def drawings(outcome: Outcome) -> Iterator[tuple[str, str]]:
    """(file name, SVG) of every picture."""
    if outcome.is_one_group and outcome.shown_groups:
        yield "stellingen.svg", landscape_svg(outcome)
    map_drawing = map_svg(outcome)
    if map_drawing is not None:
        yield "meningenkaart.svg", map_drawing
    for statement in outcome.statements:
        yield f"stelling-{statement.number}.svg", statement_svg(outcome, statement)
