import pytest
from allauth.mfa.models import Authenticator

from samenspel.cooperations.models import Cooperation, Membership
from samenspel.people.models import Person
from samenspel.web.checks import people
from samenspel.web.checks.finding import Level
from samenspel.web.checks.installation import Installation
from tests.cast import person_named
from tests.web.checks.conftest import levels


@pytest.mark.parametrize(
    ("kind", "step", "expected"),
    [
        (Membership.Kind.LEADER, None, Level.WRONG),
        (Membership.Kind.LEADER, Authenticator.Type.RECOVERY_CODES, Level.WRONG),
        (Membership.Kind.LEADER, Authenticator.Type.TOTP, Level.GOOD),
        (Membership.Kind.LEADER, Authenticator.Type.WEBAUTHN, Level.GOOD),
        (Membership.Kind.MODERATOR, None, Level.WRONG),
        (Membership.Kind.READER, None, Level.GOOD),
    ],
)
def test_who_leads_or_moderates_needs_more_than_a_password(
    installation: Installation, db: None, kind: str, step: str | None, expected: Level
) -> None:
    person = person_named("Fatima")
    cooperation = Cooperation.objects.create(name="Samen", slug="samen")
    Membership.objects.create(cooperation=cooperation, person=person, kind=kind)
    if step:
        Authenticator.objects.create(user=person, type=step, data={})
    assert levels(people.check(installation)) == [expected]


def test_who_cannot_sign_in_or_leads_an_example_is_left_alone(
    installation: Installation, a: Cooperation, anna: Person
) -> None:
    (finding,) = people.check(installation)
    assert anna.email in finding.remedy
    anna.is_active = False
    anna.save()
    assert anna.email not in next(people.check(installation)).remedy
    Person.objects.update(is_active=True)
    Cooperation.objects.update(invented=True)
    assert levels(people.check(installation)) == [Level.GOOD]
