"""What a round showed, and what was said in it. Inside the scope of its cooperation."""

from collections.abc import Mapping

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray

from samenspel.measures.opinions.votes import Votes
from samenspel.soundings.instruments.statements import outcome, picture
from samenspel.soundings.instruments.statements.polis_export import Oddity
from samenspel.soundings.models import Answer, AskedGroup, Item, Sounding, Voice


def outcome_of(sounding: Sounding) -> outcome.Outcome | None:
    """What the sounding showed, or None as long as that is being computed."""
    found = getattr(sounding, "picture", None)
    return None if found is None else outcome.read(found.content)


def oddities_of(sounding: Sounding) -> list[Oddity]:
    """What reading an import came upon, to be said in the language of whoever looks."""
    return [Oddity(**oddity) for oddity in sounding.import_report]


def shown_items(sounding: Sounding) -> QuerySet[Item]:
    """Statements that were moderated out leave no trace in what is shown."""
    return Item.objects.filter(sounding=sounding).exclude(moderation=Item.Moderation.OUT)


def answers_of(sounding: Sounding) -> picture.Answers:
    """All answers on the statements that are shown, loaded in bulk as arrays."""
    groups = list(sounding.groups.all())
    items = list(shown_items(sounding))
    voices = list(
        Voice.objects.filter(sounding=sounding).order_by("id").values_list("id", "group_id")
    )
    position = {group.pk: index for index, group in enumerate(groups)}
    index_of_group = {group.position: index for index, group in enumerate(groups)}
    index_of_item = {item.pk: index for index, item in enumerate(items)}
    index_of_voice = {voice: index for index, (voice, _group) in enumerate(voices)}
    rows = Answer.objects.filter(sounding=sounding, item__in=items).values_list(
        "voice_id", "item_id", "value"
    )
    said = [
        (index_of_voice[voice], index_of_item[item], value)
        for voice, item, value in rows.iterator(chunk_size=50_000)
    ]
    columns = np.array(said, dtype=np.int64).reshape(-1, 3)
    return picture.Answers(
        groups=tuple(_asked_group(group) for group in groups),
        statements=tuple(_asked_statement(item, index_of_group) for item in items),
        votes=Votes(
            voter=columns[:, 0],
            statement=columns[:, 1],
            value=columns[:, 2],
            voters=len(voices),
            statements=len(items),
        ),
        group_of=_positions([group for _voice, group in voices], position),
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
        only_for=tuple(sorted(index_of_group[position] for position in item.only_for)),
    )


def _positions(group_ids: list[int], position: dict[int, int]) -> NDArray[np.int64]:
    return np.array([position[group] for group in group_ids], dtype=np.int64)
