from django.urls import include, path

from samenspel.soundings import outcome_urls, preparing_urls
from samenspel.soundings.views import (
    importing,
    listing,
    moderating,
    preparing,
    rounds,
    try_out,
)
from samenspel.soundings.views.door import for_members

app_name = "soundings"
urlpatterns = [
    path("", listing.sounding_list, name="list"),
    path("nieuw/", preparing.start, name="start"),
    path("inlezen/", importing.import_polis, name="import"),
    path("inlezen/peiling/", importing.import_survey, name="import-survey"),
    path("<uuid:sounding>/", for_members(rounds.round_page), name="round"),
    path("<uuid:sounding>/", include(preparing_urls.urlpatterns)),
    path("<uuid:sounding>/", include(outcome_urls.pages(for_members))),
    path("<uuid:sounding>/inleesverslag/", importing.report, name="report"),
    path("<uuid:sounding>/stellingen-beoordelen/", moderating.moderate, name="moderate"),
    path("<uuid:sounding>/proef/", try_out.try_out, name="try-out"),
    path("<uuid:sounding>/proef/<slug:page>/", try_out.try_out, name="try-out-page"),
]
