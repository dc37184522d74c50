from django.urls import include, path

from samenspel.duties.views import arrangement, calendar, plan, rounds

app_name = "duties"
_round = [
    path("", rounds.round_, name="round"),
    path("wijzigen/", rounds.change, name="change-round"),
    path("weg/", rounds.remove, name="remove-round"),
    path("<int:council>/", rounds.view, name="view"),
]
urlpatterns = [
    path("", calendar.calendar, name="calendar"),
    path("afdrukken/", calendar.to_print, name="to-print"),
    path("planning/", plan.plan, name="plan"),
    path("agenda/", calendar.renew_feed, name="renew-feed"),
    path("agenda/stoppen/", calendar.stop_feed, name="stop-feed"),
    path("gedaan/<slug:key>/", calendar.tick_off, name="tick-off"),
    path("toch-niet/<slug:key>/", calendar.take_tick_back, name="take-tick-back"),
    path("regeling/", arrangement.arrangement, name="arrangement"),
    path("regeling/<slug:key>/", arrangement.item, name="item"),
    path("zienswijzen/", rounds.rounds, name="rounds"),
    path("zienswijzen/nieuw/", rounds.start, name="start-round"),
    path("zienswijzen/<uuid:round>/", include(_round)),
]
