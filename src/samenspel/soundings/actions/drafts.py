"""What every action on a draft begins with: nobody else's, and not frozen yet."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_scopes import scope

from samenspel.people.models import Person
from samenspel.soundings.models import AskedGroup, Sounding


class FrozenError(Exception):
    """A round can be changed as long as it is a draft, and never after."""

    def __str__(self) -> str:
        return _("Deze vragenronde is klaargezet. Wat wordt gevraagd en aan wie, ligt nu vast.")


class ChangedMeanwhileError(ValidationError):
    """Somebody else changed this after it was put on screen."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Iemand veranderde dit terwijl u bezig was. Hieronder staat wat u invulde. Sla nog "
                "een keer op als dat moet gelden."
            ),
            code="changed",
        )


@contextmanager
def changing(sounding: Sounding, person: Person) -> Iterator[Sounding]:
    """The draft, nobody else's until what stands inside is written. Whole or not at all.

    Raises FrozenError where it is no draft any more.
    """
    with leading(sounding, person) as locked:
        if locked.is_frozen:
            raise FrozenError
        yield locked


@contextmanager
def leading(sounding: Sounding, person: Person) -> Iterator[Sounding]:
    """The round in whatever state, nobody else's until what stands inside is written."""
    if not person.has_perm("soundings.change_sounding", sounding):
        raise PermissionDenied
    with transaction.atomic(), scope(cooperation=sounding.cooperation):
        found = Sounding.objects.select_for_update(of=("self",)).select_related("cooperation")
        locked = found.filter(pk=sounding.pk).first()
        if locked is None:
            raise ValidationError(_("Deze vragenronde is weggegooid."), code="gone")
        yield locked


def delete_unanswered(rows: QuerySet[Any]) -> None:
    """Delete what nobody has answered to.

    Django would look in the urn for answers to delete along with them. Nothing that serves pages
    may read there, and a round that is not open has none.
    """
    rows._raw_delete(rows.db)


def delete_groups(groups: QuerySet[AskedGroup]) -> None:
    for group in groups:
        group.made_of.clear()
        group.makers.all().delete()
    delete_unanswered(groups)
