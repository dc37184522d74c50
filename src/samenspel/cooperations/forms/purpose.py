"""Why a cooperation exists, and what for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from samenspel.cooperations.models import LONGEST_PURPOSE, Challenge


class PurposeForm(forms.Form):
    text = forms.CharField(
        label=_("De bedoeling"),
        help_text=_("Waarom werkt u samen? Een of twee zinnen in gewone woorden."),
        max_length=LONGEST_PURPOSE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    why = forms.CharField(
        label=_("Waarom verandert dit?"),
        help_text=_("Dit staat straks bij de nieuwe versie, zoals “na gesprek met Oostwaard”."),
        max_length=300,
        required=False,
    )
    # The version that is in front of who writes, to see whether somebody else wrote meanwhile.
    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ChallengeForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for stubs only
    class Meta:
        model = Challenge
        fields = ["title", "for_whom", "what_would_be_better", "partners"]
        widgets = {
            "what_would_be_better": forms.Textarea(attrs={"rows": 3}),
            "partners": forms.Textarea(attrs={"rows": 3}),
        }
