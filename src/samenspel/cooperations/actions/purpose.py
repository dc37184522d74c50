"""Writing why a cooperation exists. Nothing that was written is lost."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_scopes import scope

from samenspel.audit.actions import record
from samenspel.cooperations.actions.permission import locked, require
from samenspel.cooperations.models import Cooperation, PurposeVersion
from samenspel.people.models import Person


@transaction.atomic
def change_purpose(
    *,
    person: Person,
    cooperation: Cooperation,
    text: str,
    why: str = "",
    based_on: int | None = None,
    origin: str = "web",
) -> PurposeVersion | None:
    """Write a next version of the purpose. The same text again makes no version.

    based_on : number of the version that was in front of whoever wrote this, 0 for none

    Raises ValidationError where somebody else wrote another version meanwhile.
    """
    require(person, "cooperations.change_purpose", cooperation)
    with scope(cooperation=cooperation):
        found = locked(cooperation)
        if found.purpose == text:
            return None  # a second click finds its work done
        newest = PurposeVersion.objects.filter(cooperation=cooperation).first()
        if based_on is not None and based_on != (newest.number if newest else 0):
            raise ValidationError(
                _(
                    "Intussen schreef iemand anders een nieuwe versie. Lees die hieronder. "
                    "Wilt u uw tekst toch bewaren, kies dan nog een keer Opslaan."
                ),
                code="changed-meanwhile",
            )
        version = add_version(cooperation, person=person, text=text, why=why)
        record(actor=person.email, action="purpose.changed", about=version, origin=origin)
    return version


def add_version(
    cooperation: Cooperation, *, person: Person, text: str, why: str = ""
) -> PurposeVersion:
    """The next version, in the transaction and the scope of whoever checked that it may be."""
    newest = PurposeVersion.objects.filter(cooperation=cooperation).first()
    version = PurposeVersion.objects.create(
        cooperation=cooperation,
        number=newest.number + 1 if newest else 1,
        text=text,
        changed_by=str(person),
        why=why,
    )
    cooperation.purpose = text
    cooperation.save(update_fields=["purpose"])
    return version
