"""Searching in an outcome."""

from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

SORTS = {
    "nummer": _("volgorde van de vragenlijst"),
    "gedeeld": _("meest gedeeld"),
    "verdeeld": _("meest verdeeld"),
    "antwoorden": _("meeste antwoorden"),
}


class StatementsFilter(forms.Form):
    """Search and sort a list of statements. What it does not understand it leaves out."""

    zoek = forms.CharField(label=_("Zoek in de stellingen"), required=False, max_length=200)
    volgorde = forms.ChoiceField(label=_("Volgorde"), choices=list(SORTS.items()), required=False)

    @property
    def search(self) -> str:
        return str(self.cleaned_data.get("zoek", "")) if self.is_valid() else ""

    @property
    def sort(self) -> str:
        chosen = self.cleaned_data.get("volgorde") if self.is_valid() else None
        return str(chosen or "nummer")

    @property
    def as_query(self) -> str:
        """What was asked for, to stand before the number of another page."""
        return urlencode({"zoek": self.search, "volgorde": self.sort}) + "&"
