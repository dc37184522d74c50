"""Saying which organisation of the atlas a party is."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_scopes import scope

from samenspel.atlas.queries.organisations import organisations_with
from samenspel.audit.actions import record
from samenspel.cooperations.actions.permission import locked, require
from samenspel.cooperations.models import Cooperation, Party
from samenspel.people.models import Person


@transaction.atomic
def link_party(*, person: Person, cooperation: Cooperation, party: Party, key: str) -> Party:
    """Link a party to an organisation of the atlas, instead of to the one it was linked to.

    Raises ValidationError where there is no such organisation, or another party is linked to it.
    """
    require(person, "cooperations.change_cooperation", cooperation)
    with scope(cooperation=cooperation):
        locked(cooperation)
        found = Party.objects.get(pk=party.pk)
        if key and found.organisation_key == key:
            return found  # a second click finds its work done
        if not organisations_with([key]):
            raise ValidationError(
                _("Deze organisatie staat niet in de atlas. Zoek haar op naam."), code="unknown"
            )
        if taken := Party.objects.filter(organisation_key=key).first():
            raise ValidationError(
                _("“%(name)s” is al met deze organisatie verbonden. Maak die eerst los."),
                params={"name": taken.name},
                code="taken",
            )
        return _write(person, found, key)


@transaction.atomic
def unlink_party(*, person: Person, cooperation: Cooperation, party: Party) -> Party:
    require(person, "cooperations.change_cooperation", cooperation)
    with scope(cooperation=cooperation):
        found = Party.objects.select_for_update().get(pk=party.pk)
        return _write(person, found, "") if found.organisation_key else found


def _write(person: Person, party: Party, key: str) -> Party:
    party.organisation_key = key
    party.save(update_fields=["organisation_key"])
    action = "party.linked" if key else "party.unlinked"
    record(actor=person.email, action=action, about=party)
    return party
