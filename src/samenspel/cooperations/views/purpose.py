"""Why a cooperation exists: what it says now, and who changed what."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samenspel.cooperations import actions, purpose_hint, queries
from samenspel.cooperations.access import in_cooperation, must, person_of
from samenspel.cooperations.forms import PurposeForm
from samenspel.cooperations.models import Cooperation, PurposeVersion
from samenspel.pages.word_changes import Piece, changes_between


@dataclass(frozen=True)
class ShownVersion:
    version: PurposeVersion
    pieces: list[Piece]
    is_first: bool


@require_http_methods(["GET", "HEAD", "POST"])
@in_cooperation
def purpose(request: HttpRequest, cooperation: Cooperation) -> HttpResponse:
    may_change = person_of(request).has_perm("cooperations.change_purpose", cooperation)
    if request.method == "POST":
        must(request, "cooperations.change_purpose", cooperation)
    versions = list(queries.purpose_versions_of(cooperation))
    newest = versions[0].number if versions else 0
    form = PurposeForm(
        request.POST or None, initial={"text": cooperation.purpose, "based_on": newest}
    )
    if request.method == "POST" and form.is_valid():
        if _changed(request, cooperation, form):
            return redirect("cooperations:purpose", cooperation=cooperation.slug)
        # Whoever reads the other version now and saves again means it.
        form.data = {**dict(form.data.items()), "based_on": str(newest)}
    return render(
        request,
        "cooperations/purpose.html",
        {
            "cooperation": cooperation,
            "newest": versions[0] if versions else None,
            "versions": _shown(versions),
            "form": form if may_change else None,
            "hint": purpose_hint.hint_for(cooperation.purpose) if may_change else None,
            "lists": purpose_hint,
        },
        status=400 if form.errors else 200,
    )


def _changed(request: HttpRequest, cooperation: Cooperation, form: PurposeForm) -> bool:
    try:
        version = actions.change_purpose(
            person=person_of(request), cooperation=cooperation, **form.cleaned_data
        )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    if version:
        messages.success(request, _("De nieuwe bedoeling staat er."))
    else:
        messages.info(request, _("Deze tekst stond er al. Er is geen nieuwe versie gemaakt."))
    return True


def _shown(versions: list[PurposeVersion]) -> list[ShownVersion]:
    """Each version beside the one before it. The first has none, and is shown as it is."""
    before = [version.text for version in versions[1:]]
    shown = [
        ShownVersion(version, changes_between(text, version.text), is_first=False)
        for version, text in zip(versions, before, strict=False)
    ]
    return [*shown, *(ShownVersion(first, [], is_first=True) for first in versions[-1:])]
