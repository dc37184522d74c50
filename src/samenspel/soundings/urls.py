from django.urls import include, path

from samenspel.soundings import outcome_urls
from samenspel.soundings.views import importing, listing, moderating, try_out
from samenspel.soundings.views.door import for_members

app_name = "soundings"
urlpatterns = [
    path("", listing.sounding_list, name="list"),
    path("inlezen/", importing.import_polis, name="import"),
    path("<uuid:sounding>/", include(outcome_urls.pages(for_members))),
    path("<uuid:sounding>/inleesverslag/", importing.report, name="report"),
    path("<uuid:sounding>/stellingen-beoordelen/", moderating.moderate, name="moderate"),
    path("<uuid:sounding>/proef/", try_out.try_out, name="try-out"),
    path("<uuid:sounding>/proef/<slug:page>/", try_out.try_out, name="try-out-page"),
]
