"""What allauth asks of us: who may come in, in which words, and what is written down."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from samenspel.audit.actions import record
from samenspel.people.models import Person
from samenspel.post.actions import write_message
from samenspel.post.links import link
from samenspel.post.tasks import send_soon

_TOO_MANY = _("U hebt het te vaak geprobeerd. Wacht vijf minuten en probeer het dan opnieuw.")
_WRONG_CODE = _("Deze code klopt niet. Wacht op een nieuwe code en probeer het opnieuw.")

# allauth announces what changed by a mail with this template. Each becomes an audit line.
_CHANGES = {
    "account/email/password_changed": "person.password_changed",
    "account/email/password_reset": "person.password_reset",
    "mfa/email/recovery_codes_generated": "person.recovery_codes_made",
    "mfa/email/totp_activated": "person.app_added",
    "mfa/email/totp_deactivated": "person.app_removed",
    "mfa/email/webauthn_added": "person.passkey_added",
    "mfa/email/webauthn_removed": "person.passkey_removed",
}
_WAYS_TO_CONFIRM: dict[str, str | Promise] = {
    "reauthenticate": _("Met uw wachtwoord"),
    "mfa_reauthenticate": _("Met een code uit uw app of een herstelcode"),
    "mfa_reauthenticate:webauthn": _("Met een passkey"),
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Dit account is uitgezet."),
        # The same for an unknown address and a wrong password: nobody can find out
        # here who has an account.
        "email_password_mismatch": _("Dit e-mailadres en wachtwoord horen niet bij elkaar."),
        "enter_current_password": _("Dit is niet uw wachtwoord van nu."),
        "incorrect_code": _WRONG_CODE,
        "incorrect_password": _("Dit wachtwoord klopt niet."),
        "rate_limited": _TOO_MANY,
        "too_many_login_attempts": _TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        person, _dash, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": person, "key": token})
        # Not from the request, as allauth does: whoever asks could name another host there.
        return link(path)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the mail; the worker sends it. In Dutch, whatever language was asked in."""
        with override("nl"):
            mail = self.render_mail(template_prefix, email, context)
        write_message(to=email, subject=str(mail.subject), body=str(mail.body))
        send_soon()

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        return reverse("people:account")

    def get_reauthentication_methods(
        self, user: AbstractBaseUser | AnonymousUser
    ) -> list[dict[str, Any]]:
        ways = super().get_reauthentication_methods(user)
        return [{**way, "description": _WAYS_TO_CONFIRM[way["id"]]} for way in ways]

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        # allauth looks for the address in a table of its own, which we leave empty: the
        # address of an account is in one place.
        email = user.get_username()
        return self.authenticate(context.request, email=email, password=password) == user

    def post_login(
        self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any
    ) -> HttpResponse:
        _note("person.signed_in", user)
        return super().post_login(request, user, **kwargs)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ARG002
        person = Person.objects.filter(email=credentials.get("email", "").lower()).first()
        if person:
            _note("person.signed_in", person, result="refused")

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,  # noqa: ARG002
        email: str | None = None,  # noqa: ARG002
    ) -> None:
        _note(_CHANGES[template_prefix], user)


class MFAAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("U kunt deze tweede stap niet uitzetten."),
        "cannot_generate_recovery_codes": _(
            "Herstelcodes krijgt u pas als u een app of passkey hebt."
        ),
        "incorrect_code": _WRONG_CODE,
    }

    def generate_authenticator_name(
        self,
        user: AbstractBaseUser,
        type: Authenticator.Type,  # noqa: A002
    ) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey %(number)s") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Samenspel"}


def _note(action: str, user: AbstractBaseUser, *, result: str = "done") -> None:
    record(actor=user.get_username(), action=action, about=user, result=result, origin="web")
