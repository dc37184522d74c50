from django.urls import path

from samenspel.soundings.views import importing, listing, outcome

app_name = "soundings"
urlpatterns = [
    path("", listing.sounding_list, name="list"),
    path("inlezen/", importing.import_polis, name="import"),
    path("<uuid:sounding>/", outcome.outcome, name="outcome"),
    path("<uuid:sounding>/inleesverslag/", importing.report, name="report"),
    path("<uuid:sounding>/stellingen/", outcome.statements, name="statements"),
    path("<uuid:sounding>/stellingen/beeld.svg", outcome.landscape_svg, name="landscape-svg"),
    path("<uuid:sounding>/stellingen/<int:number>/", outcome.statement, name="statement"),
    path(
        "<uuid:sounding>/stellingen/<int:number>/beeld.svg",
        outcome.statement_svg,
        name="statement-svg",
    ),
    path("<uuid:sounding>/kaart/", outcome.opinion_map, name="map"),
    path("<uuid:sounding>/kaart/beeld.svg", outcome.map_svg, name="map-svg"),
    path("<uuid:sounding>/vrijgegeven-aantallen.csv", outcome.released_csv, name="released-csv"),
]
