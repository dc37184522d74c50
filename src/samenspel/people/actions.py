from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from samenspel.audit.actions import record
from samenspel.people.models import Person


@transaction.atomic
def create_person(
    *, email: str, name: str, password: str, origin: str, actor: str = "create_person"
) -> Person:
    """Make an account. Nobody can do this for themselves: there is no open sign-up.

    Raises ValidationError for an address that is taken or none, and a weak password.
    """
    person = Person(email=email.strip().lower(), name=name.strip())
    validate_password(password, user=person)
    person.set_password(password)
    person.full_clean()
    person.save()
    record(actor=actor, action="person.created", about=person, origin=origin)
    return person
