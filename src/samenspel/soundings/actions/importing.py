"""Reading in a conversation that was held elsewhere."""

import secrets
import uuid
from dataclasses import asdict

import numpy as np
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_scopes import scope

from samenspel.audit.actions import record
from samenspel.cooperations.models import Cooperation, Group, Role
from samenspel.cooperations.queries import groups_of
from samenspel.people.models import Person
from samenspel.soundings.actions.closing import VOICES_KEPT_FOR
from samenspel.soundings.instruments.registry import instrument_of
from samenspel.soundings.instruments.statements.items import too_much
from samenspel.soundings.instruments.statements.polis_export import (
    Conversation,
    ExportError,
    KnownGroup,
)
from samenspel.soundings.models import AskedGroup, Item, Sounding
from samenspel.soundings.packed_ballots import packed

# Exact numbers of people: kept, they could be set against a group that is not shown.
_TOLD_TO_THE_IMPORTER_ONLY = {"participants-without-group", "group-members-without-votes"}


@transaction.atomic
def import_conversation(
    *,
    cooperation: Cooperation,
    conversation: Conversation,
    person: Person,
    source: Sounding.Source = Sounding.Source.POLIS,
    purpose_number: int | None = None,
    ticket: uuid.UUID | None = None,
    origin: str = "web",
) -> Sounding:
    """Turn a conversation that was held elsewhere into a round that waits for its picture.

    Whole or not at all. Voices get random numbers and are written in random order, so that
    neither a number nor a place in the table tells who of the export somebody was.

    ticket : of the form that was sent. A second import with the same ticket, as after a double
        click or a lost connection, gives the round that is there

    Raises ExportError where more people of a group took part than the cooperation says it has, and
    where its statements and groups are more than a picture can be made of.
    """
    if not person.has_perm("soundings.add_sounding", cooperation):
        raise PermissionDenied
    shown = sum(s.moderation != Item.Moderation.OUT for s in conversation.statements)
    if refusal := too_much(max(1, len(conversation.groups)), shown):
        raise ExportError(refusal)
    instrument = instrument_of(conversation.instrument)
    with scope(cooperation=cooperation):
        number = uuid.uuid5(ticket, str(cooperation.pk)) if ticket else uuid.uuid4()
        if ticket and (there := _imported_as(number)):
            return there
        sounding = Sounding.objects.create(
            id=number,
            cooperation=cooperation,
            title=conversation.title[:300],
            introduction=conversation.description,
            source=source,
            instrument=instrument.key,
            opens_on=conversation.first_day,
            closes_on=conversation.last_day,
            import_report=[
                asdict(oddity)
                for oddity in conversation.oddities
                if oddity.what not in _TOLD_TO_THE_IMPORTER_ONLY
            ],
            voices_deleted_after=timezone.localdate() + VOICES_KEPT_FOR,
        )
        groups = _ask_groups(sounding, conversation)
        items = Item.objects.bulk_create(
            Item(
                sounding=sounding,
                number=statement.number,
                text=statement.text,
                text_en=statement.text_en,
                moderation=statement.moderation,
                is_purpose=statement.number == purpose_number,
                only_for=[groups[place].position for place in statement.only_for],
                lowest=instrument.lowest,
                highest=instrument.highest if statement.highest is None else statement.highest,
                detail=instrument.detail_of(statement.text)
                if statement.detail is None
                else statement.detail,
            )
            for statement in conversation.statements
        )
        _write_answers(conversation, groups, items)
        record(actor=person.email, action="sounding.imported", about=sounding, origin=origin)
    return sounding


def _imported_as(number: uuid.UUID) -> Sounding | None:
    """The round of this number, after waiting for whoever is importing it just now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(number)])
    return Sounding.objects.filter(pk=number).first()


def _ask_groups(sounding: Sounding, conversation: Conversation) -> list[AskedGroup]:
    """The groups of the export, recognised by name where the cooperation has them already."""
    known = _groups_by_name(sounding.cooperation)
    # Without known groups all are one, that has no name and whose size nobody knows.
    asked = conversation.groups or (KnownGroup("", None),)
    took_part = np.bincount(conversation.group_of, minlength=len(asked))
    rows = []
    for position, entry in enumerate(asked):
        group = known.get(entry.name.casefold())
        size = entry.size or (group.size if group else None)
        if size is not None and size < took_part[position]:
            raise ExportError(
                _(
                    "Groep ‘%(group)s’ telt in deze samenwerking %(size)d mensen, maar er deden "
                    "er %(count)d mee. Verander eerst de grootte van die groep."
                )
                % {"group": entry.name, "size": size, "count": took_part[position]}
            )
        rows.append(
            AskedGroup(
                sounding=sounding,
                position=position,
                name=entry.name[:250],
                role=group.role if group else Role.PARTICIPANT,
                party=group.party.name if group and group.party else "",
                size=size,
            )
        )
    return AskedGroup.objects.bulk_create(rows)


def _groups_by_name(cooperation: Cooperation) -> dict[str, Group]:
    """The groups by the name they have on screen, in every language that has one."""
    groups = list(groups_of(cooperation))
    found: dict[str, Group] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {str(group).casefold(): group for group in groups}
    return found


def _write_answers(conversation: Conversation, groups: list[AskedGroup], items: list[Item]) -> None:
    sounding = groups[0].sounding_id
    numbers = np.array([item.number for item in items], dtype=np.int64)
    ballots = packed(
        conversation.voter,
        numbers[conversation.statement],
        conversation.value,
        voices=len(conversation.group_of),
        packing=instrument_of(conversation.instrument).packing,
    )
    written = [
        (uuid.UUID(bytes=secrets.token_bytes(16), version=4), groups[group].pk, ballot)
        for group, ballot in zip(conversation.group_of, ballots, strict=True)
    ]
    # In the order of the random numbers of the voices, so that a row's place tells nothing.
    written.sort()
    with connection.cursor() as cursor:
        cursor.execute("SELECT urn.make_room(%s)", [sounding])
        with cursor.copy(
            "COPY urn.soundings_voice (sounding_id, id, group_id, ballot) FROM STDIN"
        ) as copy:
            for row in written:
                copy.write_row((sounding, *row))
