"""Load the example: an invented cooperation that asked seven groups about its purpose."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import override
from django_scopes import scope

from samenspel.cooperations.actions import start_cooperation, write_group
from samenspel.cooperations.models import Cooperation, Party, Role
from samenspel.people.actions import create_person
from samenspel.people.models import Person
from samenspel.soundings.actions import finish_closing, import_conversation
from samenspel.soundings.models import Sounding
from samenspel.web.data_folder import secret_kept_in
from samenspel.web.example.answers import GROUPS, simulated_conversation
from samenspel.web.example.statements import PURPOSE

LEADER = "anna@voorbeeld.nl"
NAME = "Eén organisatie voor De Waarden"
PARTIES = ("Oostwaard", "Rijnveld", "Broekmeer")
_NOT_YET_ASKED = ((Role.STAFF, "gemeente Broekmeer", 74), (Role.BUSINESS, "", 1_150))


@transaction.atomic
def load_example() -> None:
    """Make sure the example is there. Whole or not at all; a second time it does nothing."""
    if Cooperation.objects.filter(invented=True).exists():
        return
    # Names of groups are data of this example: Dutch, whatever the language of the machine.
    with override("nl"):
        person = _leader()
        cooperation = start_cooperation(
            person=person,
            name=NAME,
            purpose=PURPOSE,
            parties=[f"gemeente {name}" for name in PARTIES],
            invented=True,
            origin="command",
        )
        with scope(cooperation=cooperation):
            parties = {party.name: party for party in Party.objects.all()}
        asked = [(group.role, group.party, group.size) for group in GROUPS]
        for role, party, size in [*asked, *_NOT_YET_ASKED]:
            write_group(
                person=person,
                cooperation=cooperation,
                role=role,
                party=parties.get(party),
                size=size,
                origin="command",
            )
        sounding = import_conversation(
            cooperation=cooperation,
            conversation=simulated_conversation(),
            person=person,
            source=Sounding.Source.EXAMPLE,
            purpose_number=1,
            origin="command",
        )
        finish_closing(sounding_id=sounding.pk, origin="command")


def _leader() -> Person:
    known = Person.objects.filter(email=LEADER).first()
    return known or create_person(
        email=LEADER,
        name="Anna de Wit",
        password=secret_kept_in(settings.DATA_FOLDER, "demo-password"),
        origin="command",
    )
