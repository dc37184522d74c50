from django.urls import include, path

from samenspel.dialogues.views import dialogue, planning

app_name = "dialogues"
_cue = [
    path("opzij/", planning.set_aside, name="set-aside"),
    path("terug/", planning.bring_back, name="bring-back"),
]
_dialogue = [
    path("", dialogue.dialogue, name="dialogue"),
    path("wijzigen/", planning.change, name="change"),
    path("gaat-niet-door/", planning.call_off, name="call-off"),
    path("gehoord/", dialogue.heard, name="heard"),
    path("afspraak/", dialogue.agree, name="agree"),
    path("scherm/<int:number>/", dialogue.on_screen, name="on-screen"),
]
_agreement = [
    path("wijzigen/", dialogue.change_agreement, name="change-agreement"),
    path("terugkijken/", dialogue.look_back, name="look-back"),
]
urlpatterns = [
    path("", planning.overview, name="overview"),
    path("nieuw/", planning.plan, name="plan"),
    path("punten/<uuid:sounding>/<slug:key>/", include(_cue)),
    path("afspraken/<uuid:agreement>/", include(_agreement)),
    path("<uuid:dialogue>/", include(_dialogue)),
]
