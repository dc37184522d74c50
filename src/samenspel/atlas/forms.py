"""What one can ask of a page of the atlas. All of it is in the address."""

from collections.abc import Iterator
from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _


class DayForm(forms.Form):
    """Another day, with all else that the address asks for."""

    op = forms.DateField(
        label=_("Toon op"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *, day: date, asked: QueryDict) -> None:
        super().__init__(initial={"op": day}, auto_id="dag_%s")
        self._asked = asked

    def kept(self) -> Iterator[tuple[str, str]]:
        for name, values in self._asked.lists():
            # Another day can have fewer pages.
            if name not in ("op", "pagina"):
                yield from ((name, value) for value in values)


class NameForm(forms.Form):
    zoek = forms.CharField(
        label=_("Zoek op naam"), required=False, max_length=100, widget=forms.SearchInput
    )
