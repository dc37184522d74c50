"""A name that a leader changes: what belongs to the organisation stays, or the leader is asked."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from samenspel.audit.models import Line
from samenspel.cooperations import actions
from samenspel.cooperations.models import Cooperation, Group, Party, Role
from samenspel.cooperations.renaming import known_parties, renaming
from samenspel.people.models import Person
from tests.cooperations.in_the_atlas import Neighbours
from tests.page_text import errors_in, plain
from tests.soundings.rounds import queries_of

CHANGED = {"name": "Samen in A", "stage": "exploring", "form": ""}


@pytest.fixture
def near(db: None) -> Neighbours:
    return Neighbours()


@pytest.fixture
def linked(anna: Person, near: Neighbours) -> Cooperation:
    """Three organisations: two are linked, one of these has a group, and one has nothing."""
    cooperation = actions.start_cooperation(
        person=anna,
        name="Samen in A",
        parties=["Gemeente Oostwaard", "Gemeente Broekmeer", "buurtvereniging"],
        organisations={"Gemeente Oostwaard": "GM9001", "Gemeente Broekmeer": "GM9003"},
    )
    with scope(cooperation=cooperation):
        actions.write_group(
            person=anna,
            cooperation=cooperation,
            party=Party.objects.get(name="Gemeente Oostwaard"),
            role=Role.COUNCIL,
            size=17,
        )
    return cooperation


def parties(cooperation: Cooperation) -> dict[str, str]:
    with scope(cooperation=cooperation):
        return dict(Party.objects.values_list("name", "organisation_key"))


def pk_of(cooperation: Cooperation, name: str) -> int:
    with scope(cooperation=cooperation):
        return int(Party.objects.get(name=name).pk)


def address(cooperation: Cooperation) -> str:
    return reverse("cooperations:change", args=[cooperation.slug])


def post(client: Client, cooperation: Cooperation, *names: str, **more: str) -> Any:
    return client.post(
        address(cooperation), CHANGED | {"parties": "\n".join(names)} | more, follow=True
    )


# ── what tells by itself ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("written", ["Oostwaard", "gemeente oostwaard", "GEMEENTE OOSTWAARD"])
def test_another_way_to_write_a_name_keeps_the_link_the_groups_and_the_row(
    anna_client: Client, anna: Person, linked: Cooperation, written: str
) -> None:
    before = pk_of(linked, "Gemeente Oostwaard")
    response = post(anna_client, linked, written, "Gemeente Broekmeer", "buurtvereniging")

    assert response.redirect_chain == [(reverse("story", args=[linked.slug]), 302)]
    assert parties(linked) == {
        written: "GM9001",
        "Gemeente Broekmeer": "GM9003",
        "buurtvereniging": "",
    }
    assert pk_of(linked, written) == before
    with scope(cooperation=linked):
        assert Group.objects.get().party_id == before
    renamed = Line.objects.get(action="party.renamed")
    assert (renamed.actor, renamed.object_id) == (anna.email, str(before))


def test_an_organisation_without_anything_is_replaced_without_a_question(
    anna_client: Client, linked: Cooperation
) -> None:
    post(anna_client, linked, "Gemeente Oostwaard", "Gemeente Broekmeer", "dorpsraad")
    assert set(parties(linked)) == {"Gemeente Oostwaard", "Gemeente Broekmeer", "dorpsraad"}
    assert not Line.objects.filter(action="party.renamed").exists()


def test_who_is_only_left_out_is_taken_out_without_a_question(
    anna_client: Client, linked: Cooperation
) -> None:
    post(anna_client, linked, "Gemeente Oostwaard", "buurtvereniging")
    assert set(parties(linked)) == {"Gemeente Oostwaard", "buurtvereniging"}


# ── what the leader is asked ──────────────────────────────────────────────────────────────


def test_a_name_that_does_not_tell_is_asked_about_and_nothing_is_saved_yet(
    anna_client: Client, linked: Cooperation
) -> None:
    before = parties(linked)
    response = post(anna_client, linked, "De Waard", "Gemeente Broekmeer", "buurtvereniging")

    assert response.status_code == 400
    [asked] = errors_in(response)
    assert asked.startswith("Kies of dit een nieuwe naam is. Dan blijft alles erbij horen:")
    said = plain(response.content.decode())
    assert "Wat werd er van “Gemeente Oostwaard”?" in said
    assert "Kies heet nu “De Waard” doet niet meer mee" in said
    assert "Wat werd er van “Gemeente Broekmeer”?" not in said
    assert parties(linked) == before


def test_a_leader_says_that_it_is_the_same_under_a_new_name(
    anna_client: Client, linked: Cooperation
) -> None:
    field = f"werd_{pk_of(linked, 'Gemeente Oostwaard')}"
    names = ("De Waard", "Gemeente Broekmeer", "buurtvereniging")
    post(anna_client, linked, *names, **{field: "De Waard"})

    assert parties(linked) == {
        "De Waard": "GM9001",
        "Gemeente Broekmeer": "GM9003",
        "buurtvereniging": "",
    }


def test_a_leader_says_that_it_is_another_and_what_has_groups_stays_and_is_told(
    anna_client: Client, linked: Cooperation
) -> None:
    fields = {
        f"werd_{pk_of(linked, name)}": " weg"
        for name in ("Gemeente Oostwaard", "Gemeente Broekmeer")
    }
    response = post(anna_client, linked, "De Waard", "buurtvereniging", **fields)

    assert parties(linked) == {
        "De Waard": "",
        "Gemeente Oostwaard": "GM9001",
        "buurtvereniging": "",
    }
    assert "Gemeente Oostwaard blijft erbij staan, want er horen groepen of mensen bij." in plain(
        response.content.decode()
    )


def test_two_do_not_get_one_name(anna_client: Client, linked: Cooperation) -> None:
    fields = {
        f"werd_{pk_of(linked, name)}": "De Waard"
        for name in ("Gemeente Oostwaard", "Gemeente Broekmeer")
    }
    response = post(anna_client, linked, "De Waard", "buurtvereniging", **fields)
    assert errors_in(response) == ["Een andere organisatie heet al zo. Kies een andere naam."]
    assert "De Waard" not in parties(linked)


def test_an_answer_that_was_not_offered_is_no_answer(
    anna_client: Client, linked: Cooperation
) -> None:
    field = f"werd_{pk_of(linked, 'Gemeente Oostwaard')}"
    names = ("De Waard", "Gemeente Broekmeer", "buurtvereniging")
    response = post(anna_client, linked, *names, **{field: "Gemeente Broekmeer"})
    assert response.status_code == 400
    assert parties(linked)["Gemeente Oostwaard"] == "GM9001"


# ── the action, and what it costs ─────────────────────────────────────────────────────────


def test_a_name_that_another_has_by_now_is_not_given_twice(
    anna: Person, linked: Cooperation
) -> None:
    actions.change_cooperation(
        person=anna,
        cooperation=linked,
        name="Samen in A",
        stage="exploring",
        form="",
        parties=list(parties(linked)),
        renamed={pk_of(linked, "Gemeente Oostwaard"): "buurtvereniging"},
    )
    assert parties(linked)["Gemeente Oostwaard"] == "GM9001"
    assert not Line.objects.filter(action="party.renamed").exists()


def test_an_organisation_of_another_cooperation_is_not_renamed(
    anna: Person, linked: Cooperation, b: Cooperation
) -> None:
    actions.change_cooperation(
        person=anna,
        cooperation=linked,
        name="Samen in A",
        stage="exploring",
        form="",
        parties=list(parties(linked)),
        renamed={pk_of(b, "gemeente Verweg"): "Gekaapt"},
    )
    assert set(parties(b)) == {"gemeente Verweg"}


def test_a_name_that_two_could_mean_is_given_to_neither(anna: Person, near: Neighbours) -> None:
    c = actions.start_cooperation(person=anna, name="C", parties=["OOST", "Oost", "x"])
    with scope(cooperation=c):
        found = renaming(known_parties(c), ["oost", "Óost", "x"])
    assert found.renamed == {}


def test_it_asks_as_much_of_the_database_for_three_as_for_one(
    anna_client: Client, anna: Person, linked: Cooperation
) -> None:
    one = actions.start_cooperation(
        person=anna, name="Een", parties=["Gemeente Rijnveld"],
        organisations={"Gemeente Rijnveld": "GM9002"},
    )  # fmt: skip
    with scope(cooperation=one):
        Party.objects.create(cooperation=one, name="zonder")
    assert queries_of(anna_client, address(one)) == queries_of(anna_client, address(linked))
