"""A conversation that is read in: which files, and whether they are what they should be."""

import uuid
from datetime import date
from typing import Any, BinaryIO, TypeAlias, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.pages.clean_text import CleanTextField
from samenspel.pages.visible import validate_visible
from samenspel.soundings.instruments.scale.survey_table import read_survey
from samenspel.soundings.instruments.statements.polis_export import (
    Conversation,
    ExportError,
    read_conversation,
)
from samenspel.soundings.instruments.statements.polis_export.error import short

Upload: TypeAlias = "UploadedFile[Any]"


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """All files of one export, picked together."""

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:
        # Where nothing was picked the list is empty; the single None is then found to be missing.
        several = (data if isinstance(data, list | tuple) else [data]) or [None]
        return [super(SeveralFilesField, self).clean(one, initial) for one in several]


class ImportForm(forms.Form):
    # Not called `files`: that is what a form calls all its uploads.
    export = SeveralFilesField(
        label=_("De bestanden van het gesprek"),
        help_text=_(
            "Kies ze tegelijk: votes.csv (of participants-votes.csv), comments.csv en summary.csv."
        ),
        widget=SeveralFilesInput(
            attrs={
                "accept": ".csv,text/csv",
                "data-most-bytes": settings.UPLOAD_LARGEST_BYTES,
                "data-too-large": _("Deze bestanden zijn samen te groot om hier in te lezen."),
            }
        ),
        allow_empty_file=True,
    )
    groups = forms.FileField(
        label=_("Groepen"),
        help_text=_(
            "Een CSV-bestand met de kolommen participant, group en size: "
            "wie hoorde bij welke groep, en hoe groot is die?"
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        required=False,
        allow_empty_file=True,
    )
    # The same form sent twice makes one round.
    ticket = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)
    conversation: Conversation

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        uploads: list[Upload] = data.get("export") or []
        groups: Upload | None = data.get("groups")
        if not uploads:
            return data
        _check_size([*uploads, *([groups] if groups else [])])
        try:
            self.conversation = read_conversation(
                {_plain_name(upload): _opened(upload) for upload in uploads},
                groups=_opened(groups) if groups else None,
            )
        except ExportError as error:
            raise ValidationError(str(error)) from error
        return data


class SurveyForm(forms.Form):
    title = CleanTextField(
        label=_("Hoe heette deze peiling?"), max_length=300, validators=[validate_visible]
    )
    closed_on = forms.DateField(
        label=_("Wanneer sloot zij?"),
        help_text=_("Naar deze dag staan peilingen op volgorde."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    table = forms.FileField(
        label=_("De tabel"),
        help_text=_(
            "Een CSV-bestand met een rij voor elk mens en een kolom voor elke vraag. Boven de "
            "kolom staat de vraag; in een cel 1 tot en met 5, 0 voor weet ik niet, of het antwoord "
            "in woorden. Kolommen ‘groep’ en ‘grootte’ mogen erbij. Namen en tijden niet."
        ),
        widget=forms.FileInput(
            attrs={
                "accept": ".csv,text/csv",
                "data-most-bytes": settings.UPLOAD_LARGEST_BYTES,
                "data-too-large": _("Dit bestand is te groot om hier in te lezen."),
            }
        ),
        allow_empty_file=True,
    )
    ticket = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)
    conversation: Conversation

    def clean_closed_on(self) -> date:
        day: date = self.cleaned_data["closed_on"]
        if day > timezone.localdate():
            raise ValidationError(_("Deze dag moet nog komen. Kies de dag waarop zij sloot."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        table: Upload | None = data.get("table")
        if self.errors or table is None:
            return data
        _check_size([table])
        try:
            self.conversation = read_survey(
                _opened(table),
                name=short(table.name or "tabel.csv"),
                title=data["title"],
                closed_on=data["closed_on"],
            )
        except ExportError as error:
            raise ValidationError(str(error)) from error
        return data


def _opened(upload: Upload) -> BinaryIO:
    """The upload as the stream it is; Django types it as a file of text or of bytes."""
    return cast("BinaryIO", upload.file)


def _plain_name(upload: Upload) -> str:
    """`votes.csv`, also where a browser or a download wrote "2024-10-02 votes (1).csv"."""
    name = (upload.name or "").lower()
    known = ("participants-votes", "votes", "comments", "summary")
    return next((f"{part}.csv" for part in known if part in name), name)


def _check_size(uploads: list[Upload]) -> None:
    total = sum(upload.size or 0 for upload in uploads)
    if total > settings.UPLOAD_LARGEST_BYTES:
        raise ValidationError(
            _(
                "Samen zijn de bestanden %(size)s; hier kan hoogstens %(most)s. "
                "Lees een groter gesprek in op de server: bin/samenspel import-polis."
            ),
            params={
                "size": filesizeformat(total),
                "most": filesizeformat(settings.UPLOAD_LARGEST_BYTES),
            },
        )
