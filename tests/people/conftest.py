import pytest
from pytest_django import Settings

from samenspel.people.models import Person
from tests.people.passwords import PASSWORD


@pytest.fixture
def anna(settings: Settings, db: None) -> Person:
    """Anna with a password, kept in a way that is quick instead of safe."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    person = Person(email="anna@voorbeeld.nl", name="Anna")
    person.set_password(PASSWORD)
    person.save()
    return person
