"""The questions of this room."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from samenspel.cooperations.models import Form, Party
from samenspel.duties.law import days_asked_for, duties, has_budget
from samenspel.duties.models import InArrangement, Plan, Round, ViewVersion
from samenspel.duties.models.views_of_councils import LONGEST_TEXT
from samenspel.pages.clean_text import CleanLinesField, CleanTextField

# In the order in which they are asked.
_DAYS = (
    "starts_on",
    "draft_received_on",
    "displayed_on",
    "advised_on",
    "budget_decided_on",
    "accounts_decided_on",
    "evaluated_on",
)


def _date() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class SeenForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for stubs only
    """Carries the mark of what was on screen, to see whether somebody else changed it meanwhile."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_seen(self) -> str | None:
        return self.cleaned_data["seen"] or None

    def show_as_seen(self, mark: str) -> None:
        """Whoever reads what stands there now and saves again means it."""
        data = cast("QueryDict", self.data).copy()
        data[self.add_prefix("seen")] = mark
        self.data = data


class FormChoice(forms.Form):
    """Which form of cooperation is looked at. What is asked next follows from it."""

    vorm = forms.ChoiceField(label=_("Vorm"), choices=Form.choices)


class PlanForm(SeenForm):
    """The days of one form of cooperation; those of others stay as they are."""

    class Meta:
        model = Plan
        fields = [
            "form",
            *_DAYS[:2],
            "councils_are_party",
            "province_takes_part",
            "first_year",
            *_DAYS[2:],
            "remind_weeks",
        ]
        widgets: Mapping[str, forms.Widget] = {
            "form": forms.HiddenInput(),
            **{name: _date() for name in _DAYS},
        }

    def __init__(self, *args: Any, chosen: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = asked_in_plan(chosen) | {"form", "seen"}
        for name in [name for name in self.fields if name not in kept]:
            del self.fields[name]
        self.initial["form"] = chosen
        if chosen == Form.AMALGAMATION:
            self.fields["starts_on"].label = _("Wanneer de nieuwe gemeente begint")
            self.fields["starts_on"].help_text = _("Een herindeling gaat altijd in op 1 januari.")


def asked_in_plan(form: str) -> set[str]:
    """The fields of a plan that matter in this form."""
    days = days_asked_for(form) & set(_DAYS)
    flags = {each.unless for each in duties() if form in each.forms and each.unless}
    budget = {"first_year", "province_takes_part"} if has_budget(form) else set()
    reminders = {"remind_weeks"} if days else set()
    return days | flags | budget | reminders


class RoundForm(SeenForm):
    title = CleanTextField(
        label=_("Naam van het stuk"),
        help_text=_("Zoals “ontwerpregeling De Waarden, versie van 3 maart”."),
        max_length=160,
    )
    # The same form sent twice makes one round.
    ticket = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)

    class Meta:
        model = Round
        fields = ["subject", "title", "budget_year", "received_on", "agreed_on"]
        widgets: Mapping[str, forms.Widget] = {
            "received_on": _date(),
            "agreed_on": _date(),
            "subject": forms.RadioSelect(),
        }
        help_texts = {
            "budget_year": _("Alleen bij een begroting: voor welk jaar?"),
            "received_on": _("De termijn van de wet loopt vanaf deze dag."),
            "agreed_on": _(
                "Alleen als u met de raden een andere dag afsprak, of bij een ander besluit."
            ),
        }

    def __init__(self, *args: Any, parties: Sequence[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._parties = {str(party.pk): party for party in parties}
        self.fields["parties"] = forms.MultipleChoiceField(
            label=_("Van welke organisaties vraagt u de raad?"),
            help_text=_(
                "Bij een provincie zijn dat provinciale staten, bij een waterschap het "
                "algemeen bestuur."
            ),
            choices=[(key, party.name) for key, party in self._parties.items()],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Kies minstens één raad.")},
        )
        self.order_fields(
            ["subject", "title", "budget_year", "received_on", "agreed_on", "parties"]
        )

    def clean_parties(self) -> list[Party]:
        return [self._parties[key] for key in self.cleaned_data["parties"]]


class ViewForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for stubs only
    view = CleanLinesField(
        label=_("De zienswijze"),
        help_text=_("In het kort, of de hele tekst."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_TEXT,
        required=False,
    )
    answer = CleanLinesField(
        label=_("Uw antwoord, met redenen"),
        help_text=_("Wat doet u ermee, en waarom? Schrijf het zo dat de raad het kan lezen."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_TEXT,
        required=False,
    )
    # The version that is in front of who writes, to see whether somebody else wrote meanwhile.
    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = ViewVersion
        fields = [
            "asked_on",
            "said",
            "received_on",
            "view",
            "dealt_with",
            "answer",
            "answered_on",
        ]
        widgets: Mapping[str, forms.Widget] = {
            **{name: _date() for name in ("asked_on", "received_on", "answered_on")},
            "said": forms.RadioSelect(),
            "dealt_with": forms.RadioSelect(),
        }
        help_texts = {"asked_on": _("Alleen als dat op een andere dag was dan bij andere raden.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, of in (("said", ViewVersion.Said), ("dealt_with", ViewVersion.DealtWith)):
            cast("forms.ChoiceField", self.fields[name]).choices = of.choices

    def clean_based_on(self) -> int:
        return self.cleaned_data["based_on"] or 0

    def show_as_seen(self, number: int) -> None:
        """Whoever reads what stands there now and saves again means it."""
        data = cast("QueryDict", self.data).copy()
        data[self.add_prefix("based_on")] = str(number)
        self.data = data


class ItemForm(SeenForm):
    where = CleanTextField(
        label=_("Waar het staat"),
        help_text=_("Zoals “artikel 12 van het ontwerp van 3 maart”."),
        max_length=160,
        required=False,
    )
    note = CleanLinesField(
        label=_("Wat u erbij wilt onthouden"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1_000,
        required=False,
    )

    class Meta:
        model = InArrangement
        fields = ["state", "where", "note"]
        widgets: Mapping[str, forms.Widget] = {"state": forms.RadioSelect()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["state"]).choices = InArrangement.State.choices
