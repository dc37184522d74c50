"""What a cooperation is, and who can be asked."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from samenspel.cooperations.first_draft import FirstDraft, is_named
from samenspel.cooperations.models import (
    LONGEST_PURPOSE,
    MOST_PARTIES,
    Cooperation,
    Party,
    Role,
)
from samenspel.pages.clean_text import CleanLinesField, CleanTextField
from samenspel.pages.visible import is_visible, validate_visible


class CooperationForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for stubs only
    name = CleanTextField(label=_("Naam"), max_length=120, validators=[validate_visible])
    parties = CleanLinesField(
        label=_("Organisaties"),
        help_text=_("Elke organisatie op een eigen regel."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )

    class Meta:
        model = Cooperation
        fields = ["name", "stage", "form"]

    field_order = ["name", "parties", "stage", "form"]

    def clean_parties(self) -> list[str]:
        names = [line.strip() for line in self.cleaned_data["parties"].splitlines()]
        names = [name for name in names if name]
        if len(names) > MOST_PARTIES:
            raise ValidationError(
                _("Dit zijn %(n)s organisaties; er kunnen er hoogstens %(most)s in."),
                params={"n": len(names), "most": MOST_PARTIES},
            )
        for name in names:
            _check_name(name)
        return names


class StartForm(CooperationForm):
    own_party = CleanTextField(
        label=_("Uw organisatie"),
        help_text=_("Namens welke organisatie begint u hieraan?"),
        max_length=120,
        validators=[validate_visible],
    )
    challenge = CleanTextField(
        label=_("Eerste opgave"),
        help_text=_("Wat moet er in de samenleving beter? In een paar woorden."),
        max_length=120,
        validators=[validate_visible],
        required=False,
    )
    # The same form sent twice makes one cooperation.
    ticket = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)

    class Meta(CooperationForm.Meta):
        fields = ["name", "purpose", "stage", "form"]
        widgets = {"purpose": forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST_PURPOSE})}

    field_order = [
        "name", "own_party", "parties", "purpose", "challenge", "stage", "form", "ticket",
    ]  # fmt: skip

    def __init__(self, *args: Any, draft: FirstDraft | None = None, **kwargs: Any) -> None:
        """draft : what it is filled with, where somebody begins from the atlas"""
        self._draft = draft or FirstDraft()
        kwargs["initial"] = dict(self._draft.initial)
        super().__init__(*args, **kwargs)
        self.fields["parties"].label = _("Andere organisaties")
        self.fields["parties"].widget.attrs["rows"] = min(12, max(4, len(self.offered())))
        if self.offered():
            self.fields["own_party"].widget.attrs["list"] = "gekozen-organisaties"
            self.fields["own_party"].help_text = _(
                "Namens welke organisatie begint u hieraan? Staat die hieronder, "
                "dan hoeft u haar daar niet weg te halen."
            )

    def offered(self) -> list[str]:
        """Names for one's own organisation to choose from, or to write another."""
        return self._draft.names()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        own, others = cleaned.get("own_party", ""), cleaned.get("parties", [])
        # Written in another way than in the list, it is the same organisation still.
        meant = [each for each in self._draft.organisations if is_named(each, own)]
        if len(meant) == 1:
            own = next((name for name in others if is_named(meant[0], name)), own)
            cleaned["own_party"] = own
        cleaned["organisations"] = self._draft.keys_by_name([own, *others])
        return cleaned


class OrganisationSearchForm(forms.Form):
    zoek = CleanTextField(
        label=_("Zoek op naam"), max_length=100, required=False, widget=forms.SearchInput
    )


class GroupForm(forms.Form):
    role = forms.ChoiceField(label=_("Rol"), choices=Role.choices)
    size = forms.IntegerField(
        label=_("Aantal mensen"),
        help_text=_("Hoeveel mensen horen bij deze groep? Tel ook mee wie straks niet meedoet."),
        min_value=1,
        max_value=20_000_000,
    )

    def __init__(self, *args: Any, cooperation: Cooperation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Made here, because only inside its scope may a query for organisations be built.
        self.fields["party"] = forms.ModelChoiceField(
            label=_("Organisatie"),
            queryset=Party.objects.filter(cooperation=cooperation),
            empty_label=_("alle organisaties samen"),
            required=False,
        )
        self.order_fields(["role", "party", "size"])


def _check_name(name: str) -> None:
    if len(name) > 120:
        raise ValidationError(
            _("“%(name)s…” is langer dan 120 tekens. Maak deze naam korter."),
            params={"name": name[:60]},
        )
    if not is_visible(name):
        raise ValidationError(_("Een van de regels heeft alleen onzichtbare tekens. Haal die weg."))
