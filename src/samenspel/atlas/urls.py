from django.urls import path

from samenspel.atlas.views import (
    arrangement,
    arrangements,
    data,
    municipalities,
    netherlands,
    organisation,
    pick,
    purposes,
    through_time,
    web,
    web_regions,
)

app_name = "atlas"
urlpatterns = [
    path("", netherlands.netherlands, name="netherlands"),
    path("organisaties/<slug:key>/", organisation.organisation, name="organisation"),
    path("gemeenten/", municipalities.municipalities, name="municipalities"),
    path("regelingen/", arrangements.arrangements, name="arrangements"),
    path("regelingen/<int:number>/", arrangement.arrangement, name="arrangement"),
    path("bedoelingen/", purposes.purposes, name="purposes"),
    path("kiezen/", pick.pick, name="pick"),
    path("web/", web.web, name="web"),
    path("web/regios/", web_regions.web_regions, name="web-regions"),
    path("door-de-tijd/", through_time.through_time, name="through-time"),
    path("data/", data.data, name="data"),
    path("data/<slug:name>.<slug:kind>", data.file, name="data-file"),
]
