"""Load the example: a cooperation that asked seven groups, and asks two more right now."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import override
from django_scopes import scope

from samenspel.cooperations.actions import (
    change_purpose,
    start_cooperation,
    write_challenge,
    write_group,
)
from samenspel.cooperations.models import Cooperation, Membership, Party, Role
from samenspel.people.actions import create_person
from samenspel.people.models import Person
from samenspel.soundings.actions import finish_closing, import_conversation
from samenspel.soundings.models import Sounding
from samenspel.web.data_folder import secret_kept_in
from samenspel.web.example.answers import GROUPS, simulated_conversation
from samenspel.web.example.conversations import talk_and_agree
from samenspel.web.example.duties import plan_duties
from samenspel.web.example.open_round import ask_two_more, let_residents_answer
from samenspel.web.example.reports import measure_trust_and_talk
from samenspel.web.example.statements import PURPOSE

LEADER = "anna@voorbeeld.nl"
SECOND_LEADER = "karim@voorbeeld.nl"
MODERATOR = "mo@voorbeeld.nl"
NAME = "Eén organisatie voor De Waarden"
PARTIES = ("Oostwaard", "Rijnveld", "Broekmeer")
_NOT_YET_ASKED = ((Role.STAFF, "gemeente Broekmeer", 74), (Role.BUSINESS, "", 1_150))
_EARLIER_PURPOSES = (
    ("Met één ambtelijke organisatie besparen we kosten en werken we efficiënter.", ""),
    (
        "Samen houden we onze dienstverlening op peil, ook als er iemand ziek of weg is.",
        "Besparen is een gevolg en niet waarom we dit doen.",
    ),
)
# title, for whom, what would be better, partners
_CHALLENGES = (
    (
        "Jeugdhulp op tijd",
        "Kinderen en ouders die nu te lang op hulp wachten.",
        "Wie hulp nodig heeft, spreekt binnen een week iemand.",
        "Huisartsen, scholen en jeugdhulp in De Waarden.",
    ),
    (
        "Een loket in elk dorp",
        "Inwoners die niet alles met een computer kunnen regelen.",
        "Iedereen kan dichtbij iemand spreken.",
        "Dorpshuizen en bibliotheken.",
    ),
)


def load_example() -> None:
    """Make sure the example is there. A second time it does nothing."""
    asked = tell_story()
    if asked is not None:
        # After the commit: answers come in by a connection of their own.
        let_residents_answer(asked)


@transaction.atomic
def tell_story() -> Sounding | None:
    """Whole or not at all. The round that is open, or None where the example was there."""
    if Cooperation.objects.filter(invented=True).exists():
        return None
    # Names of groups are data of this example: Dutch, whatever the language of the machine.
    with override("nl"):
        anna = _person(LEADER, "Anna de Wit")
        cooperation = start_cooperation(
            person=anna,
            name=NAME,
            own_party="gemeente Oostwaard",
            purpose=_EARLIER_PURPOSES[0][0],
            parties=[f"gemeente {name}" for name in PARTIES[1:]],
            invented=True,
            origin="command",
        )
        with scope(cooperation=cooperation):
            parties = {party.name: party for party in Party.objects.all()}
        karim = _person(SECOND_LEADER, "Karim Aydin")
        _join(cooperation, karim, Membership.Kind.LEADER, parties["gemeente Rijnveld"])
        _join(cooperation, _person(MODERATOR, "Mo Visser"), Membership.Kind.MODERATOR, None)
        _write_why(cooperation, [anna, karim])
        asked = [(group.role, group.party, group.size) for group in GROUPS]
        for role, party, size in [*asked, *_NOT_YET_ASKED]:
            write_group(
                person=anna,
                cooperation=cooperation,
                role=role,
                party=parties.get(party),
                size=size,
                origin="command",
            )
        measure_trust_and_talk(cooperation, anna, karim)
        _show_what_was_asked(cooperation, anna)
        talk_and_agree(cooperation, anna, karim)
        plan_duties(cooperation, anna, karim)
        return ask_two_more(cooperation, writes=karim, confirms=anna)


def _write_why(cooperation: Cooperation, people: list[Person]) -> None:
    last = (PURPOSE, "Na gesprek met Oostwaard: het gaat om de mensen die hulp nodig hebben.")
    versions = [*_EARLIER_PURPOSES[1:], last]
    for number, (text, why) in enumerate(versions, start=1):
        change_purpose(
            person=people[number % len(people)],
            cooperation=cooperation,
            text=text,
            why=why,
            origin="command",
        )
    for title, for_whom, better, partners in _CHALLENGES:
        write_challenge(
            person=people[0],
            cooperation=cooperation,
            title=title,
            for_whom=for_whom,
            what_would_be_better=better,
            partners=partners,
            origin="command",
        )


def _show_what_was_asked(cooperation: Cooperation, person: Person) -> None:
    sounding = import_conversation(
        cooperation=cooperation,
        conversation=simulated_conversation(),
        person=person,
        source=Sounding.Source.EXAMPLE,
        purpose_number=1,
        origin="command",
    )
    finish_closing(sounding_id=sounding.pk, origin="command")


def _person(email: str, name: str) -> Person:
    known = Person.objects.filter(email=email).first()
    return known or create_person(
        email=email,
        name=name,
        password=secret_kept_in(settings.DATA_FOLDER, "demo-password"),
        origin="command",
    )


def _join(
    cooperation: Cooperation, person: Person, kind: Membership.Kind, party: Party | None
) -> None:
    # Not by an invitation in a mail: the mailbox of the demo is for who is asked something.
    Membership.objects.create(cooperation=cooperation, person=person, kind=kind, party=party)
