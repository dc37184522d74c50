"""What a moderator decides about one statement: a form for each decision."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samenspel.pages.clean_text import CleanLinesField, CleanTextField
from samenspel.pages.visible import validate_visible
from samenspel.soundings.actions.moderating import LONGEST_REASON
from samenspel.soundings.instruments.statements.items import LONGEST


class AcceptForm(forms.Form):
    text_en = CleanTextField(
        validators=[validate_visible],
        label=_("In het Engels"),
        required=False,
        max_length=LONGEST,
        help_text=_("Mag leeg blijven. Dan staat de stelling er in het Nederlands."),
        widget=forms.Textarea(attrs={"rows": 2, "lang": "en"}),
    )

    def __init__(self, *args: Any, has_english: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_english:
            del self.fields["text_en"]


class DeclineForm(forms.Form):
    reason = CleanLinesField(
        label=_("Waarom niet?"),
        validators=[validate_visible],
        max_length=LONGEST_REASON,
        help_text=_(
            "Wie de stelling schreef, leest dit. Noem geen namen, en herhaal de stelling niet."
        ),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class MergeForm(forms.Form):
    into = forms.TypedChoiceField(label=_("Met welke stelling?"), coerce=int, empty_value=None)

    def __init__(self, *args: Any, choices: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["into"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = [("", _("Kies een stelling")), *choices]
