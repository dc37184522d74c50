"""The pages of an outcome: the same behind both doors."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path

from samenspel.soundings.views import outcome, relations
from samenspel.soundings.views.door import for_everyone

Inside = Callable[..., Callable[..., HttpResponse]]


def pages(inside: Inside) -> list[URLPattern]:
    def page(address: str, view: Callable[..., Any], name: str) -> URLPattern:
        return path(address, inside(view), name=name)

    return [
        page("", outcome.outcome, "outcome"),
        page("stellingen/", outcome.statements, "statements"),
        page("stellingen/beeld.svg", outcome.landscape_svg, "landscape-svg"),
        page("stellingen/<int:number>/", outcome.statement, "statement"),
        page("stellingen/<int:number>/beeld.svg", outcome.statement_svg, "statement-svg"),
        page("kaart/", outcome.opinion_map, "map"),
        page("kaart/beeld.svg", outcome.map_svg, "map-svg"),
        page("kaart/gevonden-groepen.csv", outcome.groups_csv, "groups-csv"),
        page("organisaties/<int:number>/", relations.organisation, "organisation"),
        page("vrijgegeven-aantallen.csv", outcome.released_csv, "released-csv"),
    ]


app_name = "outcome"
urlpatterns = pages(for_everyone)
