"""What one can ask of a page of the atlas. All of it is in the address."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from samenspel.atlas.models.known_years import EARLIEST
from samenspel.atlas.pictures.area_web import PLURALS
from samenspel.atlas.pictures.facts import Fact
from samenspel.atlas.queries.divisions import Division
from samenspel.atlas.queries.names import order_of, plain


class DayForm(forms.Form):
    """Another day, with all else that the address asks for."""

    op = forms.DateField(
        label=_("Toon op"),
        required=False,
        widget=forms.DateInput(
            attrs={"type": "date", "min": EARLIEST.isoformat()}, format="%Y-%m-%d"
        ),
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


class PickForm(NameForm):
    """Where to pick, and whom. A province that is not known is said, and the country is shown."""

    provincie = forms.ChoiceField(label=_("Provincie"), required=False)

    field_order = ("provincie", "zoek")

    def __init__(
        self, asked: QueryDict, *, provinces: Mapping[str, str], looks_at: str, words: str
    ) -> None:
        """looks_at : the province that is shown where the address tells none"""
        shown = asked.copy()
        shown["zoek"] = words
        shown.setdefault("provincie", looks_at)
        super().__init__(shown)
        field = cast("forms.ChoiceField", self.fields["provincie"])
        field.choices = [("", _("heel Nederland")), *provinces.items()]
        self.is_valid()

    @property
    def province(self) -> str:
        return str(self.cleaned_data.get("provincie", ""))

    @property
    def asked(self) -> str:
        return str(self.cleaned_data.get("zoek", ""))


class MapForm(NameForm):
    """What the map shows. What cannot be shown is said, and the whole country is shown."""

    feit = forms.ChoiceField(label=_("Kleur op"), required=False, choices=Fact.choices)
    provincie = forms.ChoiceField(label=_("Provincie"), required=False)

    field_order = ("feit", "provincie", "zoek")

    def __init__(self, asked: QueryDict, *, provinces: Mapping[str, str]) -> None:
        super().__init__(asked)
        field = cast("forms.ChoiceField", self.fields["provincie"])
        field.choices = [("", _("heel Nederland")), *provinces.items()]
        self.is_valid()

    @property
    def fact(self) -> Fact:
        return Fact(self.cleaned_data.get("feit") or Fact.ARRANGEMENTS)

    @property
    def province(self) -> str:
        return str(self.cleaned_data.get("provincie", ""))

    @property
    def asked(self) -> str:
        return str(self.cleaned_data.get("zoek", ""))


class WebForm(forms.Form):
    """Which part of the web is shown. What is not known is said, and the whole is shown."""

    provincie = forms.ChoiceField(label=_("Provincie"), required=False)
    gemeenten = forms.CharField(
        label=_("Of zelf gekozen gemeenten, met komma’s ertussen"), required=False, max_length=4000
    )

    def __init__(
        self,
        asked: QueryDict,
        *,
        provinces: Mapping[str, str],
        municipalities: Mapping[str, str],
    ) -> None:
        """provinces : name by code; municipalities : name by key"""
        super().__init__(asked)
        field = cast("forms.ChoiceField", self.fields["provincie"])
        field.choices = [("", _("heel Nederland")), *provinces.items()]
        self._by_name = {plain(name): key for key, name in municipalities.items()}
        self._by_name |= {plain(key): key for key in municipalities}
        self.is_valid()

    def clean_gemeenten(self) -> list[str]:
        """Keys, each once."""
        asked = [part.strip() for part in self.cleaned_data["gemeenten"].split(",")]
        found = {part: self._by_name.get(plain(part)) for part in asked if part}
        unknown = [part for part, key in found.items() if key is None]
        if unknown:
            said = _(
                "Op deze dag zijn er geen gemeenten met deze naam: %(names)s. Schrijf de naam "
                "voluit, of kies een andere dag."
            )
            raise forms.ValidationError(said % {"names": ", ".join(unknown)})
        return list(dict.fromkeys(key for key in found.values() if key))

    @property
    def province(self) -> str:
        return str(self.cleaned_data.get("provincie", ""))

    @property
    def municipalities(self) -> list[str]:
        return list(self.cleaned_data.get("gemeenten") or [])


class RegionsForm(forms.Form):
    """Of which division the regions are shown, and which of them. Expects at least one division."""

    indeling = forms.ChoiceField(label=_("Indeling"), required=False)
    regio = forms.CharField(label=_("Regio"), required=False, max_length=20, widget=forms.Select)

    def __init__(self, asked: QueryDict, *, divisions: Sequence[Division]) -> None:
        super().__init__(asked)
        self._divisions = divisions
        of_division = cast("forms.ChoiceField", self.fields["indeling"])
        of_division.choices = [(each.kind.value, PLURALS[each.kind]) for each in divisions]
        self.is_valid()
        regions = self.division.regions if divisions else []
        named = sorted(regions, key=lambda region: order_of(region[1]))
        of_region = cast("forms.Select", self.fields["regio"].widget)
        of_region.choices = [("", _("alle")), *named]

    @property
    def division(self) -> Division:
        """The first where none is asked for, or one that is not known."""
        asked = self.cleaned_data.get("indeling")
        return next((each for each in self._divisions if each.kind == asked), self._divisions[0])

    @property
    def region(self) -> str:
        """Empty where it is none of the division: then another division was just chosen."""
        asked = str(self.cleaned_data.get("regio", ""))
        return asked if asked in dict(self.division.regions) else ""
