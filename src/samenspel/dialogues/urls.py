from django.urls import include, path

from samenspel.dialogues.views import agreements, dialogue, on_screen, planning

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
    path("afspraak/", agreements.agree, name="agree"),
    path("scherm/<int:number>/", on_screen.on_screen, name="on-screen"),
]
_agreement = [
    path("wijzigen/", agreements.change, name="change-agreement"),
    path("terugkijken/", agreements.look_back, name="look-back"),
]
urlpatterns = [
    path("", planning.overview, name="overview"),
    path("nieuw/", planning.plan, name="plan"),
    path("punten/<uuid:sounding>/<slug:key>/", include(_cue)),
    path("afspraken/<uuid:agreement>/", include(_agreement)),
    path("<uuid:dialogue>/", include(_dialogue)),
]
