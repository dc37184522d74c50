"""The people of the tests. Anna leads A, Bram takes part in it without an account, Cees leads B."""

import pytest
from django.test import Client

from samenspel.cooperations.actions import start_cooperation
from samenspel.cooperations.models import Cooperation, Membership
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


@pytest.fixture
def dina(a: Cooperation) -> Person:
    """Reads A, and leads nothing."""
    person = person_named("Dina")
    Membership.objects.create(cooperation=a, person=person, kind=Membership.Kind.READER)
    return person


@pytest.fixture
def a(anna: Person) -> Cooperation:
    """The cooperation that Anna leads."""
    return start_cooperation(
        person=anna,
        name="Samen in A",
        purpose="Hulp dichtbij en op tijd.",
        parties=["gemeente Oostwaard", "gemeente Rijnveld"],
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
def dina_client(dina: Person) -> Client:
    return signed_in(dina)
