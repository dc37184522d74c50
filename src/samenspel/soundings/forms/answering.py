"""What somebody who answers types."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samenspel.pages.clean_text import CleanTextField
from samenspel.pages.visible import is_visible
from samenspel.soundings.tokens import ROUND_CODE_LENGTH, SHORT_CODE_LENGTH, read_code

LONGEST_STATEMENT = 300


class AddForm(forms.Form):
    tekst = CleanTextField(
        label=gettext_lazy("Mijn zin"),
        help_text=gettext_lazy("Hoogstens 300 tekens."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": gettext_lazy("Typ een zin.")},
    )

    def clean_tekst(self) -> str:
        text: str = self.cleaned_data["tekst"]
        if not is_visible(text):
            raise ValidationError(_("Typ een zin met woorden die te lezen zijn."))
        if len(text) > LONGEST_STATEMENT:
            raise ValidationError(
                _("Maak de zin korter: nu zijn het %(count)d tekens, het mogen er %(most)d zijn.")
                % {"count": len(text), "most": LONGEST_STATEMENT}
            )
        return text


class CodeField(forms.CharField):
    """A code that was typed over from paper."""

    def __init__(self, length: int, **kwargs: Any) -> None:
        self.length = length
        widget = forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        )
        super().__init__(widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        code = read_code(super().clean(value), self.length)
        if code is None:
            raise ValidationError(
                _("Deze code klopt niet. De code heeft %(count)d letters en cijfers.")
                % {"count": self.length}
            )
        return code


class CodesForm(forms.Form):
    ronde = CodeField(
        ROUND_CODE_LENGTH,
        label=gettext_lazy("Code van de vragenlijst"),
        help_text=gettext_lazy("6 letters en cijfers, voor iedereen dezelfde."),
        error_messages={"required": gettext_lazy("Typ de code van de vragenlijst.")},
    )
    code = CodeField(
        SHORT_CODE_LENGTH,
        label=gettext_lazy("Persoonlijke code"),
        help_text=gettext_lazy("10 letters en cijfers, met een streepje in het midden."),
        error_messages={"required": gettext_lazy("Typ de persoonlijke code.")},
    )


class LostForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("E-mailadres"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": gettext_lazy("Typ het e-mailadres."),
            "invalid": gettext_lazy("Dit is geen e-mailadres. Typ het zoals naam@voorbeeld.nl."),
        },
        max_length=254,
    )
    ronde = CodeField(
        ROUND_CODE_LENGTH,
        label=gettext_lazy("Code van de vragenlijst"),
        help_text=gettext_lazy("6 letters en cijfers. De code staat in de e-mail."),
        error_messages={"required": gettext_lazy("Typ de code van de vragenlijst.")},
    )

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        return email.lower()
