from django.urls import path

from samenspel.atlas.views import data, municipalities, netherlands, organisation, pick

app_name = "atlas"
urlpatterns = [
    path("", netherlands.netherlands, name="netherlands"),
    path("organisaties/<slug:key>/", organisation.organisation, name="organisation"),
    path("gemeenten/", municipalities.municipalities, name="municipalities"),
    path("kiezen/", pick.pick, name="pick"),
    path("data/", data.data, name="data"),
    path("data/<slug:name>.<slug:kind>", data.file, name="data-file"),
]
