"""Starting a cooperation, and changing what it is."""

import uuid
from collections.abc import Iterable, Mapping

from django.db import connection, transaction
from django.utils.text import slugify
from django_scopes import scope

from samenspel.audit.actions import record
from samenspel.cooperations.actions.permission import locked, require
from samenspel.cooperations.actions.purpose import add_version
from samenspel.cooperations.models import (
    Challenge,
    Cooperation,
    Form,
    Membership,
    Party,
    Stage,
)
from samenspel.people.models import Person

# An address that is a page of its own: a cooperation there could never be seen.
_RESERVED = {"nieuw"}
_ADDRESSES_LOCK = 7261_4362


@transaction.atomic
def start_cooperation(
    *,
    person: Person,
    name: str,
    own_party: str = "",
    purpose: str = "",
    stage: Stage = Stage.EXPLORING,
    form: Form | None = None,
    parties: Iterable[str] = (),
    organisations: Mapping[str, str] | None = None,
    challenge: str = "",
    ticket: uuid.UUID | None = None,
    invented: bool = False,
    origin: str = "web",
) -> Cooperation:
    """Start a cooperation, led by whoever starts it.

    own_party : the organisation this leader is of
    organisations : of each party by its name, the key of the organisation in the atlas that it is
    challenge : the first one, in a few words
    ticket : of the form that was sent. A second start with the same ticket, as after a double
        click, gives the cooperation that is there
    """
    # Two who start one of the same name at once must not both find its address free.
    _lock_addresses()
    ticket = uuid.uuid5(ticket, str(person.pk)) if ticket else None
    if ticket and (there := Cooperation.objects.filter(ticket=ticket).first()):
        return there
    cooperation = Cooperation.objects.create(
        name=name,
        slug=_free_slug(name),
        stage=stage,
        form=form or "",
        ticket=ticket,
        invented=invented,
    )
    with scope(cooperation=cooperation):
        names = _write_parties(cooperation, [own_party, *parties], organisations or {})
        Membership.objects.create(
            cooperation=cooperation,
            person=person,
            party=Party.objects.get(name=names[0]) if own_party.strip() else None,
        )
        if purpose:
            add_version(cooperation, person=person, text=purpose)
        if challenge:
            Challenge.objects.create(cooperation=cooperation, position=1, title=challenge)
    record(actor=person.email, action="cooperation.started", about=cooperation, origin=origin)
    return cooperation


@transaction.atomic
def change_cooperation(
    *,
    person: Person,
    cooperation: Cooperation,
    name: str,
    stage: str,
    form: str,
    parties: Iterable[str],
    renamed: Mapping[int, str] | None = None,
) -> Cooperation:
    """Change what a cooperation is. Organisations that groups or people belong to stay.

    renamed : new names of organisations that are there. With another name one is the same still,
        with all that belongs to it and its place in the atlas
    """
    require(person, "cooperations.change_cooperation", cooperation)
    cooperation.name, cooperation.stage, cooperation.form = name, stage, form
    cooperation.save(update_fields=["name", "stage", "form"])
    with scope(cooperation=cooperation):
        locked(cooperation)
        _rename(person, renamed or {})
        wanted = _write_parties(cooperation, parties)
        unused = Party.objects.filter(groups=None, memberships=None, invitations=None)
        unused.exclude(name__in=wanted).delete()
    record(actor=person.email, action="cooperation.changed", about=cooperation)
    return cooperation


def _rename(person: Person, renamed: Mapping[int, str]) -> None:
    for party in Party.objects.filter(pk__in=renamed).select_for_update():
        name = " ".join(renamed[party.pk].split())
        # Another leader may have written that name a moment ago.
        if name and name != party.name and not Party.objects.filter(name=name).exists():
            party.name = name
            party.save(update_fields=["name"])
            record(actor=person.email, action="party.renamed", about=party)


def _write_parties(
    cooperation: Cooperation, names: Iterable[str], organisations: Mapping[str, str] | None = None
) -> list[str]:
    wanted = list(dict.fromkeys(" ".join(name.split()) for name in names if name.strip()))
    keys = organisations or {}
    Party.objects.bulk_create(
        [
            Party(cooperation=cooperation, name=name, organisation_key=keys.get(name, ""))
            for name in wanted
        ],
        ignore_conflicts=True,
    )
    return wanted


def _lock_addresses() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ADDRESSES_LOCK])


def _free_slug(name: str) -> str:
    wanted = slugify(name)[:120] or "samenwerking"
    found = Cooperation.objects.filter(slug__startswith=wanted)
    taken = _RESERVED.union(found.values_list("slug", flat=True))
    if wanted not in taken:
        return wanted
    return next(f"{wanted}-{n}" for n in range(2, len(taken) + 3) if f"{wanted}-{n}" not in taken)
