"""The pages of an outcome: the same behind both doors."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path

from samenspel.soundings.views import outcome, relations, scale
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
        page("onderwerpen/<int:number>/", scale.construct, "construct"),
        page("onderwerpen/<int:number>/beeld.svg", scale.means_svg, "means-svg"),
        page("onderwerpen/<int:number>/verloop.svg", scale.courses_svg, "courses-svg"),
        page("gemiddelden.csv", scale.figures_csv, "figures-csv"),
        page("vrijgegeven-aantallen.csv", outcome.released_csv, "released-csv"),
    ]


app_name = "outcome"
urlpatterns = pages(for_everyone)
