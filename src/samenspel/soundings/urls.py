from django.urls import path

from samenspel.soundings import views

app_name = "soundings"
urlpatterns = [
    path("", views.sounding_list, name="list"),
    path("inlezen/", views.import_polis, name="import"),
    path("<uuid:sounding>/", views.outcome, name="outcome"),
    path("<uuid:sounding>/inleesverslag/", views.report, name="report"),
    path("<uuid:sounding>/stellingen/", views.statements, name="statements"),
    path("<uuid:sounding>/stellingen/beeld.svg", views.landscape_svg, name="landscape-svg"),
    path("<uuid:sounding>/stellingen/<int:number>/", views.statement, name="statement"),
    path(
        "<uuid:sounding>/stellingen/<int:number>/beeld.svg",
        views.statement_svg,
        name="statement-svg",
    ),
    path("<uuid:sounding>/kaart/", views.opinion_map, name="map"),
    path("<uuid:sounding>/kaart/beeld.svg", views.map_svg, name="map-svg"),
    path("<uuid:sounding>/vrijgegeven-aantallen.csv", views.released_csv, name="released-csv"),
]
