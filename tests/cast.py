"""The people of the tests.

Anna leads A for Oostwaard, and Eva for Rijnveld; Mo moderates it, Lida is a member, Dina reads.
Bram takes part in it without an account. Cees leads B.
"""

import pytest
from django.test import Client
from django_scopes import scope
from pytest_django import Settings

from samenspel.cooperations.actions import start_cooperation
from samenspel.cooperations.models import Cooperation, Membership, Party
from samenspel.people.models import Person


def person_named(name: str) -> Person:
    """An account without the slow hashing of a password, for who signs in by `force_login`."""
    return Person.objects.create(email=f"{name.lower()}@voorbeeld.nl", name=name)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def anna(db: None) -> Person:
    return person_named("Anna")


@pytest.fixture
def cees(db: None) -> Person:
    return person_named("Cees")


def joined(
    cooperation: Cooperation, name: str, kind: Membership.Kind, party: str | None = None
) -> Person:
    """Somebody who belongs to a cooperation from now on."""
    person = person_named(name)
    with scope(cooperation=cooperation):
        found = Party.objects.get(name=party) if party else None
    Membership.objects.create(cooperation=cooperation, person=person, kind=kind, party=found)
    return person


@pytest.fixture
def eva(a: Cooperation) -> Person:
    """Leads A too, for the other organisation."""
    return joined(a, "Eva", Membership.Kind.LEADER, "gemeente Rijnveld")


@pytest.fixture
def mo(a: Cooperation) -> Person:
    """Moderates A, outside the line."""
    return joined(a, "Mo", Membership.Kind.MODERATOR)


@pytest.fixture
def lida(a: Cooperation) -> Person:
    """A member of A: writes along, and leads nothing."""
    return joined(a, "Lida", Membership.Kind.MEMBER, "gemeente Rijnveld")


@pytest.fixture
def dina(a: Cooperation) -> Person:
    """Reads A, and leads nothing."""
    return joined(a, "Dina", Membership.Kind.READER)


@pytest.fixture
def a(anna: Person) -> Cooperation:
    """The cooperation that Anna leads."""
    return start_cooperation(
        person=anna,
        name="Samen in A",
        purpose="Hulp dichtbij en op tijd.",
        own_party="gemeente Oostwaard",
        parties=["gemeente Rijnveld"],
    )


@pytest.fixture
def b(cees: Person) -> Cooperation:
    """Another cooperation, of which Anna may not even know that it exists."""
    return start_cooperation(person=cees, name="Geheim plan van B", parties=["gemeente Verweg"])


@pytest.fixture
def anna_client(anna: Person) -> Client:
    return signed_in(anna)


@pytest.fixture
def bram_client() -> Client:
    """Nobody is signed in: Bram has no account."""
    return Client()


@pytest.fixture
def cees_client(cees: Person) -> Client:
    return signed_in(cees)


@pytest.fixture
def eva_client(eva: Person) -> Client:
    return signed_in(eva)


@pytest.fixture
def mo_client(mo: Person) -> Client:
    return signed_in(mo)


@pytest.fixture
def lida_client(lida: Person) -> Client:
    return signed_in(lida)


@pytest.fixture
def dina_client(dina: Person) -> Client:
    return signed_in(dina)


@pytest.fixture
def mail_server(settings: Settings) -> None:
    """There is a server that takes mail: the one of Django's tests, which keeps it in memory."""
    settings.EMAIL_HOST = "mail.voorbeeld.nl"
