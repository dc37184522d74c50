"""What a leader fills in to prepare a round."""

import uuid
from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from samenspel.cooperations.models import Role
from samenspel.pages.clean_text import CleanLinesField, CleanTextField
from samenspel.pages.visible import validate_visible
from samenspel.soundings.actions import mark_of_settings, mark_of_statement
from samenspel.soundings.instruments.registry import INSTRUMENTS, instrument_of
from samenspel.soundings.instruments.relations.instrument import RELATIONS
from samenspel.soundings.instruments.scale.instrument import SCALE
from samenspel.soundings.instruments.scale.pulses import PULSES, Pulse
from samenspel.soundings.instruments.statements.instrument import STATEMENTS
from samenspel.soundings.instruments.statements.items import LONGEST
from samenspel.soundings.instruments.statements.starting_sets import STARTING_SETS, StartingSet
from samenspel.soundings.models import AskedGroup, Item, Sounding
from samenspel.soundings.planning import term
from samenspel.soundings.planning.insiders import ALL_INSIDERS

_EMPTY = "leeg"
_PULSE = "peiling-"
_LONGEST_INTRODUCTION = 2_000
_LARGEST_MINIMUM = 100


def _no_longer_than_it_may(text: str) -> None:
    if len(text) > LONGEST:
        raise ValidationError(
            ngettext(
                "Maak de zin %(over)d teken korter: het mogen er %(most)d zijn.",
                "Maak de zin %(over)d tekens korter: het mogen er %(most)d zijn.",
                len(text) - LONGEST,
            ),
            params={"over": len(text) - LONGEST, "most": LONGEST},
        )


class StartForm(forms.Form):
    title = CleanTextField(
        label=_("Hoe heet deze vragenronde?"),
        help_text=_("Wie meedoet, ziet deze naam. Bijvoorbeeld: Wordt de bedoeling gedeeld?"),
        max_length=300,
        validators=[validate_visible],
    )
    begin_with = forms.ChoiceField(label=_("Waarmee begint u?"), widget=forms.RadioSelect)
    # The same form sent twice makes one round.
    ticket = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)

    def __init__(self, *args: Any, earlier: Iterable[Sounding], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._earlier = {str(sounding.pk): sounding for sounding in earlier}
        field = cast("forms.ChoiceField", self.fields["begin_with"])
        field.choices = [
            *((each.key, each.name) for each in STARTING_SETS.values()),
            *((_PULSE + each.key, _named(each)) for each in PULSES.values()),
            *(
                (key, _("Zoals de vragenronde ‘%(title)s’") % {"title": sounding.title})
                for key, sounding in self._earlier.items()
            ),
            (_EMPTY, _("Leeg: u schrijft alle stellingen zelf")),
            (SCALE.key, _("Een lege peiling: u kiest zelf vragen met vijf antwoorden")),
            (RELATIONS.key, _("Over elkaar: vertrouwen, rollen, belangen en verantwoordelijkheid")),
        ]
        field.initial = next(iter(STARTING_SETS))

    @property
    def instrument(self) -> str:
        key = self.cleaned_data["begin_with"]
        return key if key in INSTRUMENTS else STATEMENTS.key

    @property
    def chosen(self) -> StartingSet | Pulse | Sounding | None:
        key = self.cleaned_data["begin_with"]
        pulse = PULSES.get(key.removeprefix(_PULSE))
        return STARTING_SETS.get(key) or pulse or self._earlier.get(key)


class SettingsForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for stubs only
    title = CleanTextField(label=_("Titel"), max_length=300, validators=[validate_visible])
    title_en = CleanTextField(
        label=_("Titel in het Engels"),
        help_text=_("Met een Engelse titel kan iedereen kiezen om in het Engels te antwoorden."),
        max_length=300,
        required=False,
        validators=[validate_visible],
    )
    introduction_en = CleanLinesField(
        label=_("Inleiding in het Engels"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": _LONGEST_INTRODUCTION}),
    )
    introduction = CleanLinesField(
        label=_("Inleiding"),
        help_text=_("In gewone woorden: waar gaat het over? Iedereen leest dit eerst."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": _LONGEST_INTRODUCTION}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    class Meta:
        model = Sounding
        fields = [
            "title",
            "introduction",
            "opens_on",
            "closes_on",
            "address",
            "may_add",
            "minimum",
            "title_en",
            "introduction_en",
        ]
        labels = {
            "opens_on": _("Eerste dag"),
            "closes_on": _("Laatste dag"),
            "address": _("Hoe spreekt u mensen aan?"),
            "may_add": _("Wie meedoet, mag zelf stellingen toevoegen"),
            "minimum": _("Kleinste groep die wordt getoond"),
        }
        help_texts = {
            "opens_on": _("Op deze dag gaan de uitnodigingen weg."),
            "closes_on": _(
                "Tot het eind van deze dag kan iedereen meedoen. Later verandert dit niet."
            ),
            "may_add": _("Een moderator leest wat mensen toevoegen, voordat anderen het zien."),
            "minimum": _("Vijf of meer. Na het klaarzetten kan dit niet meer lager."),
        }
        widgets = {
            "opens_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "closes_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "address": forms.RadioSelect,
            "minimum": forms.NumberInput(attrs={"min": 5, "max": _LARGEST_MINIMUM}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = mark_of_settings(self.instance)
        if not instrument_of(self.instance.instrument).may_add:
            del self.fields["may_add"]

    def show_as_seen(self, now: Sounding) -> None:
        """Let what was typed be saved the next time, over what somebody else wrote."""
        data = cast("QueryDict", self.data).copy()
        data["seen"] = mark_of_settings(now)
        self.data = data

    def clean_minimum(self) -> int:
        minimum: int = self.cleaned_data["minimum"]
        if minimum > _LARGEST_MINIMUM:
            raise ValidationError(_("Kies hoogstens %(most)d."), params={"most": _LARGEST_MINIMUM})
        return minimum

    def clean_introduction(self) -> str:
        return _short_enough(self.cleaned_data["introduction"])

    def clean_introduction_en(self) -> str:
        return _short_enough(self.cleaned_data["introduction_en"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        opens, closes = data.get("opens_on"), data.get("closes_on")
        if wrong := term.refusal(opens, closes):
            self.add_error("closes_on", wrong)
        return data


class StatementField(CleanTextField):
    def __init__(self, **kwargs: Any) -> None:
        rows = forms.Textarea(attrs={"rows": 2, "dir": "auto"})
        super().__init__(
            widget=rows, validators=[validate_visible, _no_longer_than_it_may], **kwargs
        )


class StatementForm(forms.Form):
    text = StatementField()
    text_en = StatementField(label=_("In het Engels"), required=False)
    for_whom = forms.TypedMultipleChoiceField(
        label=_("Voor wie?"),
        help_text=_("Vinkt u niets aan, dan krijgt iedereen haar."),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    is_purpose = forms.BooleanField(label=_("Dit vraagt naar de bedoeling zelf"), required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(
        self, data: QueryDict | None, *, item: Item, groups: Iterable[AskedGroup], label: Any
    ) -> None:
        super().__init__(data, initial=_values_of(item))
        self.fields["text"].label = label
        field = cast("forms.ChoiceField", self.fields["for_whom"])
        field.choices = [
            (ALL_INSIDERS, _("Wie er werkt of bestuurt: raad, college, leiding en medewerkers")),
            *((group.position, group.name) for group in groups),
        ]

    @property
    def values(self) -> dict[str, Any]:
        """As the action takes them."""
        values = dict(self.cleaned_data)
        values["only_for"] = values.pop("for_whom")
        return values

    def show_as_seen(self, now: Item) -> None:
        """Let what was typed be saved the next time, over what somebody else wrote."""
        data = cast("QueryDict", self.data).copy()
        data["seen"] = mark_of_statement(now)
        self.data = data


class SeveralForm(forms.Form):
    """One statement or many, each on a line of its own."""

    too_long = _("Regel %(n)d is langer dan %(most)d tekens. Maak deze stelling korter.")
    texts = forms.CharField(
        label=_("Nieuwe stellingen"),
        help_text=_("Elke stelling op een eigen regel. Ze komen onderaan."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        max_length=100_000,
    )

    def clean_texts(self) -> list[str]:
        field = CleanTextField(required=False, validators=[validate_visible])
        lines = str(self.cleaned_data["texts"]).splitlines()
        texts = [field.clean(line) for line in lines]
        long = [number for number, text in enumerate(texts, start=1) if len(text) > LONGEST]
        if long:
            raise ValidationError(
                [self.too_long % {"n": number, "most": LONGEST} for number in long]
            )
        return [text for text in texts if text]


class OpenLinkForm(forms.Form):
    role = forms.ChoiceField(
        label=_("Voor wie is de open link?"),
        choices=[
            (role.value, role.label)
            for role in (Role.RESIDENT, Role.BUSINESS, Role.PARTNER, Role.PARTICIPANT)
        ],
    )
    name = CleanTextField(
        label=_("Naam van de groep"),
        help_text=_("Bijvoorbeeld: Inwoners van Rijnveld."),
        max_length=120,
        required=False,
        validators=[validate_visible],
    )


def _named(pulse: Pulse) -> str:
    return _("Peiling ‘%(name)s’ (%(counted)s)") % {
        "name": pulse.name,
        "counted": SCALE.sentences.counted(len(pulse.keys)),
    }


def _values_of(item: Item) -> dict[str, Any]:
    # Who is for all insiders is ticked once, not group by group.
    only_for = [ALL_INSIDERS] if ALL_INSIDERS in item.only_for else item.only_for
    return {
        "text": item.text,
        "text_en": item.text_en,
        "for_whom": only_for,
        "is_purpose": item.is_purpose,
        "seen": mark_of_statement(item),
    }


def _short_enough(text: str) -> str:
    if len(text) > _LONGEST_INTRODUCTION:
        raise ValidationError(
            _("Maak de inleiding korter: nu zijn het %(n)d tekens, het mogen er %(most)d zijn."),
            params={"n": len(text), "most": _LONGEST_INTRODUCTION},
        )
    return text
