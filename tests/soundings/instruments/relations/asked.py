"""Rounds about the other organisations that take answers, as leaders make them."""

import datetime
from collections.abc import Mapping, Sequence

from django.db import connection
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from samenspel.cooperations.actions import start_cooperation
from samenspel.cooperations.models import Cooperation, Role
from samenspel.people.models import Person
from samenspel.soundings.actions import choose_relations, open_sounding, start_sounding
from samenspel.soundings.models import AskedGroup, Item, Sounding
from tests.database_rights import as_owner
from tests.soundings.asked import OpenRound, invite
from tests.soundings.prepared import group_of

# In the order of the cooperation, which is by name.
PARTIES = ("Oostwaard", "Rijnveld", "Verweg", "Zorggroep De Linde")


def of_organisations(anna: Person, people: Mapping[str, int]) -> Cooperation:
    """A cooperation of these organisations, each with so many people on its staff."""
    first, *others = people
    cooperation = start_cooperation(
        person=anna, name="Samen aan zet", own_party=first, parties=others
    )
    for party, size in people.items():
        group_of(anna, cooperation, Role.STAFF, size, party)
    return cooperation


def draft_about_each_other(anna: Person, cooperation: Cooperation) -> Sounding:
    sounding = start_sounding(
        person=anna,
        cooperation=cooperation,
        title="Wat vinden wij van elkaar?",
        instrument="relations",
    )
    with scope(cooperation=cooperation):
        return Sounding.objects.select_related("cooperation").get(pk=sounding.pk)


def open_about_each_other(
    anna: Person, people: Mapping[str, int], *, chosen: Sequence[str] | None = None
) -> OpenRound:
    """Open, with a token for everybody of each organisation. Its lists need nobody's consent here.

    chosen : what is asked; everything that can be where nothing is said
    """
    cooperation = of_organisations(anna, people)
    sounding = draft_about_each_other(anna, cooperation)
    if chosen is not None:
        choose_relations(person=anna, sounding=sounding, chosen=chosen)
    today = timezone.localdate()
    with scopes_disabled():
        Sounding.objects.filter(pk=sounding.pk).update(
            state=Sounding.State.PLANNED,
            opens_on=today,
            closes_on=today + datetime.timedelta(days=14),
            organisations=list(people),
            title_en="What do we think of each other?",
        )
        groups = {group.party: group for group in AskedGroup.objects.filter(sounding=sounding)}
        tokens = {party: invite(groups[party], size) for party, size in people.items()}
    open_sounding(sounding_id=sounding.pk)
    with scopes_disabled():
        return OpenRound(
            sounding=Sounding.objects.select_related("cooperation").get(pk=sounding.pk),
            tokens=tokens,
            groups=groups,
            open_code="",
        )


def asks(sounding: Sounding) -> list[tuple[str, str, str, tuple[int, ...]]]:
    """What is asked: which side, what, about whom and of the groups at which positions."""
    with scope(cooperation=sounding.cooperation):
        return [
            (
                item.detail["side"],
                item.detail["key"],
                item.detail["about"],
                tuple(sorted(item.only_for)),
            )
            for item in Item.objects.filter(sounding=sounding)
        ]


def let_answer(asked: OpenRound, party: str, *answers: Mapping[int, int]) -> None:
    """Each of these is what one person of an organisation answers, by the number of a question."""
    group = asked.groups[party]
    with scopes_disabled():
        items = dict(Item.objects.filter(sounding=asked.sounding).values_list("number", "pk"))
    with as_owner(), connection.cursor() as cursor:
        for number, said in enumerate(answers):
            key = f"{party} {number}".encode().ljust(32, b"-")[:32]
            cursor.execute(
                "INSERT INTO urn.open_voice VALUES (%s, %s, %s)", [asked.sounding.pk, key, group.pk]
            )
            cursor.executemany(
                "INSERT INTO urn.open_answer VALUES (%s, %s, %s, %s)",
                [(asked.sounding.pk, key, items[n], value) for n, value in said.items()],
            )
