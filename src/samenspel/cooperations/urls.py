from django.urls import path

from samenspel.cooperations import views

app_name = "cooperations"
urlpatterns = [
    path("", views.cooperation_list, name="list"),
    path("nieuw/", views.start, name="start"),
    path("<slug:cooperation>/wijzigen/", views.change, name="change"),
    path("<slug:cooperation>/groepen/", views.groups, name="groups"),
    path("<slug:cooperation>/groepen/<int:group>/weg/", views.remove_group, name="remove-group"),
]
