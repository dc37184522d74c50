from django.urls import include, path

from samenspel.cooperations.views import challenges, cooperation, organisations, people, purpose

app_name = "cooperations"
_groups = [
    path("", cooperation.groups, name="groups"),
    path("<int:group>/weg/", cooperation.remove_group, name="remove-group"),
]
_people = [
    path("", people.people, name="people"),
    path("<int:membership>/", people.person, name="person"),
    path("<int:membership>/weg/", people.remove_person, name="remove-person"),
    path(
        "uitnodigingen/<int:invitation>/intrekken/",
        people.withdraw_invitation,
        name="withdraw-invitation",
    ),
]
_organisations = [
    path("<int:party>/", organisations.link_party, name="link-party"),
    path("<int:party>/losmaken/", organisations.unlink_party, name="unlink-party"),
]
_challenges = [
    path("", challenges.challenges, name="challenges"),
    path("nieuw/", challenges.add_challenge, name="add-challenge"),
    path("<int:challenge>/wijzigen/", challenges.change_challenge, name="change-challenge"),
    path("<int:challenge>/omhoog/", challenges.raise_challenge, name="raise-challenge"),
    path("<int:challenge>/weg/", challenges.remove_challenge, name="remove-challenge"),
]
urlpatterns = [
    path("", cooperation.cooperation_list, name="list"),
    path("nieuw/", cooperation.start, name="start"),
    path("<slug:cooperation>/wijzigen/", cooperation.change, name="change"),
    path("<slug:cooperation>/bedoeling/", purpose.purpose, name="purpose"),
    path("<slug:cooperation>/groepen/", include(_groups)),
    path("<slug:cooperation>/mensen/", include(_people)),
    path("<slug:cooperation>/organisaties/", include(_organisations)),
    path("<slug:cooperation>/opgaven/", include(_challenges)),
]
