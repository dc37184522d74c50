from django.urls import path

from samenspel.post import views

app_name = "post"
urlpatterns = [
    path("", views.mailbox, name="mailbox"),
    path("<slug:name>/", views.mail, name="mail"),
]
