import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from samenspel.audit.models import Line
from samenspel.people.actions import create_person
from samenspel.people.models import Person
from tests.people.passwords import PASSWORD


def test_an_account_is_made_with_its_address_in_small_letters_and_written_down(db: None) -> None:
    person = create_person(
        email=" Anna@Voorbeeld.NL ", name=" Anna ", password=PASSWORD, origin="command"
    )
    assert (person.email, person.name, str(person)) == ("anna@voorbeeld.nl", "Anna", "Anna")
    assert person.check_password(PASSWORD)
    lines = Line.objects.values_list("actor", "action", "object_id", "result", "origin")
    assert list(lines) == [("create_person", "person.created", str(person.pk), "done", "command")]


@pytest.mark.parametrize(
    ("email", "password", "says"),
    [
        ("anna@voorbeeld.nl", PASSWORD, "Er is al een account met dit e-mailadres."),
        ("ANNA@voorbeeld.nl", PASSWORD, "Er is al een account met dit e-mailadres."),
        ("geen adres", PASSWORD, "geldig e-mailadres"),
        ("cees@voorbeeld.nl", "kort", "minstens 12 tekens"),
        ("cees@voorbeeld.nl", "cees@voorbeeld.nl", "lijkt te veel op"),
        ("cees@voorbeeld.nl", "qwerty123456", "te algemeen"),
    ],
)
def test_an_account_that_cannot_be_is_not_made(
    anna: Person, email: str, password: str, says: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        create_person(email=email, name="", password=password, origin="command")
    assert says in " ".join(refused.value.messages)
    assert list(Person.objects.all()) == [anna]
    assert not Line.objects.exists()


def test_the_database_refuses_a_second_address_that_differs_in_capitals_only(anna: Person) -> None:
    with pytest.raises(IntegrityError, match="email_lower"):
        Person.objects.create(email="Anna@voorbeeld.nl")


def test_people_are_found_whatever_the_capitals(anna: Person) -> None:
    assert Person.objects.get_by_natural_key("ANNA@voorbeeld.nl") == anna
