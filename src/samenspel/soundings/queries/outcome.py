"""What a round showed, and what was said in it. Inside the scope of its cooperation."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from django.db.models import QuerySet

from samenspel.measures.opinions.partitions import Ballots, each
from samenspel.measures.opinions.votes import Votes
from samenspel.soundings.access import address_of_this_database, raw_cursor
from samenspel.soundings.instruments.registry import instrument_of
from samenspel.soundings.instruments.spoken import AskedItem, Earlier, Spoken
from samenspel.soundings.instruments.statements import outcome, picture
from samenspel.soundings.instruments.statements.cues import Cue
from samenspel.soundings.instruments.statements.polis_export import Oddity
from samenspel.soundings.models import AskedGroup, Item, Picture, Sounding
from samenspel.soundings.urn_ballots import (
    BallotsInUrn,
    ClosedRound,
    count_voices,
    ranges,
    read_ballots,
    read_said,
)


def outcome_of(sounding: Sounding) -> outcome.Outcome | None:
    """What the sounding showed, or None as long as that is being computed."""
    found = getattr(sounding, "picture", None)
    return None if found is None else outcome.read(found.content)


def headline_of(sounding: Sounding) -> str:
    """What the sounding showed, in a sentence; empty as long as that is being computed."""
    found = getattr(sounding, "picture", None)
    return "" if found is None else instrument_of(sounding.instrument).headline(found.content)


def cues_of(sounding: Sounding) -> list[Cue]:
    """The reasons to talk in what the sounding showed; none as long as that is being computed."""
    found = getattr(sounding, "picture", None)
    return [] if found is None else instrument_of(sounding.instrument).cues(found.content)


def oddities_of(sounding: Sounding) -> list[Oddity]:
    """What reading an import came upon, to be said in the language of whoever looks."""
    return [Oddity(**oddity) for oddity in sounding.import_report]


def shown_items(sounding: Sounding) -> QuerySet[Item]:
    """Statements that were moderated out leave no trace in what is shown."""
    return Item.objects.filter(sounding=sounding).exclude(moderation=Item.Moderation.OUT)


def answers_of(sounding: Sounding) -> picture.Answers:
    """All answers on the statements that are shown, loaded in bulk as arrays."""
    groups, statements = _asked(sounding)
    parts = _ballots(_closed_round(sounding))
    return picture.Answers(
        groups=groups,
        statements=statements,
        votes=_joined([part.votes for part in parts]),
        group_of=np.concatenate([part.group_of for part in parts]),
    )


def spoken_in(sounding: Sounding) -> Spoken:
    """All answers on what is shown, of a round with other answers than agree and disagree."""
    groups = list(sounding.groups.all())
    index_of_group = {group.position: index for index, group in enumerate(groups)}
    with raw_cursor() as cursor:
        said = read_said(cursor, _closed_round(sounding))
    return Spoken(
        groups=tuple(_asked_group(group) for group in groups),
        items=tuple(
            AskedItem(
                number=item.number,
                text=item.text,
                text_en=item.text_en,
                is_purpose=item.is_purpose,
                only_for=_only_for(item, index_of_group),
                detail=item.detail,
            )
            for item in shown_items(sounding)
        ),
        value=said.value,
        group_of=said.group_of,
    )


def earlier_pictures(sounding: Sounding) -> list[Earlier]:
    """Of the rounds of the same kind that this cooperation held before, the oldest first."""
    pictures = Picture.objects.filter(
        sounding__cooperation=sounding.cooperation_id,
        sounding__instrument=sounding.instrument,
        sounding__state=Sounding.State.CLOSED,
    ).exclude(sounding=sounding)
    if sounding.closes_on is not None:
        pictures = pictures.filter(sounding__closes_on__lte=sounding.closes_on)
    in_order = pictures.select_related("sounding").order_by(
        "sounding__closes_on", "sounding__created_at"
    )
    return [Earlier(p.sounding.closes_on, p.sounding.title, p.content) for p in in_order]


def told_before(sounding: Sounding) -> list[Mapping[str, Any]]:
    """What all other rounds of this kind told so far, in the order in which they were published.

    By that and not by their days: what is read in may be older than what everybody knows already.
    """
    pictures = Picture.objects.filter(
        sounding__cooperation=sounding.cooperation_id, sounding__instrument=sounding.instrument
    ).exclude(sounding=sounding)
    return list(pictures.order_by("frozen_at", "pk").values_list("content", flat=True))


def ballots_of(sounding: Sounding) -> picture.BallotsInParts:
    """The same answers in parts that any process can read, here or elsewhere, once committed."""
    groups, statements = _asked(sounding)
    with raw_cursor() as cursor:
        voices = count_voices(cursor, sounding.pk)
    return picture.BallotsInParts(
        groups, statements, _parts(_closed_round(sounding), voices), voices
    )


def _asked(
    sounding: Sounding,
) -> tuple[tuple[picture.AskedGroup, ...], tuple[picture.AskedStatement, ...]]:
    groups = list(sounding.groups.all())
    index_of_group = {group.position: index for index, group in enumerate(groups)}
    return (
        tuple(_asked_group(group) for group in groups),
        tuple(_asked_statement(item, index_of_group) for item in shown_items(sounding)),
    )


def _closed_round(sounding: Sounding) -> ClosedRound:
    items = Item.objects.filter(sounding=sounding).order_by("number")
    shown = shown_items(sounding).order_by("number")
    return ClosedRound(
        sounding.pk,
        numbers=tuple(items.values_list("number", flat=True)),
        shown=tuple(shown.values_list("number", flat=True)),
        groups=tuple(sounding.groups.values_list("pk", flat=True)),
        packing=instrument_of(sounding.instrument).packing,
    )


def _parts(asked: ClosedRound, voices: int) -> tuple[BallotsInUrn, ...]:
    address = address_of_this_database()
    return tuple(BallotsInUrn(address, asked, part) for part in ranges(voices))


def _ballots(asked: ClosedRound) -> list[Ballots]:
    """Few voices come over the connection at hand, more over several connections at once."""
    with raw_cursor() as cursor:
        voices = count_voices(cursor, asked.id)
        if len(ranges(voices)) == 1:
            return [read_ballots(cursor, asked, *ranges(voices))]
    found = list(each(BallotsInUrn.load, _parts(asked, voices), executor=None))
    if sum(part.votes.voters for part in found) != voices:
        raise RuntimeError("voices that are not committed cannot be read over other connections")
    return found


def _joined(parts: Sequence[Votes]) -> Votes:
    """The votes of all parts; the voters of each are numbered after those of the parts before."""
    first = np.cumsum([0, *(part.voters for part in parts)])
    return Votes(
        voter=np.concatenate(
            [part.voter + at for part, at in zip(parts, first[:-1].astype(np.int32), strict=True)]
        ),
        statement=np.concatenate([part.statement for part in parts]),
        value=np.concatenate([part.value for part in parts]),
        voters=int(first[-1]),
        statements=parts[0].statements,
    )


def _asked_group(group: AskedGroup) -> picture.AskedGroup:
    # How many could have come in through an open link nobody knows.
    size = None if group.is_open_link else group.size
    return picture.AskedGroup(group.name, group.role, group.party, size, group.is_open_link)


def _asked_statement(item: Item, index_of_group: Mapping[int, int]) -> picture.AskedStatement:
    return picture.AskedStatement(
        number=item.number,
        text=item.text,
        is_purpose=item.is_purpose,
        text_en=item.text_en,
        added=item.added,
        only_for=_only_for(item, index_of_group),
    )


def _only_for(item: Item, index_of_group: Mapping[int, int]) -> tuple[int, ...]:
    return tuple(sorted(index_of_group[position] for position in item.only_for))
