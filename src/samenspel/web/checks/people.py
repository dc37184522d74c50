"""Is a password alone enough to lead, or to moderate?"""

from collections.abc import Iterator

from allauth.mfa.models import Authenticator

from samenspel.cooperations.models import Membership
from samenspel.people.models import Person
from samenspel.web.checks.finding import Finding, good, wrong
from samenspel.web.checks.installation import Installation

_SUBJECT = "Tweede stap bij het inloggen"
_STEPS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
_POWERFUL = [Membership.Kind.LEADER, Membership.Kind.MODERATOR]


def check(_installation: Installation) -> Iterator[Finding]:
    """Of an invented cooperation nothing can leak."""
    leading = Membership.objects.filter(kind__in=_POWERFUL, cooperation__invented=False)
    without = (
        Person.objects.filter(is_active=True, pk__in=leading.values("person"))
        .exclude(pk__in=Authenticator.objects.filter(type__in=_STEPS).values("user"))
        .values_list("email", flat=True)
    )
    if without:
        yield wrong(
            _SUBJECT,
            f"{len(without)} leiders of moderatoren loggen in met alleen een wachtwoord.",
            "Vraag hun een passkey of app toe te voegen, bij Uw account:\n" + "\n".join(without),
        )
    elif leading.exists():
        yield good(_SUBJECT, "Alle leiders en moderatoren gebruiken een passkey of een app.")
    else:
        yield good(_SUBJECT, "Niemand leidt of modereert hier nog een echte samenwerking.")
