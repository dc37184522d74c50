"""What comes in through the browser."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from samenspel.cooperations.models import Cooperation, Group, Party

MOST_PARTIES = 100


class CooperationForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for stubs only
    parties = forms.CharField(
        label=_("organisaties"),
        help_text=_("Elke organisatie op een eigen regel."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )

    class Meta:
        model = Cooperation
        fields = ["name", "purpose", "stage", "form"]
        widgets = {"purpose": forms.Textarea(attrs={"rows": 3})}

    field_order = ["name", "parties", "purpose", "stage", "form"]

    def clean_parties(self) -> list[str]:
        names = [line.strip() for line in self.cleaned_data["parties"].splitlines()]
        names = [name for name in names if name]
        if len(names) > MOST_PARTIES:
            raise ValidationError(
                _("Dit zijn %(n)s organisaties; er kunnen er ten hoogste %(most)s in."),
                params={"n": len(names), "most": MOST_PARTIES},
            )
        too_long = [name for name in names if len(name) > 120]
        if too_long:
            raise ValidationError(
                _("Deze naam is langer dan 120 tekens: %(name)s…. Maak hem korter."),
                params={"name": too_long[0][:60]},
            )
        return names


class GroupForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for stubs only
    class Meta:
        model = Group
        fields = ["role", "party", "size"]

    def __init__(self, *args: Any, cooperation: Cooperation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        party = self.fields["party"]
        if isinstance(party, forms.ModelChoiceField):
            party.queryset = Party.objects.filter(cooperation=cooperation)
            party.empty_label = _("alle organisaties samen")
        size = self.fields["size"]
        size.widget.attrs["min"] = 1
