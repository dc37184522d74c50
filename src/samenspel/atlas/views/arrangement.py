"""The page of one version of an arrangement."""

from datetime import date
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from samenspel.atlas.access import on_a_day
from samenspel.atlas.models import Dataset
from samenspel.atlas.pictures.arrangement_forms import form_in_words, form_name, powers_in_words
from samenspel.atlas.pictures.participants import participants_map
from samenspel.atlas.pictures.policy_fields import in_words
from samenspel.atlas.pictures.versions import told
from samenspel.atlas.queries.outlines import outlines_on
from samenspel.atlas.queries.succession import succession
from samenspel.atlas.queries.versions import versions_with
from samenspel.atlas.views.page import page


@require_safe
@on_a_day
def arrangement(request: HttpRequest, day: date, number: int) -> HttpResponse:
    found = versions_with(number)
    if found is None:
        raise Http404
    version, versions = found
    shown = version.arrangement
    steps = succession()
    participants = [each.organisation for each in version.participations]
    outlines, outlines_of = outlines_on(day, [each.key for each in participants], steps)
    in_force = next((each for each in versions if each.is_in_force(day)), None)
    return page(
        request,
        "atlas/arrangement.html",
        day,
        {
            "version": version,
            "arrangement": shown,
            "form_name": form_name(shown.form, shown.form_in_register),
            "form_in_words": form_in_words(shown.form),
            "powers": powers_in_words(shown.power_kinds),
            "fields": in_words(shown.policy_fields),
            "in_force": version.is_in_force(day),
            "other_in_force": in_force,
            "begin_with": (in_force or version).arrangement,
            "versions": told(versions, steps),
            "map": participants_map(outlines, participants),
            "outlines_of": outlines_of,
            "legal_grounds": [(name, safe(address)) for name, address in shown.legal_grounds],
            "founding_decisions": [(_short(each), safe(each)) for each in shown.founding_decisions],
        },
        told_by=[Dataset.REGISTER, Dataset.BOUNDARIES],
    )


def safe(address: str) -> str:
    """The address if it leads to a page of the web; empty where it could do anything else."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    return address.strip() if parts.scheme in ("http", "https") and parts.netloc else ""


def _short(address: str) -> str:
    return address.removeprefix("https://").removeprefix("http://")
