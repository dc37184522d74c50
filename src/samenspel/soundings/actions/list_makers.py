"""Who made a list, and so does not confirm it."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import Min
from django.utils.translation import gettext_lazy as _

from samenspel.cooperations.models import Party
from samenspel.people.models import Person
from samenspel.soundings.models import AskedGroup, Invitation, ListMaker


def note_maker(group: AskedGroup, person: Person, party: Party) -> None:
    """Who changed a list is one of its makers until nobody is on it."""
    if group.letters or Invitation.objects.filter(sounding=group.sounding_id, group=group).exists():
        ListMaker.objects.get_or_create(group=group, person=person, party=party)
    else:
        ListMaker.objects.filter(group=group).delete()


def carry_over_makers(before: Iterable[AskedGroup], after: AskedGroup) -> None:
    """Whoever made a list of the groups that are asked as one, made the list of that one."""
    made = ListMaker.objects.filter(group__in=before).order_by()
    ListMaker.objects.bulk_create(
        ListMaker(group=after, **maker)
        for maker in made.values("person_id", "party_id").annotate(began_at=Min("began_at"))
    )


def made_list(group: AskedGroup, person: Person, party: Party | None) -> bool:
    """Whether this person, or anybody of this organisation, changed the list."""
    return any(
        maker.person_id == person.pk or (party is not None and maker.party_id == party.pk)
        for maker in ListMaker.objects.filter(group=group)
    )


def require_another(group: AskedGroup, person: Person, party: Party) -> None:
    """Raises ValidationError for who made the list, and for who may stand in for its makers."""
    makers = list(ListMaker.objects.filter(group=group))
    if not makers or any(maker.person_id is None or maker.party_id is None for maker in makers):
        raise ValidationError(
            _(
                "Van deze lijst is niet meer bekend wie hem maakte. Haal alle adressen en brieven "
                "weg en maak hem opnieuw."
            ),
            code="makers-unknown",
        )
    if made_list(group, person, party):
        raise ValidationError(
            _(
                "Wie aan de lijst schreef, kan hem niet bevestigen. Dat doet een andere "
                "organisatie."
            ),
            code="own-list",
        )
    _require_there_before(group, person, min(maker.began_at for maker in makers))


def _require_there_before(group: AskedGroup, person: Person, began_at: datetime) -> None:
    """Nobody is invited, or moved to another organisation, to confirm a list that is begun.

    By whom makes no difference: who was invited by its makers could invite the next.
    """
    memberships = group.sounding.cooperation.memberships.filter(person=person)
    if memberships.filter(placed_at__gte=began_at).exists():
        raise ValidationError(
            _(
                "Wie een lijst bevestigt, hoorde al bij zijn organisatie voordat aan de lijst werd "
                "begonnen. Laat iemand anders bevestigen, of haal alle adressen en brieven weg en "
                "begin opnieuw."
            ),
            code="placed-meanwhile",
        )
