"""allauth's forms in our words. Labels say what to fill in, so there are no placeholders."""

from typing import TYPE_CHECKING, Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.forms import Form
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_PASSWORD_HELP = _("Minstens 12 tekens. Vier losse woorden achter elkaar zijn goed te onthouden.")
_AGAIN = _("Nieuw wachtwoord, nog een keer")
_CODE_LABEL = _("Code")
_CODE_HELP = _("De zes cijfers uit uw app, of een van uw herstelcodes.")


def _say(
    form: Form, name: str, label: "str | StrPromise", help_text: "str | StrPromise" = ""
) -> None:
    field = form.fields[name]
    field.label = label
    field.help_text = help_text
    field.widget.attrs.pop("placeholder", None)


class LoginForm(account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "login", _("E-mailadres"))
        _say(self, "password", _("Wachtwoord"))


class ReauthenticateForm(account.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "password", _("Uw wachtwoord"))


class ChangePasswordForm(account.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "oldpassword", _("Uw wachtwoord van nu"))
        _say(self, "password1", _("Nieuw wachtwoord"), _PASSWORD_HELP)
        _say(self, "password2", _AGAIN)


class AskForPasswordForm(account.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "email", _("E-mailadres"))


class NewPasswordForm(account.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "password1", _("Nieuw wachtwoord"), _PASSWORD_HELP)
        _say(self, "password2", _AGAIN)


class AuthenticateForm(mfa.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "code", _CODE_LABEL, _CODE_HELP)


class ReauthenticateWithCodeForm(mfa.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "code", _CODE_LABEL, _CODE_HELP)


class ActivateAppForm(totp.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "code", _("Code uit de app"), _("De zes cijfers die de app nu toont."))
        self.fields["code"].widget.attrs["inputmode"] = "numeric"

    @property
    def secret_to_type(self) -> str:
        """In fours: easier to type over, and it fits on a phone. Apps skip the spaces."""
        return " ".join(self.secret[at : at + 4] for at in range(0, len(self.secret), 4))


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(
            self,
            "name",
            _("Naam van de passkey"),
            _("Zo herkent u hem later, bijvoorbeeld “laptop van het werk”."),
        )
        _say(
            self,
            "passwordless",
            _("Inloggen met alleen deze passkey, zonder wachtwoord"),
            _(
                "Uw apparaat vraagt dan om uw vingerafdruk, gezicht of pincode. Kan uw sleutel "
                "dat niet, haal dan het vinkje weg: hij is dan alleen uw tweede stap."
            ),
        )
        self.fields["passwordless"].initial = True


class RenamePasskeyForm(webauthn.EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "name", _("Naam van de passkey"))
