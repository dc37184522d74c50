"""What one looks for among the arrangements. All of it is in the address."""

from typing import cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from samenspel.atlas.models import ArrangementForm
from samenspel.atlas.pictures.found import Narrowed


class ArrangementsForm(forms.Form):
    """What is looked for among the arrangements. What cannot be looked for is said and left out."""

    zoek = forms.CharField(
        label=_("Zoek in naam en doel"),
        required=False,
        max_length=200,
        widget=forms.SearchInput,
    )
    organisatie = forms.CharField(
        label=_("Wie doet mee"), required=False, max_length=300, widget=forms.SearchInput
    )
    vorm = forms.ChoiceField(label=_("Vorm"), required=False, choices=ArrangementForm.choices)
    terrein = forms.CharField(
        label=_("Terrein"), required=False, max_length=200, widget=forms.Select
    )

    def __init__(self, asked: QueryDict) -> None:
        super().__init__(asked)
        self.is_valid()

    @property
    def words(self) -> str:
        return self._cleaned("zoek")

    @property
    def organisation(self) -> str:
        return self._cleaned("organisatie")

    @property
    def form(self) -> str:
        return self._cleaned("vorm")

    @property
    def field(self) -> str:
        return self._cleaned("terrein")

    @property
    def narrows(self) -> bool:
        return bool(self.words or self.organisation or self.form or self.field)

    def offer(self, narrowed: Narrowed) -> None:
        """Choices with how many each would leave. What was chosen stays among them."""
        known = {form.value: str(form.label) for form in ArrangementForm}
        by_form = [(form, known[form], number) for form, number in narrowed.by_form.items()]
        by_field = [(name, name, number) for name, number in narrowed.by_field.items()]
        self._offer("vorm", str(_("alle vormen")), by_form, known.get(self.form, ""))
        self._offer("terrein", str(_("alle terreinen")), by_field, self.field)

    def _offer(
        self, field: str, every: str, counted: list[tuple[str, str, int]], chosen: str
    ) -> None:
        value = self._cleaned(field)
        if value and value not in [known for known, _name, _number in counted]:
            counted = [*counted, (value, chosen, 0)]
        numbered = [(known, f"{name} ({number})") for known, name, number in counted]
        cast("forms.Select", self.fields[field].widget).choices = [("", every), *numbered]

    def _cleaned(self, name: str) -> str:
        return str(self.cleaned_data.get(name, ""))
