"""The challenges that a cooperation is for."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope

from samenspel.audit.models import Line
from samenspel.cooperations import actions
from samenspel.cooperations.models import Challenge, Cooperation
from samenspel.people.models import Person
from tests.page_text import errors_in, plain, value_of

CARE: dict[str, Any] = {
    "title": "Jeugdhulp op tijd",
    "for_whom": "kinderen en hun ouders",
    "what_would_be_better": "Niemand wacht langer dan een maand.",
    "partners": "huisartsen, scholen",
}


def page_of(cooperation: Cooperation, name: str = "challenges", **more: int) -> str:
    return reverse(f"cooperations:{name}", kwargs={"cooperation": cooperation.slug, **more})


def add(person: Person, cooperation: Cooperation, title: str) -> Challenge:
    return actions.write_challenge(person=person, cooperation=cooperation, title=title)


def titles(cooperation: Cooperation) -> list[str]:
    with scope(cooperation=cooperation):
        return [challenge.title for challenge in Challenge.objects.all()]


def test_a_challenge_is_added_changed_and_taken_away(a: Cooperation, lida: Person) -> None:
    written = actions.write_challenge(person=lida, cooperation=a, **CARE)
    actions.write_challenge(
        person=lida, cooperation=a, challenge=written, **(CARE | {"title": "Hulp op tijd"})
    )
    with scope(cooperation=a):
        kept = Challenge.objects.values(*CARE, "position").get()
    assert kept == CARE | {"title": "Hulp op tijd", "position": 1}

    for _ in range(2):
        actions.remove_challenge(person=lida, cooperation=a, challenge_id=written.pk)
    assert titles(a) == []
    assert [line.action for line in Line.objects.order_by("pk")][1:] == [
        "challenge.written",
        "challenge.written",
        "challenge.removed",
    ]


def test_the_same_challenge_is_not_added_twice(a: Cooperation, anna: Person) -> None:
    first, again = (actions.write_challenge(person=anna, cooperation=a, **CARE) for _ in range(2))
    assert first == again
    assert titles(a) == ["Jeugdhulp op tijd"]


def test_challenges_keep_the_order_they_are_put_in(a: Cooperation, anna: Person) -> None:
    first, second, third = (add(anna, a, title) for title in ("Een", "Twee", "Drie"))

    for number in (third.pk, third.pk, third.pk, first.pk, 0):
        actions.raise_challenge(person=anna, cooperation=a, challenge_id=number)
    assert titles(a) == ["Een", "Drie", "Twee"]
    actions.remove_challenge(person=anna, cooperation=a, challenge_id=second.pk)
    add(anna, a, "Vier")
    assert titles(a) == ["Een", "Drie", "Vier"]


def test_there_is_a_most(monkeypatch: pytest.MonkeyPatch, a: Cooperation, anna: Person) -> None:
    monkeypatch.setattr(actions.challenges, "MOST_CHALLENGES", 2)
    add(anna, a, "Een")
    add(anna, a, "Twee")
    with pytest.raises(ValidationError, match="Er staan al 2 opgaven"):
        add(anna, a, "Drie")


@pytest.mark.parametrize("who", ["mo", "dina", "cees"])
def test_only_leaders_and_members_write_challenges(
    request: pytest.FixtureRequest, a: Cooperation, anna: Person, who: str
) -> None:
    person: Person = request.getfixturevalue(who)
    add(anna, a, "Eerste")
    there = add(anna, a, "Tweede")
    for write in (
        lambda: add(person, a, "Gekaapt"),
        lambda: actions.remove_challenge(person=person, cooperation=a, challenge_id=there.pk),
        lambda: actions.raise_challenge(person=person, cooperation=a, challenge_id=there.pk),
    ):
        with pytest.raises(PermissionDenied):
            write()
    assert titles(a) == ["Eerste", "Tweede"]


def test_challenges_of_others_are_out_of_reach(
    a: Cooperation, b: Cooperation, anna: Person, cees: Person, anna_client: Client
) -> None:
    theirs = add(cees, b, "Geheim")
    actions.remove_challenge(person=anna, cooperation=a, challenge_id=theirs.pk)

    assert titles(b) == ["Geheim"]
    change = page_of(a, "change-challenge", challenge=theirs.pk)
    assert [anna_client.get(change).status_code, anna_client.post(change).status_code] == [404] * 2


# ── the pages ─────────────────────────────────────────────────────────────────────────────


def test_a_member_writes_a_challenge_on_screen(a: Cooperation, lida_client: Client) -> None:
    for _ in range(2):
        response = lida_client.post(page_of(a, "add-challenge"), CARE)
        assert response["Location"] == page_of(a)
    page = plain(lida_client.get(page_of(a)).content.decode())
    assert (
        "Jeugdhulp op tijd Voor wie kinderen en hun ouders "
        "Wat er dan beter is Niemand wacht langer dan een maand. "
        "Wie meedoen huisartsen, scholen"
    ) in page
    assert page.count("Jeugdhulp op tijd") == 1

    with scope(cooperation=a):
        number = Challenge.objects.get().pk
    change = page_of(a, "change-challenge", challenge=number)
    assert value_of(lida_client.get(change), "title") == "Jeugdhulp op tijd"
    lida_client.post(change, CARE | {"title": "Anders"})
    assert titles(a) == ["Anders"]
    assert lida_client.post(page_of(a, "remove-challenge", challenge=number))[
        "Location"
    ] == page_of(a)
    assert titles(a) == []


def test_a_reader_reads_challenges_and_sees_no_way_to_change_them(
    a: Cooperation, anna: Person, dina_client: Client
) -> None:
    add(anna, a, "Een")
    page = dina_client.get(page_of(a)).content.decode()

    assert "Een" in page
    assert "nog niet opgeschreven" in page
    assert ("Wijzigen" in page, "Weghalen" in page, "Opgave toevoegen" in page) == (False,) * 3


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"title": ""}, "verplicht"),
        ({"title": "\u200b"}, "alleen onzichtbare tekens"),
        ({"title": "x" * 121}, "120 tekens"),
        ({"for_whom": "x" * 301}, "300 tekens"),
        ({"what_would_be_better": "x" * 601}, "600 tekens"),
        ({"partners": "x" * 601}, "600 tekens"),
    ],
)
def test_what_does_not_fit_is_said_and_kept(
    a: Cooperation, lida_client: Client, wrong: dict[str, str], says: str
) -> None:
    sent = CARE | wrong
    response = lida_client.post(page_of(a, "add-challenge"), sent)

    assert response.status_code == 400
    assert [says in line for line in errors_in(response)] == [True]
    assert {name: value_of(response, name) for name in sent} == sent
    assert titles(a) == []


def test_html_in_a_challenge_is_text(a: Cooperation, anna: Person, anna_client: Client) -> None:
    add(anna, a, "<script>alert(1)</script>")

    assert "<script>alert" not in anna_client.get(page_of(a)).content.decode()


def test_the_page_asks_as_much_of_the_database_for_three_as_for_one(
    a: Cooperation, anna: Person, anna_client: Client
) -> None:
    def asked(expected: int) -> int:
        with CaptureQueriesContext(connection) as queries_seen:
            page = anna_client.get(page_of(a)).content.decode()
        assert page.count("<article") == expected
        return len(queries_seen)

    add(anna, a, "Een")
    one = asked(1)
    for title in ("Twee", "Drie"):
        add(anna, a, title)
    assert asked(3) == one
