"""Who is invited: addresses, pasted or from a file, and letters."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from samenspel.soundings.planning.addresses import (
    AddressList,
    NotTextError,
    decode,
    read_addresses,
)

MOST_BYTES = 2_000_000
MOST_PROBLEMS = 500


class AddressesForm(forms.Form):
    addresses = forms.CharField(
        label=_("E-mailadressen"),
        help_text=_("Elk adres op een eigen regel, of geplakt uit uw mail of spreadsheet."),
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "spellcheck": "false"}),
        max_length=MOST_BYTES,
        required=False,
        strip=False,
    )
    file = forms.FileField(
        label=_("Of een CSV-bestand"),
        help_text=_(
            "Met de adressen in een kolom. Het bestand wordt alleen gelezen, niet bewaard."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv,text/plain"}),
        required=False,
        allow_empty_file=True,
    )
    found: AddressList

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.errors:
            return data
        upload: UploadedFile[Any] | None = data.get("file")
        text = str(data.get("addresses") or "")
        if upload is not None:
            text = self._with(upload, text)
        self.found = read_addresses(text)
        if not text.strip():
            raise ValidationError(_("Plak adressen, of kies een bestand."))
        return data

    def show_problems(self, problems: list[str]) -> None:
        """Every line that is wrong, or the first hundreds of them."""
        shown = problems[:MOST_PROBLEMS]
        more = len(problems) - len(shown)
        if more:
            shown.append(_("En nog %(n)d regels.") % {"n": more})
        for problem in shown:
            self.add_error("addresses", problem)

    def _with(self, upload: "UploadedFile[Any]", text: str) -> str:
        if (upload.size or 0) > MOST_BYTES:
            raise ValidationError(_("Dit bestand is te groot. Een lijst is hier hoogstens 2 MB."))
        try:
            read = decode(upload.read())
        except NotTextError as error:
            raise ValidationError(
                _("Dit bestand is geen tekst. Sla het in uw spreadsheet op als CSV.")
            ) from error
        text = f"{text.rstrip()}\n{read}" if text.strip() else read
        # So that it stays in the box when something is wrong: no file is kept anywhere.
        data = cast("QueryDict", self.data).copy()
        data["addresses"] = text
        self.data = data
        return text


class LettersForm(forms.Form):
    letters = forms.IntegerField(
        label=_("Aantal brieven"),
        help_text=_("Voor wie geen e-mailadres heeft. Op een brief staat geen naam."),
        min_value=0,
        max_value=100_000,
    )
