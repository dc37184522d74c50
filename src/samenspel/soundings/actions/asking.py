"""Who is asked: groups of the cooperation, pooled where they are small, or anybody with a link."""

from collections.abc import Collection, Iterable

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django_scopes import scope

from samenspel.audit.actions import record
from samenspel.cooperations.models import Group, Role
from samenspel.cooperations.queries import groups_of
from samenspel.people.models import Person
from samenspel.soundings.actions.drafts import changing, delete_groups
from samenspel.soundings.actions.list_makers import carry_over_makers
from samenspel.soundings.actions.relations import make_anew
from samenspel.soundings.instruments.relations.instrument import RELATIONS
from samenspel.soundings.instruments.relations.items import speaks_for_an_organisation
from samenspel.soundings.models import AskedGroup, Invitation, Item, Sounding
from samenspel.soundings.planning.insiders import NOBODY, ROLES, meant_for, settled
from samenspel.soundings.tokens import new_token


def ask_group(*, person: Person, sounding: Sounding, group_id: int) -> AskedGroup | None:
    """Ask a group of the cooperation. None where it is asked already, or is no longer there."""
    with changing(sounding, person) as draft:
        group = groups_of(draft.cooperation).filter(pk=group_id).first()
        if group is None or AskedGroup.objects.filter(sounding=draft, made_of=group).exists():
            return None  # a second click finds its work done
        asked = add_group(draft, [group])
        settle(draft)
        record(actor=person.email, action="group.asked", about=asked)
        return asked


def pool_groups(*, person: Person, sounding: Sounding, role: str) -> AskedGroup | None:
    """Ask the groups with this role, of all organisations, as one. None where they are already.

    Whoever was on the lists of the single groups is on the list of the pooled one, once. It has to
    be confirmed anew.
    """
    with changing(sounding, person) as draft:
        groups = list(poolable(draft).filter(role=role))
        single = AskedGroup.objects.filter(sounding=draft, made_of__in=groups).distinct()
        before = list(single)
        if len(groups) < 2 or [set(g.made_of.all()) for g in before] == [set(groups)]:
            return None
        asked = add_group(draft, groups, pooled=True)
        asked.letters = sum(group.letters for group in before)
        asked.save(update_fields=["letters"])
        _move_lists(before, asked)
        carry_over_makers(before, asked)
        only_for = {group.position for group in before}
        for item in Item.objects.filter(sounding=draft, only_for__overlap=sorted(only_for)):
            item.only_for = [*(p for p in item.only_for if p not in only_for), asked.position]
            item.save(update_fields=["only_for"])
        delete_groups(AskedGroup.objects.filter(pk__in=[group.pk for group in before]))
        settle(draft)
        record(actor=person.email, action="groups.pooled", about=asked)
        return asked


def ask_by_open_link(
    *, person: Person, sounding: Sounding, role: str, name: str = ""
) -> AskedGroup | None:
    """Let anybody with the link take part, as a group of its own whose size nobody knows."""
    with changing(sounding, person) as draft:
        with override("nl"):
            name = name or _("%(role)s, open link") % {"role": Role(role).label}
        if AskedGroup.objects.filter(sounding=draft, open_code__isnull=False, name=name).exists():
            return None
        asked = AskedGroup.objects.create(
            sounding=draft,
            position=_free_position(draft),
            name=name[:250],
            role=role,
            open_code=str(new_token()),
        )
        settle(draft)
        record(actor=person.email, action="group.asked_by_link", about=asked)
        return asked


def stop_asking(*, person: Person, sounding: Sounding, group_id: int) -> None:
    """Leave a group out of the round, and forget its list."""
    with changing(sounding, person) as draft:
        found = AskedGroup.objects.filter(sounding=draft, pk=group_id)
        group = found.first()
        if group is None:
            return
        record(actor=person.email, action="group.left_out", about=group)
        Invitation.objects.filter(sounding=draft, group=group).delete()
        delete_groups(found)
        settle(draft)


def take_over_size(*, person: Person, sounding: Sounding, group_id: int) -> None:
    """Give an asked group the number of people that the cooperation's groups have by now."""
    with changing(sounding, person) as draft:
        group = AskedGroup.objects.filter(sounding=draft, pk=group_id).first()
        groups = list(group.made_of.all()) if group else []
        if group is None or not groups:
            return
        invited = Invitation.objects.filter(sounding=draft, group=group).count() + group.letters
        size = sum(each.size for each in groups)
        if size < invited:
            raise ValidationError(
                _("Op de lijst staan al %(invited)d mensen. Haal er eerst mensen af."),
                params={"invited": invited},
                code="too-many",
            )
        group.size = size
        group.confirmed_by = None
        group.save(update_fields=["size", "confirmed_by"])
        settle(draft)
        record(actor=person.email, action="group.resized", about=group)


def ask_everybody(sounding: Sounding, roles: Collection[str] = tuple(Role)) -> None:
    """Ask every group of these roles. Who begins a round leaves out the others."""
    for group in groups_of(sounding.cooperation).filter(role__in=roles):
        add_group(sounding, [group])
    settle(sounding)


def ask_organisations(sounding: Sounding) -> None:
    """Ask every group that speaks for one of the organisations."""
    for group in groups_of(sounding.cooperation):
        if speaks_for_an_organisation(group.role, group.party.name if group.party else ""):
            add_group(sounding, [group])


def ask_as_before(sounding: Sounding, before: Sounding) -> dict[int, int]:
    """Ask the groups of an earlier round, as far as the cooperation still has them.

    Returns the position each of them has here, by the position it had there.
    """
    moved = {}
    with scope(cooperation=sounding.cooperation):
        for old in AskedGroup.objects.filter(sounding=before).prefetch_related("made_of"):
            groups = list(old.made_of.all())
            if groups:
                new = add_group(sounding, groups, pooled=len(groups) > 1)
            elif old.is_open_link:
                new = AskedGroup.objects.create(
                    sounding=sounding,
                    position=_free_position(sounding),
                    name=old.name,
                    role=old.role,
                    open_code=str(new_token()),
                )
            else:
                continue
            moved[old.position] = new.position
    return moved


def poolable(sounding: Sounding) -> QuerySet[Group]:
    """A group of all organisations together is pooled as it is."""
    return groups_of(sounding.cooperation).filter(party__isnull=False)


def add_group(sounding: Sounding, groups: Iterable[Group], *, pooled: bool = False) -> AskedGroup:
    groups = list(groups)
    # Names are data of the round: Dutch, whatever the language of whoever prepares it.
    with override("nl"):
        name = (
            str(_("%(role)s, alle organisaties") % {"role": groups[0].get_role_display()})
            if pooled
            else str(groups[0])
        )
    party = None if pooled else groups[0].party
    asked = AskedGroup.objects.create(
        sounding=sounding,
        position=_free_position(sounding),
        name=name[:250],
        role=groups[0].role,
        party=party.name if party else "",
        size=sum(group.size for group in groups),
    )
    asked.made_of.set(groups)
    return asked


def settle(sounding: Sounding) -> None:
    """Keep for whom each statement is right, now that other groups are asked."""
    if sounding.instrument == RELATIONS.key:
        make_anew(sounding)
        return
    roles = dict(AskedGroup.objects.filter(sounding=sounding).values_list("position", "role"))
    changed = []
    for item in Item.objects.filter(sounding=sounding).exclude(only_for=[]):
        meant = item.detail.get(ROLES)
        only_for = meant_for(meant, roles) if meant else settled(item.only_for, roles)
        if only_for != item.only_for:
            item.only_for = only_for
            changed.append(item)
    Item.objects.bulk_update(changed, ["only_for"])


def _move_lists(before: list[AskedGroup], asked: AskedGroup) -> None:
    invitations = Invitation.objects.filter(sounding=asked.sounding_id, group__in=before)
    addresses = set(invitations.values_list("email", flat=True))
    invitations.delete()
    Invitation.objects.bulk_create(
        Invitation(sounding_id=asked.sounding_id, group=asked, email=email)
        for email in sorted(addresses)
    )


def _free_position(sounding: Sounding) -> int:
    """One that neither a group nor a statement has: a group that is gone has left none behind."""
    taken = set(AskedGroup.objects.filter(sounding=sounding).values_list("position", flat=True))
    for only_for in Item.objects.filter(sounding=sounding).values_list("only_for", flat=True):
        taken.update(only_for)
    return max(taken - {NOBODY}, default=0) + 1
