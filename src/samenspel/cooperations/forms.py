"""What comes in through the browser."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from samenspel.cooperations.models import Cooperation, Party, Role

MOST_PARTIES = 100


class CooperationForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for stubs only
    parties = forms.CharField(
        label=_("Organisaties"),
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
                _("“%(name)s…” is langer dan 120 tekens. Maak deze naam korter."),
                params={"name": too_long[0][:60]},
            )
        return names


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
