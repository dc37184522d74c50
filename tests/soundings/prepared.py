"""Drafts as leaders prepare them: Anna of Oostwaard makes the lists, Eva of Rijnveld confirms."""

from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from samenspel.cooperations.actions import write_group
from samenspel.cooperations.models import Cooperation, Group, Party, Role
from samenspel.people.models import Person
from samenspel.soundings import actions, queries
from samenspel.soundings.models import AskedGroup, Invitation, Item, Sounding
from samenspel.soundings.planning.addresses import read_addresses
from tests.database_rights import as_owner


def group_of(
    anna: Person, cooperation: Cooperation, role: Role, size: int, party: str | None = None
) -> Group:
    with scope(cooperation=cooperation):
        found = Party.objects.get(name=party) if party else None
    return write_group(person=anna, cooperation=cooperation, role=role, party=found, size=size)


def draft_of(anna: Person, cooperation: Cooperation, *statements: str) -> Sounding:
    """An empty round that asks every group the cooperation has, with these statements."""
    sounding = actions.start_sounding(person=anna, cooperation=cooperation, title="Wat vindt u?")
    if statements:
        actions.add_statements(person=anna, sounding=sounding, texts=statements)
    return sounding


def ready_draft(
    anna: Person,
    eva: Person,
    cooperation: Cooperation,
    *,
    people: int = 3,
    letters: int = 0,
    opens_on: date | None = None,
) -> Sounding:
    """A draft that lacks nothing: so many council members with an address, the list confirmed."""
    group_of(anna, cooperation, Role.COUNCIL, 20)
    sounding = draft_of(anna, cooperation, "Ik ken de bedoeling.", "De fusie kost te veel.")
    today = timezone.localdate()
    actions.change_sounding(
        person=anna,
        sounding=sounding,
        opens_on=opens_on or today,
        closes_on=(opens_on or today) + timedelta(days=20),
    )
    (group,) = groups_in(sounding)
    if people:
        put_on_list(anna, sounding, group, *(f"lid{n}@voorbeeld.nl" for n in range(people)))
    if letters:
        actions.set_letters(person=anna, sounding=sounding, group_id=group.pk, letters=letters)
    confirm(eva, sounding, group)
    with scope(cooperation=cooperation):
        return Sounding.objects.select_related("cooperation").get(pk=sounding.pk)


def opened(anna: Person, eva: Person, cooperation: Cooperation, **how: int) -> Sounding:
    sounding = ready_draft(anna, eva, cooperation, **how)  # type: ignore[arg-type]  # numbers only
    planned = actions.plan_sounding(person=anna, sounding=sounding, today=timezone.localdate())
    assert planned.state == Sounding.State.OPEN
    return planned


def put_on_list(
    person: Person, sounding: Sounding, group: AskedGroup, *addresses: str
) -> tuple[int, list[str]]:
    return actions.add_addresses(
        person=person,
        sounding=sounding,
        group_id=group.pk,
        found=read_addresses("\n".join(addresses)),
    )


def confirm(person: Person, sounding: Sounding, group: AskedGroup) -> None:
    with scope(cooperation=sounding.cooperation):
        seen = actions.mark_of_list(AskedGroup.objects.get(pk=group.pk))
    actions.confirm_list(person=person, sounding=sounding, group_id=group.pk, seen=seen)


def groups_in(sounding: Sounding) -> list[AskedGroup]:
    with scope(cooperation=sounding.cooperation):
        return list(AskedGroup.objects.filter(sounding=sounding))


def asked(sounding: Sounding) -> list[tuple[str, int | None]]:
    return [(group.name, group.size) for group in groups_in(sounding)]


def items_in(sounding: Sounding) -> list[Item]:
    with scope(cooperation=sounding.cooperation):
        return list(Item.objects.filter(sounding=sounding))


def texts(sounding: Sounding) -> list[tuple[int, str]]:
    return [(item.number, item.text) for item in items_in(sounding)]


def invitations_in(sounding: Sounding) -> list[Invitation]:
    with scope(cooperation=sounding.cooperation):
        return list(Invitation.objects.filter(sounding=sounding).order_by("email"))


def addresses_in(sounding: Sounding, group: AskedGroup | None = None) -> list[str]:
    return [
        each.email
        for each in invitations_in(sounding)
        if each.email and (group is None or each.group_id == group.pk)
    ]


def fresh(sounding: Sounding) -> Sounding:
    with scope(cooperation=sounding.cooperation):
        return Sounding.objects.select_related("cooperation").get(pk=sounding.pk)


def missing(sounding: Sounding) -> list[str]:
    with scope(cooperation=sounding.cooperation):
        return [each.sentence for each in queries.what_is_missing(fresh(sounding))]


def only_for(sounding: Sounding) -> list[list[int]]:
    return [item.only_for for item in items_in(sounding)]


def lists_there(sounding: Sounding) -> bool:
    name = f"register.invitation_{sounding.pk.hex}"
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [name])
        return bool(cursor.fetchone()[0])


def change_item(person: Person, sounding: Sounding, item: Item, **values: Any) -> Item | None:
    now: dict[str, Any] = {"text": item.text, "text_en": item.text_en}
    now |= {"only_for": [], "is_purpose": False}
    return actions.change_statement(
        person=person, sounding=sounding, item_id=item.pk, **(now | values)
    )


def everything(sounding: Sounding) -> tuple[object, ...]:
    with scopes_disabled():
        return tuple(
            list(rows.order_by("pk").values())
            for rows in (
                Sounding.objects.filter(pk=sounding.pk),
                AskedGroup.objects.filter(sounding=sounding),
                Item.objects.filter(sounding=sounding),
                Invitation.objects.filter(sounding=sounding),
            )
        )
