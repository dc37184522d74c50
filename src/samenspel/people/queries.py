from dataclasses import dataclass

from allauth.mfa.models import Authenticator

from samenspel.people.models import Person


@dataclass(frozen=True)
class SecondSteps:
    """What a person has set up beside the password."""

    app: Authenticator | None
    passkeys: tuple[Authenticator, ...]
    recovery_codes_left: int | None

    @property
    def any(self) -> bool:
        return self.app is not None or bool(self.passkeys)


def has_account(email: str) -> bool:
    """Only for who proved to read the mail of this address: others may not learn it."""
    return Person.objects.filter(email=email.lower()).exists()


def second_steps(person: Person) -> SecondSteps:
    kinds = Authenticator.Type
    found = list(Authenticator.objects.filter(user=person).order_by("created_at", "pk"))
    codes = next((each for each in found if each.type == kinds.RECOVERY_CODES), None)
    return SecondSteps(
        app=next((each for each in found if each.type == kinds.TOTP), None),
        passkeys=tuple(each for each in found if each.type == kinds.WEBAUTHN),
        recovery_codes_left=len(codes.wrap().get_unused_codes()) if codes else None,
    )
