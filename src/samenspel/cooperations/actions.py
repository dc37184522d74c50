"""Every write to a cooperation."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils.text import slugify
from django_scopes import scope

from samenspel.audit.actions import record
from samenspel.cooperations.models import Cooperation, Form, Group, Membership, Party, Stage
from samenspel.people.models import Person

# An address that is a page of its own: a cooperation there could never be seen.
_RESERVED = {"nieuw"}
_ADDRESSES_LOCK = 7261_4362


@transaction.atomic
def start_cooperation(
    *,
    person: Person,
    name: str,
    purpose: str = "",
    stage: Stage = Stage.EXPLORING,
    form: Form | None = None,
    parties: Iterable[str] = (),
    invented: bool = False,
    origin: str = "web",
) -> Cooperation:
    """Start a cooperation, led by whoever starts it."""
    cooperation = Cooperation.objects.create(
        name=name,
        slug=_free_slug(name),
        purpose=purpose,
        stage=stage,
        form=form or "",
        invented=invented,
    )
    Membership.objects.create(cooperation=cooperation, person=person)
    with scope(cooperation=cooperation):
        _write_parties(cooperation, parties)
    record(actor=person.email, action="cooperation.started", about=cooperation, origin=origin)
    return cooperation


@transaction.atomic
def change_cooperation(
    *,
    person: Person,
    cooperation: Cooperation,
    name: str,
    purpose: str,
    stage: str,
    form: str,
    parties: Iterable[str],
) -> Cooperation:
    """Change what a cooperation is. Organisations that groups belong to stay."""
    if not person.has_perm("cooperations.change_cooperation", cooperation):
        raise PermissionDenied
    cooperation.name, cooperation.purpose = name, purpose
    cooperation.stage, cooperation.form = stage, form
    cooperation.save(update_fields=["name", "purpose", "stage", "form"])
    with scope(cooperation=cooperation):
        wanted = _write_parties(cooperation, parties)
        Party.objects.filter(groups=None).exclude(name__in=wanted).delete()
    record(actor=person.email, action="cooperation.changed", about=cooperation)
    return cooperation


@transaction.atomic
def write_group(
    *,
    person: Person,
    cooperation: Cooperation,
    role: str,
    party: Party | None,
    size: int,
    origin: str = "web",
) -> Group:
    """Add a group, or give the one with this role and organisation another size."""
    if not person.has_perm("cooperations.change_cooperation", cooperation):
        raise PermissionDenied
    with scope(cooperation=cooperation):
        group, _created = Group.objects.update_or_create(
            cooperation=cooperation, role=role, party=party, defaults={"size": size}
        )
    record(actor=person.email, action="group.written", about=group, origin=origin)
    return group


@transaction.atomic
def remove_group(*, person: Person, cooperation: Cooperation, group_id: int) -> None:
    """Take a group away. Rounds that asked it keep it as it was."""
    if not person.has_perm("cooperations.change_cooperation", cooperation):
        raise PermissionDenied
    with scope(cooperation=cooperation):
        group = Group.objects.filter(pk=group_id).first()
        if group is None:
            return  # a second click finds its work done
        record(actor=person.email, action="group.removed", about=group)
        group.delete()


def _write_parties(cooperation: Cooperation, names: Iterable[str]) -> list[str]:
    wanted = list(dict.fromkeys(" ".join(name.split()) for name in names if name.strip()))
    Party.objects.bulk_create(
        [Party(cooperation=cooperation, name=name) for name in wanted], ignore_conflicts=True
    )
    return wanted


def _free_slug(name: str) -> str:
    wanted = slugify(name)[:120] or "samenwerking"
    # Two who start one of the same name at once must not both find its address free.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ADDRESSES_LOCK])
    found = Cooperation.objects.filter(slug__startswith=wanted)
    taken = _RESERVED.union(found.values_list("slug", flat=True))
    if wanted not in taken:
        return wanted
    return next(f"{wanted}-{n}" for n in range(2, len(taken) + 3) if f"{wanted}-{n}" not in taken)
