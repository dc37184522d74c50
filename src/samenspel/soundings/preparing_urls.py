"""The pages on which leaders prepare a round and invite to it."""

from django.urls import URLPattern, URLResolver, include, path

from samenspel.soundings.views import (
    asking,
    group_lists,
    inviting,
    items,
    preparing,
    questions,
)

_items = [
    path("", items.items, name="items"),
    path("bedoeling/", items.purpose, name="take-over-purpose"),
    path("itembank/", questions.question_bank, name="question-bank"),
    path("peiling/<slug:pulse>/", questions.add_pulse, name="add-pulse"),
    path("voor-niemand/", questions.remove_for_nobody, name="remove-for-nobody"),
    path("bestand/", questions.questions_file, name="questions-file"),
    path("inlezen/", questions.read_questions, name="read-questions"),
    path("<int:item>/", items.item, name="item"),
    path("<int:item>/omhoog/", items.move, {"up": True}, name="raise-item"),
    path("<int:item>/omlaag/", items.move, {"up": False}, name="lower-item"),
    path("<int:item>/weg/", items.remove, name="remove-item"),
]
_groups = [
    path("", asking.groups, name="groups"),
    path("vragen/<int:group>/", asking.ask, name="ask-group"),
    path("samenvoegen/<slug:role>/", asking.pool, name="pool-groups"),
    path("open-link/", asking.open_link, name="ask-by-link"),
    path("<int:group>/weg/", asking.leave_out, name="leave-out"),
    path("<int:group>/aantal/", asking.take_over_size, name="take-over-size"),
]
_lists = [
    path("", group_lists.lists, name="lists"),
    path("<int:group>/", group_lists.people, name="people"),
    path("<int:group>/brieven/", group_lists.letters, name="set-letters"),
    path("<int:group>/leeg/", group_lists.clear, name="clear-list"),
    path("<int:group>/bevestigen/", group_lists.confirm, name="confirm-list"),
    path("<int:group>/<uuid:invitation>/weg/", group_lists.remove, name="remove-address"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("opzet/", preparing.change, name="change"),
    path("opzet/stellingen/", include(_items)),
    path("opzet/groepen/", include(_groups)),
    path("opzet/lijsten/", include(_lists)),
    path("klaarzetten/", preparing.plan, name="plan"),
    path("weggooien/", preparing.remove, name="remove"),
    path("herinneren/", inviting.remind, name="remind"),
    path("brieven/", inviting.letters, name="letters"),
    path("poster/<int:group>/", inviting.poster, name="poster"),
]
