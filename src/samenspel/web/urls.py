from django.urls import include, path

from samenspel.cooperations.views import invitation
from samenspel.web import health, story

urlpatterns = [
    # First, because they are looked up most: every answer that comes in.
    path("", include("samenspel.soundings.answer_urls")),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("taal/", include("django.conf.urls.i18n")),
    path("account/", include("samenspel.people.urls")),
    path(
        "account/uitnodiging/<str:token>/",
        invitation.accept_invitation,
        name="accept-invitation",
    ),
    path("postvak/", include("samenspel.post.urls")),
    path("atlas/", include("samenspel.atlas.urls")),
    path("samenwerkingen/", include("samenspel.cooperations.urls")),
    # After the room's own pages, so that an address such as "nieuw" is not taken for a name.
    path("samenwerkingen/<slug:cooperation>/", story.story, name="story"),
    path("samenwerkingen/<slug:cooperation>/gesprekken/", include("samenspel.dialogues.urls")),
    path(
        "samenwerkingen/<slug:cooperation>/wettelijke-termijnen/",
        include("samenspel.duties.urls"),
    ),
    path("samenwerkingen/<slug:cooperation>/vragenrondes/", include("samenspel.soundings.urls")),
    path("uitkomsten/<code:key>/", include("samenspel.soundings.outcome_urls")),
    path("agenda/", include("samenspel.duties.feed_urls")),
    path("", include("samenspel.pages.urls")),
]
handler400 = "samenspel.pages.views.bad_request"
handler403 = "samenspel.pages.views.forbidden"
handler404 = "samenspel.pages.views.not_found"
handler500 = "samenspel.pages.views.server_error"
