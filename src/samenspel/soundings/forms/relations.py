"""What a leader chooses to ask about the other organisations."""

from collections.abc import Collection
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _


class RelationsForm(forms.Form):
    """Its choices stand on the page with what they mean; see the template."""

    chosen = forms.MultipleChoiceField(
        required=False,
        error_messages={
            "invalid_choice": _("Dit kunt u niet meer vragen. Kijk wat er nu wel kan.")
        },
    )

    def __init__(self, *args: Any, possible: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.MultipleChoiceField", self.fields["chosen"])
        field.choices = [(key, key) for key in possible]

    @property
    def ticked(self) -> frozenset[str]:
        return frozenset(self["chosen"].value() or ())
