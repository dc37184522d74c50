"""What a pulse asks: chosen from the bank, typed, or read from a file."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from samenspel.soundings.forms.preparing import SeveralForm
from samenspel.soundings.instruments.scale.bank import bank
from samenspel.soundings.instruments.scale.instrument_file import (
    MOST_BYTES,
    InstrumentFile,
    InstrumentFileError,
    read_file,
)
from samenspel.soundings.instruments.scale.items import NewQuestion, of_the_bank

_AS_MEANT, _EVERYBODY = "bedoeld", "iedereen"


class OwnQuestionsForm(SeveralForm):
    """The same lines as statements are typed in."""

    too_long = _("Regel %(n)d is langer dan %(most)d tekens. Maak deze vraag korter.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["texts"].label = _("Eigen vragen")
        self.fields["texts"].help_text = _(
            "Elke vraag op een eigen regel, als zin waar iemand het mee eens of oneens kan zijn. "
            "Over de jaren vergelijken kan zolang de woorden gelijk blijven."
        )


class BankForm(forms.Form):
    """Its questions stand on the page under what they measure; see the template."""

    questions = forms.MultipleChoiceField(
        error_messages={
            "required": _("Kies ten minste één vraag."),
            "invalid_choice": _("Een van deze vragen staat niet in de itembank. Kies opnieuw."),
        }
    )
    for_whom = forms.ChoiceField(
        label=_("Wie krijgt deze vragen?"),
        choices=[
            (_AS_MEANT, _("De groepen voor wie een vraag bedoeld is")),
            (_EVERYBODY, _("Iedereen die u vraagt")),
        ],
        initial=_AS_MEANT,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.MultipleChoiceField", self.fields["questions"])
        field.choices = [(key, key) for key in bank().questions]

    @property
    def ticked(self) -> frozenset[str]:
        return frozenset(self["questions"].value() or ())

    @property
    def chosen(self) -> list[NewQuestion]:
        """In the order of the bank."""
        keys = set(self.cleaned_data["questions"])
        found = of_the_bank(key for key in bank().questions if key in keys)
        if self.cleaned_data["for_whom"] == _EVERYBODY:
            return [NewQuestion(question.text, question.text_en) for question in found]
        return list(found)


class QuestionsFileForm(forms.Form):
    file = forms.FileField(
        label=_("Bestand met vragen"),
        help_text=_("Een bestand dat u of iemand anders uit Samenspel opsloeg (.json)."),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        allow_empty_file=True,
    )
    found: InstrumentFile

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        upload: UploadedFile[Any] | None = data.get("file")
        if upload is not None:
            try:
                # No more of a huge one than tells that it is.
                self.found = read_file(upload.read(MOST_BYTES + 1))
            except InstrumentFileError as error:
                self.add_error("file", ValidationError(list(error.problems)))
        return data
