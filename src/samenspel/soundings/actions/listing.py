"""Who is in a group: written by one organisation and confirmed by another."""

import uuid

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from samenspel.audit.actions import record
from samenspel.cooperations.models import Party
from samenspel.people.models import Person
from samenspel.soundings import queries
from samenspel.soundings.actions.drafts import changing
from samenspel.soundings.actions.list_makers import note_maker, require_another
from samenspel.soundings.models import AskedGroup, Invitation, Sounding
from samenspel.soundings.planning.addresses import AddressList
from samenspel.soundings.planning.seen import mark_of


class ListError(ValidationError):
    """The list stays as it was. Each message is something to mend."""


class ListChangedError(ValidationError):
    def __init__(self) -> None:
        super().__init__(
            _("De lijst is net veranderd. Kijk hem nog eens door en bevestig daarna."),
            code="changed",
        )


def add_addresses(
    *, person: Person, sounding: Sounding, group_id: int, found: AddressList
) -> tuple[int, list[str]]:
    """Put people on the list of a group: everybody, or where something is wrong nobody.

    Returns how many are new, and the addresses that stood there already.

    Raises ListError with everything that is wrong.
    """
    with changing(sounding, person) as draft:
        group = _own_list(draft, group_id)
        party = _party_of(person, draft)
        known = dict(
            Invitation.objects.filter(sounding=draft)
            .exclude(email="")
            .values_list("email", "group__name")
        )
        here = set(
            Invitation.objects.filter(sounding=draft, group=group).values_list("email", flat=True)
        )
        elsewhere = [
            _(
                "Regel %(n)d: %(address)s staat al op de lijst van %(group)s. Iemand doet één "
                "keer mee."
            )
            % {"n": line, "address": address, "group": known[address]}
            for address, line in found.addresses.items()
            if address in known and address not in here
        ]
        if found.problems or elsewhere:
            raise ListError([*found.problems, *elsewhere])
        new = [address for address in found.addresses if address not in here]
        if new:
            _require_room(group, addresses=len(here) + len(new), letters=group.letters)
            Invitation.objects.bulk_create(
                Invitation(sounding=draft, group=group, email=address) for address in new
            )
            _made_by(group, person, party)
        return len(new), [address for address in found.addresses if address in here]


def remove_address(
    *, person: Person, sounding: Sounding, group_id: int, invitation_id: uuid.UUID
) -> None:
    with changing(sounding, person) as draft:
        group = _own_list(draft, group_id)
        party = _party_of(person, draft)
        found = Invitation.objects.filter(sounding=draft, group=group, pk=invitation_id)
        if found.delete()[0]:
            _made_by(group, person, party)


def clear_list(*, person: Person, sounding: Sounding, group_id: int) -> None:
    """Begin again with the addresses of a group."""
    with changing(sounding, person) as draft:
        group = _own_list(draft, group_id)
        party = _party_of(person, draft)
        Invitation.objects.filter(sounding=draft, group=group).delete()
        _made_by(group, person, party)


def set_letters(*, person: Person, sounding: Sounding, group_id: int, letters: int) -> None:
    """How many letters to print, for who has no address."""
    with changing(sounding, person) as draft:
        group = _own_list(draft, group_id)
        party = _party_of(person, draft)
        if group.letters == letters:
            return
        addresses = Invitation.objects.filter(sounding=draft, group=group).count()
        _require_room(group, addresses=addresses, letters=letters)
        group.letters = letters
        group.save(update_fields=["letters"])
        _made_by(group, person, party)


def confirm_list(*, person: Person, sounding: Sounding, group_id: int, seen: str) -> None:
    """Say that the people on a list, and no others, are the group: as another organisation.

    seen : what `mark_of_list` gave when the list was put on screen
    """
    with changing(sounding, person) as draft:
        group = _own_list(draft, group_id)
        party = _party_of(person, draft)
        require_another(group, person, party)
        if seen != mark_of_list(group):
            raise ListChangedError
        group.confirmed_by = party
        group.save(update_fields=["confirmed_by"])
        record(actor=person.email, action="list.confirmed", about=group)


def mark_of_list(group: AskedGroup) -> str:
    """Of what is confirmed: who is on it, how many letters, and how large the group is."""
    addresses = Invitation.objects.filter(sounding=group.sounding_id, group=group)
    return mark_of(group.size, group.letters, sorted(addresses.values_list("email", flat=True)))


def _own_list(sounding: Sounding, group_id: int) -> AskedGroup:
    group = AskedGroup.objects.filter(sounding=sounding, pk=group_id).first()
    if group is None or group.is_open_link:
        raise ValidationError(_("Deze groep wordt niet meer gevraagd."), code="gone")
    return group


def _party_of(person: Person, sounding: Sounding) -> Party:
    party = queries.party_of(person, sounding)
    if party is None:
        raise ValidationError(
            _(
                "Bij uw naam staat nog geen organisatie. Vul die eerst in bij de mensen van deze "
                "samenwerking: een lijst wordt door de ene organisatie gemaakt en door een andere "
                "bevestigd."
            ),
            code="no-party",
        )
    return party


def _require_room(group: AskedGroup, *, addresses: int, letters: int) -> None:
    if group.size is not None and addresses + letters > group.size:
        raise ListError(
            _(
                "%(group)s telt %(size)d mensen. Met %(addresses)d adressen en %(letters)d brieven "
                "worden het er te veel: iedereen krijgt één uitnodiging."
            )
            % {
                "group": group.name,
                "size": group.size,
                "addresses": addresses,
                "letters": letters,
            }
        )


def _made_by(group: AskedGroup, person: Person, party: Party) -> None:
    """Whatever was confirmed before, this was not."""
    group.confirmed_by = None
    group.save(update_fields=["confirmed_by"])
    note_maker(group, person, party)
    record(actor=person.email, action="list.changed", about=group)
