"""Who belongs to a cooperation, and who is asked to."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from samenspel.cooperations.models import Cooperation, Membership, Party
from samenspel.pages.clean_text import CleanTextField
from samenspel.pages.visible import validate_visible
from samenspel.people.models import Person

# What somebody may do, said where it is chosen.
KINDS = [
    (Membership.Kind.LEADER, _("leider: bepaalt samen met de andere leiders")),
    (Membership.Kind.MEMBER, _("lid: schrijft mee aan bedoeling en opgaven")),
    (
        Membership.Kind.MODERATOR,
        _("moderator: beoordeelt toegevoegde stellingen, en staat buiten de lijn"),
    ),
    (Membership.Kind.READER, _("lezer: leest mee")),
]


class MembershipForm(forms.Form):
    kind = forms.ChoiceField(label=_("Rol"), choices=KINDS, widget=forms.RadioSelect)

    def __init__(self, *args: Any, cooperation: Cooperation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Made here, because only inside its scope may a query for organisations be built.
        self.fields["party"] = forms.ModelChoiceField(
            label=_("Organisatie"),
            queryset=Party.objects.filter(cooperation=cooperation),
            empty_label=_("geen van deze organisaties"),
            required=False,
        )


class InviteForm(MembershipForm):
    email = forms.EmailField(label=_("E-mailadres"), max_length=254)
    field_order = ["email", "kind", "party"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["email", "kind", "party"])


class NewAccountForm(forms.Form):
    """An account at the address that was invited: that is not for whoever comes to choose."""

    name = CleanTextField(
        label=_("Uw naam"),
        help_text=_("Zo zien de anderen van deze samenwerking u."),
        max_length=120,
        validators=[validate_visible],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Wachtwoord"),
        help_text=_("Minstens 12 tekens. Vier losse woorden achter elkaar zijn goed te onthouden."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._email = email

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        person = Person(email=self._email, name=self.cleaned_data.get("name", ""))
        validate_password(password, user=person)
        return password
