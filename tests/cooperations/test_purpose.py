"""The purpose: its versions, who changed what, and a tip that never stops anybody."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope

from samenspel.audit.models import Line
from samenspel.cooperations import actions, purpose_hint
from samenspel.cooperations.models import Cooperation, PurposeVersion
from samenspel.cooperations.purpose_hint import Hint, Topic, hint_for
from samenspel.people.models import Person
from tests.page_text import errors_in, plain, value_of

FIRST = "Hulp dichtbij en op tijd."


def page_of(cooperation: Cooperation) -> str:
    return reverse("cooperations:purpose", kwargs={"cooperation": cooperation.slug})


def write(person: Person, cooperation: Cooperation, text: str, why: str = "") -> None:
    actions.change_purpose(person=person, cooperation=cooperation, text=text, why=why)


def versions(cooperation: Cooperation) -> list[tuple[int, str, str, str]]:
    with scope(cooperation=cooperation):
        return list(PurposeVersion.objects.values_list("number", "text", "changed_by", "why"))


# ── versions ──────────────────────────────────────────────────────────────────────────────


def test_nothing_that_was_written_is_lost(a: Cooperation, anna: Person, lida: Person) -> None:
    write(lida, a, "Hulp voor elk kind.", "na gesprek met Oostwaard")
    write(anna, a, "Hulp voor elk gezin.")

    assert versions(a) == [
        (3, "Hulp voor elk gezin.", "Anna", ""),
        (2, "Hulp voor elk kind.", "Lida", "na gesprek met Oostwaard"),
        (1, FIRST, "Anna", ""),
    ]
    assert Cooperation.objects.get(pk=a.pk).purpose == "Hulp voor elk gezin."
    assert list(Line.objects.values_list("actor", "action"))[:2] == [
        (anna.email, "purpose.changed"),
        (lida.email, "purpose.changed"),
    ]


def test_the_same_text_again_is_no_version(a: Cooperation, anna: Person) -> None:
    write(anna, a, FIRST, "nog eens")

    assert versions(a) == [(1, FIRST, "Anna", "")]


def test_a_cooperation_may_start_without_a_purpose(anna: Person) -> None:
    empty = actions.start_cooperation(person=anna, name="Leeg")
    assert versions(empty) == []
    write(anna, empty, "Elk kind op school.")
    assert versions(empty) == [(1, "Elk kind op school.", "Anna", "")]


def test_who_wrote_a_version_stands_there_after_the_account_is_gone(
    a: Cooperation, lida: Person
) -> None:
    write(lida, a, "Hulp voor elk kind.")
    lida.delete()

    assert versions(a)[0][2] == "Lida"


def test_what_somebody_else_wrote_meanwhile_is_not_passed_over(
    a: Cooperation, anna: Person, lida: Person
) -> None:
    write(lida, a, "Hulp voor elk kind.")
    with pytest.raises(ValidationError, match="Intussen schreef iemand anders"):
        actions.change_purpose(person=anna, cooperation=a, text="Anders.", based_on=1)

    assert [number for number, *_rest in versions(a)] == [2, 1]


@pytest.mark.parametrize("who", ["mo", "dina", "cees"])
def test_only_leaders_and_members_write_the_purpose(
    request: pytest.FixtureRequest, a: Cooperation, who: str
) -> None:
    with pytest.raises(PermissionDenied):
        write(request.getfixturevalue(who), a, "Gekaapt.")
    assert versions(a) == [(1, FIRST, "Anna", "")]


def test_a_purpose_of_before_there_were_versions_becomes_the_first(a: Cooperation) -> None:
    with scope(cooperation=a):
        PurposeVersion.objects.all().delete()
    migration = import_module("samenspel.cooperations.migrations.0003_first_versions")
    with scope(cooperation=a), connection.schema_editor() as editor:
        migration.write_first_versions(apps, editor)
        (version,) = PurposeVersion.objects.all()

    assert (version.number, version.text, version.changed_by) == (1, FIRST, "")
    assert version.changed_at == a.created_at


# ── the page ──────────────────────────────────────────────────────────────────────────────


def test_a_member_changes_the_purpose_on_screen_and_sees_what_changed(
    a: Cooperation, lida_client: Client
) -> None:
    shown = lida_client.get(page_of(a))
    assert (value_of(shown, "text"), value_of(shown, "based_on")) == (FIRST, "1")

    sent = {"text": "Hulp dichtbij en voor elk kind.", "why": "na gesprek", "based_on": "1"}
    page = lida_client.post(page_of(a), sent, follow=True).content.decode()
    assert "De nieuwe bedoeling staat er." in page
    assert "De bedoeling nu, versie 2" in page
    said = plain(page)
    assert "Versie 2" in said
    assert "Lida · na gesprek Hulp dichtbij en eruit: op tijd. erbij: voor elk kind." in said
    assert f"Anna {FIRST}" in said
    assert page.count("<ins>") == page.count("<del>") == 1


def test_a_second_click_makes_no_second_version(a: Cooperation, lida_client: Client) -> None:
    sent = {"text": "Voor elk kind.", "based_on": "1"}
    lida_client.post(page_of(a), sent)
    page = lida_client.post(page_of(a), sent, follow=True).content.decode()

    assert "Er is geen nieuwe versie gemaakt." in page
    assert len(versions(a)) == 2


def test_who_wrote_on_an_older_version_reads_the_newer_and_can_save_again(
    a: Cooperation, anna: Person, lida_client: Client
) -> None:
    write(anna, a, "Voor elk gezin.")
    response = lida_client.post(page_of(a), {"text": "Voor elk kind.", "based_on": "1"})

    assert response.status_code == 400
    assert "Intussen schreef iemand anders" in errors_in(response)[0]
    assert value_of(response, "text") == "Voor elk kind."
    assert "Voor elk gezin." in response.content.decode()
    again = {"text": "Voor elk kind.", "based_on": value_of(response, "based_on")}
    assert lida_client.post(page_of(a), again).status_code == 302
    assert [text for _n, text, *_rest in versions(a)] == [
        "Voor elk kind.",
        "Voor elk gezin.",
        FIRST,
    ]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"text": ""}, "verplicht"),
        ({"text": " \t "}, "verplicht"),
        ({"text": "x" * 601}, "600 tekens"),
        ({"text": "x", "why": "y" * 301}, "300 tekens"),
        ({"text": "half\0"}, "niet toegestaan"),
    ],
)
def test_what_does_not_fit_is_said_and_kept(
    a: Cooperation, lida_client: Client, wrong: dict[str, str], says: str
) -> None:
    response = lida_client.post(page_of(a), {"based_on": "1"} | wrong)

    assert response.status_code == 400
    assert [says in line for line in errors_in(response)] == [True]
    assert value_of(response, "text") == wrong["text"]
    assert len(versions(a)) == 1


def test_readers_and_moderators_read_it_and_get_no_form_or_tip(
    a: Cooperation, anna: Person, mo_client: Client, dina_client: Client
) -> None:
    write(anna, a, "Kosten besparen.")
    for client in (mo_client, dina_client):
        page = client.get(page_of(a)).content.decode()
        assert "Kosten besparen." in page
        assert "<textarea" not in page
        assert "Waarom deze tip?" not in page
        assert client.post(page_of(a), {"text": "x"}).status_code == 403


def test_html_in_a_purpose_is_text(a: Cooperation, anna: Person, anna_client: Client) -> None:
    write(anna, a, "<script>alert(1)</script>")

    assert "<script>alert" not in anna_client.get(page_of(a)).content.decode()


def test_the_page_asks_as_much_of_the_database_for_three_versions_as_for_one(
    a: Cooperation, anna: Person, anna_client: Client
) -> None:
    def asked(expected: int) -> int:
        with CaptureQueriesContext(connection) as queries_seen:
            page = anna_client.get(page_of(a)).content.decode()
        assert page.count('id="versie-') == expected
        return len(queries_seen)

    one = asked(1)
    write(anna, a, "Tweede.")
    write(anna, a, "Derde.")
    assert asked(3) == one


# ── the tip ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("purpose", "hint"),
    [
        ("", None),
        (FIRST, None),
        ("Samen staan we sterker.", None),
        ("Wij besparen 10% op de kosten.", Hint(Topic.MONEY, ("besparen", "kosten"))),
        ("Een efficiënte begroting.", Hint(Topic.MONEY, ("efficiënte", "begroting"))),
        ("EFFICIENTER!", Hint(Topic.MONEY, ("EFFICIENTER",))),
        ("Eén robuuste organisatie.", Hint(Topic.STRUCTURE, ("robuuste", "organisatie"))),
        (
            "Eén organisatie met minder kosten, en nog minder kosten.",
            Hint(Topic.BOTH, ("organisatie", "kosten")),
        ),
        # Somebody is in it: then it is not only about money or structure.
        ("Besparen, zodat inwoners minder betalen.", None),
        ("Eén organisatie met een loket in elk dorp.", None),
        ("De jeugdhulp wordt betaalbaar.", None),
    ],
)
def test_the_tip_follows_its_rule(purpose: str, hint: Hint | None) -> None:
    assert hint_for(purpose) == hint


@pytest.mark.parametrize("name", ["MONEY", "STRUCTURE", "PEOPLE"])
def test_the_lists_are_in_order_and_hold_nothing_twice(name: str) -> None:
    words = getattr(purpose_hint, name)
    assert list(words) == sorted(set(words))
    # Words are compared without accents and capitals.
    assert [word for word in words if not (word.isascii() and word.islower())] == []


def test_no_word_is_on_two_lists() -> None:
    lists = (purpose_hint.MONEY, purpose_hint.STRUCTURE, purpose_hint.PEOPLE)
    for here in lists:
        others = tuple(word for other in lists if other is not here for word in other)
        assert [word for word in here if word.startswith(others)] == []


def test_the_tip_is_shown_with_its_rule_and_stops_nothing(
    a: Cooperation, anna_client: Client
) -> None:
    page = anna_client.post(
        page_of(a), {"text": "Minder kosten.", "based_on": "1"}, follow=True
    ).content.decode()

    assert "De nieuwe bedoeling staat er." in page
    assert "Deze bedoeling gaat alleen over geld. Wat wordt er beter, en voor wie?" in page
    assert "Waarom deze tip?" in page
    assert "(hier: kosten)" in page
    assert "bezuinig…" in page
    assert versions(a)[0][1] == "Minder kosten."


def test_there_is_no_tip_where_none_is_called_for(a: Cooperation, anna_client: Client) -> None:
    assert "Een tip" not in anna_client.get(page_of(a)).content.decode()
