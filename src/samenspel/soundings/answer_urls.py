"""The addresses of those who answer. The middleware of the answer routes calls these views."""

from django.urls import path

from samenspel.soundings.views import answering
from samenspel.soundings.views.seats import ADD, DONE, EXPLANATION, OWN, STOP

app_name = "answering"
urlpatterns = [
    path("v/<code:code>/", answering.ballot, name="ballot"),
    path("s/<token:token>", answering.door, name="door"),
    path("o/<code:open_code>", answering.open_door, name="open"),
    path("meedoen/", answering.codes, name="codes"),
    path("link-kwijt/", answering.lost, name="lost"),
    path(f"v/<code:code>/{ADD}/", answering.add, name=ADD),
    path(f"v/<code:code>/{OWN}/", answering.own, name=OWN),
    path(f"v/<code:code>/{DONE}/", answering.done, name=DONE),
    path(f"v/<code:code>/{STOP}/", answering.stop, name=STOP),
    path(f"v/<code:code>/{EXPLANATION}/", answering.explanation, name=EXPLANATION),
]
