import html
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope

from samenspel.cooperations import queries
from samenspel.cooperations.actions import start_cooperation, write_group
from samenspel.cooperations.models import Cooperation, Group, Membership, Party, Role
from samenspel.people.models import Person
from tests.page_text import errors_in, value_of, without_tokens

START = reverse("cooperations:start")
NEW = {
    "name": "Samen voor de jeugd",
    "own_party": "gemeente Oostwaard",
    "parties": "gemeente Rijnveld",
    "purpose": "Elk kind op tijd hulp.",
    "stage": "deciding",
    "form": "host",
}


def address(name: str, cooperation: Cooperation, **more: int) -> str:
    return reverse(name, kwargs={"cooperation": cooperation.slug, **more})


def parties_of(cooperation: Cooperation) -> list[str]:
    with scope(cooperation=cooperation):
        return queries.party_names(cooperation)


def groups_of(cooperation: Cooperation) -> list[tuple[str, int]]:
    with scope(cooperation=cooperation):
        return [(str(group), group.size) for group in queries.groups_of(cooperation)]


# ── starting ──────────────────────────────────────────────────────────────────────────────


def test_a_new_cooperation_is_shown_to_whoever_started_it(anna_client: Client) -> None:
    response = anna_client.post(START, NEW, follow=True)
    page = response.content.decode()

    assert response.redirect_chain == [("/samenwerkingen/samen-voor-de-jeugd/", 302)]
    assert "De samenwerking staat klaar. Voeg nu de groepen toe." in page
    assert "gemeente Oostwaard en gemeente Rijnveld" in page
    assert "Elk kind op tijd hulp." in page
    assert "Samen voor de jeugd" in anna_client.get(reverse("cooperations:list")).content.decode()


def test_a_name_that_is_the_address_of_a_page_hides_neither(anna_client: Client) -> None:
    response = anna_client.post(START, NEW | {"name": "Nieuw"}, follow=True)

    assert "<bdi>Nieuw</bdi></h1>" in response.content.decode()
    assert "Samenwerking beginnen</h1>" in anna_client.get(START).content.decode()


def test_the_leader_is_of_the_organisation_that_was_named(anna_client: Client) -> None:
    anna_client.post(START, NEW)

    assert Membership.objects.values_list("kind", "party__name").get() == (
        "leader",
        "gemeente Oostwaard",
    )


def test_a_form_sent_twice_makes_one_cooperation(anna_client: Client) -> None:
    sent = NEW | {"ticket": value_of(anna_client.get(START), "ticket")}
    went_to = [anna_client.post(START, sent)["Location"] for _ in range(2)]

    assert went_to == ["/samenwerkingen/samen-voor-de-jeugd/"] * 2
    assert Cooperation.objects.count() == 1


def test_two_forms_make_two_that_do_not_disturb_each_other(anna_client: Client) -> None:
    for _ in range(2):
        anna_client.post(START, NEW | {"ticket": value_of(anna_client.get(START), "ticket")})

    found = Cooperation.objects.order_by("slug")
    assert [(c.slug, parties_of(c)) for c in found] == [
        ("samen-voor-de-jeugd", ["gemeente Oostwaard", "gemeente Rijnveld"]),
        ("samen-voor-de-jeugd-2", ["gemeente Oostwaard", "gemeente Rijnveld"]),
    ]


LONG = "Samen " + "x" * 115
MANY = [f"gemeente {n}" for n in range(500)]


# What is sent, and the words that tell what is wrong with it.
MISFITS = {
    "long": ({"name": LONG}, ["niet meer dan 120 tekens"]),
    "empty": ({"name": ""}, ["verplicht"]),
    "blank": ({"name": "  \t "}, ["verplicht"]),
    "invisible": ({"name": "\u200b\u2060\u3164"}, ["alleen onzichtbare tekens"]),
    "500": ({"parties": "\n".join(MANY)}, ["500 organisaties"]),
    "long-party": ({"parties": "kort\n" + "y" * 121}, ["langer dan 120 tekens"]),
    "invisible-party": ({"parties": "kort\n\u200b\u200d"}, ["alleen onzichtbare tekens"]),
    "stage": ({"stage": "vreemd"}, ["vreemd is geen beschikbare keuze"]),
    "two": ({"name": "", "stage": ""}, ["verplicht", "verplicht"]),
}


@pytest.mark.parametrize("misfit", MISFITS)
@pytest.mark.parametrize("page", ["start", "change"])
def test_what_does_not_fit_is_said_in_dutch_and_nothing_of_the_form_is_lost(
    anna_client: Client, a: Cooperation, page: str, misfit: str
) -> None:
    wrong, words = MISFITS[misfit]
    sent = NEW | wrong
    before = list(Cooperation.objects.values())
    to = START if page == "start" else address("cooperations:change", a)

    response = anna_client.post(to, sent)

    said = errors_in(response)
    assert response.status_code == 400
    assert [word for word, line in zip(words, said, strict=True) if word not in line] == []
    fields = ("name", "parties", "own_party", "purpose") if page == "start" else ("name", "parties")
    kept = {name: value_of(response, name) for name in fields}
    assert kept == {name: sent[name] for name in kept}
    assert list(Cooperation.objects.values()) == before
    assert parties_of(a) == ["gemeente Oostwaard", "gemeente Rijnveld"]


ONLY_AT_THE_START = {
    "no-party": ({"own_party": ""}, ["verplicht"]),
    "invisible": ({"own_party": "\u00ad\u200b"}, ["alleen onzichtbare tekens"]),
    "long-party": ({"own_party": "y" * 121}, ["niet meer dan 120 tekens"]),
    "long-purpose": ({"purpose": "x" * 601}, ["niet meer dan 600 tekens"]),
}


@pytest.mark.parametrize("misfit", ONLY_AT_THE_START)
def test_what_does_not_fit_at_the_start_is_said(anna_client: Client, misfit: str) -> None:
    wrong, words = ONLY_AT_THE_START[misfit]
    response = anna_client.post(START, NEW | wrong)

    said = errors_in(response)
    assert response.status_code == 400
    assert [word for word, line in zip(words, said, strict=True) if word not in line] == []
    assert not Cooperation.objects.exists()


def test_a_hundred_organisations_fit_and_the_largest_names_too(anna_client: Client) -> None:
    names = [f"{n:03} " + "x" * 116 for n in range(100)]
    anna_client.post(START, NEW | {"name": "y" * 120, "parties": "\n".join(names)})

    assert parties_of(Cooperation.objects.get()) == [*names, "gemeente Oostwaard"]


def test_what_looks_like_html_is_text(anna_client: Client) -> None:
    script = "<script>alert(1)</script>"
    response = anna_client.post(
        START, NEW | {"name": script, "parties": script, "purpose": script}, follow=True
    )
    pages = [
        response,
        anna_client.get(reverse("cooperations:list")),
        anna_client.get(address("cooperations:change", Cooperation.objects.get())),
        anna_client.get(address("cooperations:groups", Cooperation.objects.get())),
    ]

    assert [page.status_code for page in pages] == [200] * 4
    for page in pages:
        assert "<script>alert" not in page.content.decode()
        assert html.escape(script) in page.content.decode()


# ── changing ──────────────────────────────────────────────────────────────────────────────


def test_the_form_holds_what_is_there_and_changes_it(anna_client: Client, a: Cooperation) -> None:
    change = address("cooperations:change", a)
    shown = anna_client.get(change)
    assert [value_of(shown, name) for name in ("name", "parties")] == [
        "Samen in A",
        "gemeente Oostwaard\ngemeente Rijnveld",
    ]

    with scope(cooperation=a):
        own = Party.objects.get(name="gemeente Oostwaard")
    for _ in range(2):  # a second post does no harm
        more = {"parties": "gemeente Broekmeer", f"werd_{own.pk}": " weg"}
        response = anna_client.post(change, NEW | more)
        assert (response.status_code, response["Location"]) == (302, address("story", a))

    assert Cooperation.objects.get(pk=a.pk).name == "Samen voor de jeugd"
    assert parties_of(a) == ["gemeente Broekmeer", "gemeente Oostwaard"]


def test_an_invented_cooperation_cannot_be_made_real_or_moved(
    anna_client: Client, a: Cooperation
) -> None:
    more = NEW | {"slug": "gekaapt", "invented": "on"}
    anna_client.post(address("cooperations:change", a), more)

    found = Cooperation.objects.get(pk=a.pk)
    assert (found.slug, found.invented) == (a.slug, False)


# ── groups ────────────────────────────────────────────────────────────────────────────────


def party_of(cooperation: Cooperation) -> int:
    with scope(cooperation=cooperation):
        return Party.objects.values_list("pk", flat=True)[0]


def test_groups_are_added_resized_and_taken_away(anna_client: Client, a: Cooperation) -> None:
    groups = address("cooperations:groups", a)
    anna_client.post(groups, {"role": "council", "party": party_of(a), "size": "17"})
    for size in ("40", "41", "41"):
        assert (
            anna_client.post(groups, {"role": "staff", "party": "", "size": size})["Location"]
            == groups
        )

    assert groups_of(a) == [("Raadsleden gemeente Oostwaard", 17), ("Medewerkers", 41)]
    page = anna_client.get(groups).content.decode()
    assert "Raadsleden gemeente Oostwaard</th>" in page

    with scope(cooperation=a):
        gone = Group.objects.get(role=Role.STAFF).pk
    assert "Medewerkers heeft nu 41 mensen." in page
    remove = address("cooperations:remove-group", a, group=gone)
    assert "Weggehaald: Medewerkers. Vragenrondes" in (
        anna_client.post(remove, follow=True).content.decode()
    )
    assert anna_client.post(remove)["Location"] == groups
    assert groups_of(a) == [("Raadsleden gemeente Oostwaard", 17)]


WRONG_GROUPS: list[tuple[dict[str, str], list[str]]] = [
    ({"size": "0"}, ["Zorg ervoor dat deze waarde minstens 1 is."]),
    ({"size": "-3"}, ["Zorg ervoor dat deze waarde minstens 1 is."]),
    ({"size": ""}, ["Dit veld is verplicht."]),
    ({"size": "veel"}, ["Voer een geheel getal in."]),
    ({"size": "9" * 30}, ["Zorg ervoor dat deze waarde hoogstens 20000000 is."]),
    ({"role": "boss"}, ["Selecteer een geldige keuze. boss is geen beschikbare keuze."]),
    ({"party": "x"}, ["Selecteer een geldige keuze. Deze keuze is niet beschikbaar."]),
]


@pytest.mark.parametrize(("wrong", "messages"), WRONG_GROUPS)
def test_a_group_that_cannot_be_is_refused_in_dutch(
    anna_client: Client, a: Cooperation, wrong: dict[str, str], messages: list[str]
) -> None:
    sent = {"role": "council", "party": "", "size": "17"} | wrong
    response = anna_client.post(address("cooperations:groups", a), sent)

    assert response.status_code == 400
    assert errors_in(response) == messages
    assert value_of(response, "size") == sent["size"]
    assert groups_of(a) == []


def test_an_organisation_of_others_is_no_choice(
    anna_client: Client, a: Cooperation, b: Cooperation
) -> None:
    sent = {"role": "council", "party": party_of(b), "size": "17"}
    response = anna_client.post(address("cooperations:groups", a), sent)

    assert (response.status_code, groups_of(a), groups_of(b)) == (400, [], [])
    assert "gemeente Verweg" not in response.content.decode()


# ── who may ───────────────────────────────────────────────────────────────────────────────

PAGES = [
    "story",
    "cooperations:change",
    "cooperations:groups",
    "cooperations:people",
    "cooperations:purpose",
    "cooperations:challenges",
    "cooperations:add-challenge",
    "soundings:list",
    "soundings:import",
]
LEADERS_ONLY = {"cooperations:change", "cooperations:groups", "soundings:import"}
NOT_FOR_READERS = {*LEADERS_ONLY, "cooperations:add-challenge"}
TAKES_POSTS = {*NOT_FOR_READERS, "cooperations:people", "cooperations:purpose"}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_anothers_cooperation_is_not_there(
    a: Cooperation, b: Cooperation, anna_client: Client, name: str, method: str
) -> None:
    ask: Any = getattr(anna_client, method)
    theirs = ask(address(name, b))
    nobodys = ask(address(name, b).replace(b.slug, "bestaat-niet"))

    assert theirs.status_code == (404 if method == "get" or name in TAKES_POSTS else 405)
    # Not even the refusal tells whether there is such a cooperation.
    answers = [
        (answer.status_code, without_tokens(answer.content).replace(slug.encode(), b""))
        for answer, slug in ((theirs, b.slug), (nobodys, "bestaat-niet"))
    ]
    assert answers[0] == answers[1]


@pytest.mark.parametrize("name", PAGES)
def test_a_reader_reads_and_changes_nothing(a: Cooperation, dina_client: Client, name: str) -> None:
    expected = 403 if name in NOT_FOR_READERS else 200

    assert dina_client.get(address(name, a)).status_code == expected
    posted = dina_client.post(address(name, a), NEW)
    assert posted.status_code == (403 if name in TAKES_POSTS else 405)


def test_a_reader_sees_no_way_to_what_only_leaders_may(
    a: Cooperation, dina_client: Client, anna_client: Client
) -> None:
    ways = [f'href="{address(name, a)}"' for name in sorted(LEADERS_ONLY)]
    for name in ("story", "soundings:list"):
        to_reader = dina_client.get(address(name, a)).content.decode()
        assert [way for way in ways if way in to_reader] == []
    to_leader = anna_client.get(address("story", a)).content.decode()
    assert [way for way in ways if way in to_leader] == ways


def test_the_list_holds_only_ones_own(
    a: Cooperation, b: Cooperation, anna_client: Client, cees_client: Client
) -> None:
    seen = [
        c.get(reverse("cooperations:list")).content.decode() for c in (anna_client, cees_client)
    ]

    assert [("Samen in A" in page, "Geheim plan van B" in page) for page in seen] == [
        (True, False),
        (False, True),
    ]


def test_the_list_asks_as_much_of_the_database_for_three_as_for_one(
    anna: Person, a: Cooperation, anna_client: Client
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries_seen:
            page = anna_client.get(reverse("cooperations:list")).content.decode()
        assert page.count("<article") == Cooperation.objects.count()
        return len(queries_seen)

    one = asked()
    for name in ("Tweede", "Derde"):
        start_cooperation(person=anna, name=name, parties=["gemeente X", "gemeente Y"])
    assert asked() == one


def test_the_groups_ask_as_much_of_the_database_for_three_as_for_one(
    anna: Person, a: Cooperation, anna_client: Client
) -> None:
    with scope(cooperation=a):
        first, second = Party.objects.all()

    def asked(party: Party | None) -> int:
        write_group(person=anna, cooperation=a, role=Role.STAFF, party=party, size=9)
        with CaptureQueriesContext(connection) as queries_seen:
            anna_client.get(address("cooperations:groups", a))
        return len(queries_seen)

    assert asked(first) == asked(second) == asked(None)
