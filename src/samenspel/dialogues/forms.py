"""The questions of this room."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from samenspel.cooperations.models import Group
from samenspel.dialogues.models import LONGEST_TEXT, Agreement, CueSetAside, Dialogue
from samenspel.dialogues.queries import CueName, FoundCue
from samenspel.pages.clean_text import CleanLinesField
from samenspel.soundings.instruments.statements.outcome import Statement
from samenspel.soundings.models import Sounding


def _date() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class DialogueForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for stubs only
    # The same form sent twice makes one conversation.
    ticket = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)

    class Meta:
        model = Dialogue
        fields = ["title", "day", "begins_at", "place", "others"]
        widgets = {
            "day": _date(),
            "begins_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }

    def __init__(
        self, *args: Any, groups: Sequence[Group], cues: Sequence[FoundCue], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._groups = {str(group.pk): group for group in groups}
        if cues:
            self.fields["cues"] = forms.MultipleChoiceField(
                label=_("Gesprekspunten"),
                help_text=_("Een gesprek zonder gesprekspunten kan ook: laat dan alles leeg."),
                choices=[(_value(found), found.cue.sentence) for found in cues],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        if groups:
            self.fields["groups"] = forms.MultipleChoiceField(
                label=_("Welke groepen nodigt u uit?"),
                choices=[(key, str(group)) for key, group in self._groups.items()],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        self.order_fields(
            ["title", "cues", "groups", "others", "day", "begins_at", "place", "ticket"]
        )

    def clean_cues(self) -> list[CueName]:
        return [_name(value) for value in self.cleaned_data["cues"]]

    def clean_groups(self) -> list[Group]:
        return [self._groups[key] for key in self.cleaned_data["groups"]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("begins_at") and not cleaned.get("day"):
            self.add_error("day", _("Vul bij een tijd ook een datum in."))
        return cleaned


def _value(found: FoundCue) -> str:
    return f"{found.sounding.pk}:{found.cue.key}"


def _name(value: str) -> CueName:
    sounding, _colon, key = value.partition(":")
    return CueName(uuid.UUID(sounding), key)


class SetAsideForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for stubs only
    class Meta:
        model = CueSetAside
        fields = ["reason"]
        labels = {"reason": _("Waarom praat u hier niet over?")}
        help_texts = {"reason": _("Dit staat straks bij het gesprekspunt. Iedereen kan het lezen.")}


class HeardForm(forms.Form):
    """In three steps. Beneath each its help says what belongs there."""

    seen = CleanLinesField(
        label=_("Wat zien we?"),
        help_text=_("Wat viel op, ook wat u niet verwachtte? Nog zonder oordeel."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_TEXT,
        required=False,
    )
    meant = CleanLinesField(
        label=_("Wat betekent het?"),
        help_text=_("Welke ervaringen en belangen zitten erachter?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_TEXT,
        required=False,
    )
    wanted = CleanLinesField(
        label=_("Wat willen we?"),
        help_text=_("Wat gaat u anders doen? Afspraken schrijft u hierna apart op."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_TEXT,
        required=False,
    )
    # The version that is in front of who writes, to see whether somebody else wrote meanwhile.
    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_based_on(self) -> int:
        return self.cleaned_data["based_on"] or 0

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not any(cleaned.get(field) for field in ("seen", "meant", "wanted")):
            raise ValidationError(_("Schrijf bij ten minste één vraag iets op."))
        return cleaned


class AgreementForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for stubs only
    ticket = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)

    class Meta:
        model = Agreement
        fields = ["what", "who", "by_when", "look_again_on"]
        widgets = {"by_when": _date(), "look_again_on": _date()}

    def __init__(
        self, *args: Any, statements: Sequence[tuple[Sounding, Statement]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._statements = {
            f"{sounding.pk}:{statement.number}": (sounding, statement)
            for sounding, statement in statements
        }
        if not statements:
            return
        self.fields["statement"] = forms.ChoiceField(
            label=_("Waaraan moet u het merken?"),
            help_text=_(
                "Een stelling van de laatste vragenronde. Na een volgende ziet u of het hielp."
            ),
            choices=[
                ("", _("nog niet te zeggen")),
                *((value, one.text) for value, (_round, one) in self._statements.items()),
            ],
            required=False,
        )
        self.initial["statement"] = next(
            (
                value
                for value, (sounding, one) in self._statements.items()
                if sounding.pk == self.instance.noticed_in_id
                and one.text == self.instance.noticed_by
            ),
            "",
        )
        self.order_fields(["what", "who", "by_when", "statement", "look_again_on", "ticket"])

    def words(self) -> dict[str, Any]:
        """What the action takes."""
        words = {
            name: self.cleaned_data[name]
            for name in ("what", "who", "by_when", "look_again_on", "ticket")
        }
        chosen = self._statements.get(self.cleaned_data.get("statement") or "")
        if chosen:
            words |= {"noticed_in": chosen[0], "noticed_by": chosen[1].text}
        elif "statement" not in self.fields:
            kept = self.instance
            words |= {"noticed_in": kept.noticed_in, "noticed_by": kept.noticed_by}
        return words


class LookBackForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for stubs only
    class Meta:
        model = Agreement
        fields = ["state", "what_came_of_it"]
        widgets = {
            "state": forms.RadioSelect,
            "what_came_of_it": forms.Textarea(attrs={"rows": 3}),
        }
