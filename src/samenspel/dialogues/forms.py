"""The questions of this room."""

import uuid
from collections.abc import Sequence
from itertools import groupby
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from samenspel.cooperations.models import Group
from samenspel.dialogues.models import LONGEST_TEXT, Agreement, CueSetAside, Dialogue
from samenspel.dialogues.queries import CueName, FoundCue, ToNotice
from samenspel.pages.clean_text import CleanLinesField, CleanTextField
from samenspel.pages.visible import is_visible

_LONGEST_IN_A_LIST = 160


def _date() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _with(form: forms.BaseForm, name: str, value: str) -> QueryDict:
    """What was sent, with another value for this."""
    data = cast("QueryDict", form.data).copy()
    data[form.add_prefix(name)] = value
    return data


class SeenForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for stubs only
    """Carries the mark of what was on screen, to see whether somebody else changed it meanwhile."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_seen(self) -> str | None:
        return self.cleaned_data["seen"] or None

    def show_as_seen(self, mark: str) -> None:
        """Whoever reads what stands there now and saves again means it."""
        self.data = _with(self, "seen", mark)


class DialogueForm(SeenForm):
    title = CleanTextField(
        label=_("Waarover"),
        help_text=_(
            "In een paar woorden, zoals “wat medewerkers missen in de bedoeling”. Gaat het over "
            "een gesprekspunt, dan leest ook wie was gevraagd deze woorden en de datum."
        ),
        max_length=160,
    )
    # The same form sent twice makes one conversation.
    ticket = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)

    class Meta:
        model = Dialogue
        fields = ["title", "day", "begins_at", "place", "others"]
        field_classes = {"place": CleanTextField, "others": CleanTextField}
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
                choices=[(value_of(found), found.cue.sentence) for found in cues],
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
            ["title", "cues", "groups", "others", "day", "begins_at", "place", "ticket", "seen"]
        )

    def clean_cues(self) -> list[CueName]:
        return [_name(value) for value in self.cleaned_data["cues"]]

    def clean_groups(self) -> list[Group]:
        return [self._groups[key] for key in self.cleaned_data["groups"]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("begins_at") and not cleaned.get("day") and "day" not in self.errors:
            self.add_error("day", _("Vul bij een tijd ook een datum in."))
        return cleaned


def value_of(found: FoundCue) -> str:
    """How a cue stands in a form, and in an address that asks to plan a conversation about it."""
    return f"{found.sounding.pk}:{found.cue.key}"


def _name(value: str) -> CueName:
    sounding, _colon, key = value.partition(":")
    return CueName(uuid.UUID(sounding), key)


class SetAsideForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for stubs only
    class Meta:
        model = CueSetAside
        fields = ["reason"]
        field_classes = {"reason": CleanTextField}
        labels = {"reason": _("Waarom praat u hier niet over?")}
        help_texts = {
            "reason": _(
                "Dit staat straks bij het gesprekspunt. Ook wie was gevraagd kan het lezen."
            )
        }


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
        texts = ("seen", "meant", "wanted")
        if not any(is_visible(cleaned.get(name, "")) or name in self.errors for name in texts):
            raise ValidationError(_("Schrijf bij ten minste één vraag iets op."))
        return cleaned

    def show_as_seen(self, number: int) -> None:
        """Whoever reads the other version now and saves again means it."""
        self.data = _with(self, "based_on", str(number))


class AgreementForm(SeenForm):
    ticket = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)

    class Meta:
        model = Agreement
        fields = ["what", "who", "by_when", "look_again_on"]
        field_classes = {"what": CleanTextField, "who": CleanTextField}
        widgets = {
            "what": forms.Textarea(attrs={"rows": 2}),
            "by_when": _date(),
            "look_again_on": _date(),
        }
        labels = {
            "what": _("Wat spreekt u af?"),
            "who": _("Wie doet het?"),
            "by_when": _("Wanneer is het klaar?"),
            "look_again_on": _("Wanneer kijkt u er weer naar?"),
        }
        help_texts = {
            "what": _(
                "In een zin die ook begrijpt wie er niet bij was. Wie was gevraagd, leest dit bij "
                "de uitkomsten."
            ),
            "who": _("Een organisatie, een groep of een rol. Geen naam van een persoon."),
        }

    def __init__(
        self,
        *args: Any,
        statements: Sequence[ToNotice],
        talked_about: Sequence[ToNotice] = (),
        **kwargs: Any,
    ) -> None:
        """
        statements : by which it can be noticed
        talked_about : those of them that the conversation was about, which come first
        """
        super().__init__(*args, **kwargs)
        self._statements = {_number(one): one for one in statements}
        if not statements:
            return
        self.fields["statement"] = forms.ChoiceField(
            label=_("Waaraan moet u het merken?"),
            help_text=_(
                "Een stelling of vraag van een ronde die is gesloten. Vraagt een latere ronde die "
                "weer, dan ziet u toen en later naast elkaar."
            ),
            choices=[("", _("nog niet te zeggen")), *_in_groups(statements, talked_about)],
            required=False,
        )
        chosen = (self.instance.noticed_in_id, self.instance.noticed_by)
        self.initial["statement"] = next(
            (
                key
                for key, one in self._statements.items()
                if (one.sounding.pk, one.words) == chosen
            ),
            "",
        )
        self.order_fields(
            ["what", "who", "by_when", "statement", "look_again_on", "ticket", "seen"]
        )

    def words(self) -> dict[str, Any]:
        """What the action takes."""
        words = {
            name: self.cleaned_data[name]
            for name in ("what", "who", "by_when", "look_again_on", "ticket", "seen")
        }
        chosen = self._statements.get(self.cleaned_data.get("statement") or "")
        if chosen:
            words |= {"noticed_in": chosen.sounding, "noticed_by": chosen.words}
        return words


def _number(one: ToNotice) -> str:
    return f"{one.sounding.pk}:{one.statement.number}"


def _in_groups(
    statements: Sequence[ToNotice], talked_about: Sequence[ToNotice]
) -> list[tuple[Any, list[tuple[str, str]]]]:
    """As the groups of a list to choose from: what it was about, and then round by round."""

    def options(some: Sequence[ToNotice]) -> list[tuple[str, str]]:
        return [(_number(one), _in_short(one.statement.text)) for one in some]

    others = [one for one in statements if one not in talked_about]
    by_round = groupby(others, key=lambda one: one.sounding)
    first = [(_("Waar dit gesprek over ging"), options(talked_about))] if talked_about else []
    return [*first, *((sounding.title, options(list(some))) for sounding, some in by_round)]


def _in_short(text: str) -> str:
    return text if len(text) <= _LONGEST_IN_A_LIST else text[: _LONGEST_IN_A_LIST - 1] + "…"


class LookBackForm(SeenForm):
    what_came_of_it = CleanLinesField(
        label=_("Wat kwam ervan?"),
        help_text=_(
            "Ook als het anders liep. Noem geen namen: wie was gevraagd, leest dit bij de "
            "uitkomsten."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1_000,
        required=False,
    )

    class Meta:
        model = Agreement
        fields = ["state", "what_came_of_it"]
        widgets = {"state": forms.RadioSelect}
        labels = {"state": _("Hoe staat het ervoor?")}
