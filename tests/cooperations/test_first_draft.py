"""What the start form is filled with from the atlas, and what becomes of it."""

import html
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope
from hypothesis import given
from hypothesis import strategies as st

from samenspel.atlas.models import ArrangementForm
from samenspel.cooperations import queries
from samenspel.cooperations.first_draft import cut_at_a_sentence, draft_from, name_of
from samenspel.cooperations.models import Challenge, Cooperation, Membership
from tests.cooperations.in_the_atlas import Neighbours, arrangement, municipality
from tests.page_text import errors_in, plain, value_of
from tests.soundings.rounds import queries_of

START = reverse("cooperations:start")
TODAY = date(2026, 11, 23)
FIELDS = ("name", "own_party", "parties", "purpose", "challenge")


@pytest.fixture
def near(db: None) -> Neighbours:
    return Neighbours()


def page_text(response: Any) -> str:
    return plain(response.content.decode().partition("<main")[2])


def filled_in(response: Any) -> dict[str, str]:
    return {name: value_of(response, name) for name in FIELDS}


def chosen(response: Any, name: str) -> str:
    page = response.content.decode()
    select = page.partition(f'<select name="{name}"')[2].partition("</select>")[0]
    option = select.partition(" selected>")
    return option[0].rpartition('value="')[2].rstrip('"') if option[1] else ""


def linked(cooperation: Cooperation) -> list[tuple[str, str]]:
    with scope(cooperation=cooperation):
        return list(queries.parties_of(cooperation).values_list("name", "organisation_key"))


# ── what it is filled with ────────────────────────────────────────────────────────────────


def test_picked_organisations_stand_in_the_form(anna_client: Client, near: Neighbours) -> None:
    response = anna_client.get(f"{START}?gemeenten=GM9001&organisaties=WS9001&gemeenten=GM9001")

    assert filled_in(response) == {
        "name": "",
        "own_party": "",
        "parties": "Gemeente Oostwaard\nWaterschap Delta",
        "purpose": "",
        "challenge": "",
    }
    assert "De organisaties die u koos, staan er al in." in page_text(response)
    assert '<option value="Waterschap Delta">' in response.content.decode()


def test_an_arrangement_fills_in_what_the_register_tells(
    anna_client: Client, near: Neighbours
) -> None:
    response = anna_client.get(f"{START}?regeling=101")

    assert filled_in(response) == {
        "name": "Regeling Gezond",
        "own_party": "",
        "parties": "Gemeente Broekmeer\nGemeente Oostwaard\nGemeente Rijnveld",
        "purpose": "Alle inwoners leven gezond. Daar werken wij samen aan.",
        "challenge": "jongeren, natuur en milieu",
    }
    assert (chosen(response, "form"), chosen(response, "stage")) == ("public_body", "exploring")
    assert "wat het register weet van “Regeling Gezond”" in page_text(response)
    assert "Let op" not in response.content.decode()


def test_a_version_that_is_not_in_force_says_so(anna_client: Client, near: Neighbours) -> None:
    said = "Deze versie van de regeling geldt nu niet. U ziet het doel en de deelnemers van toen."
    response = anna_client.get(f"{START}?regeling=104")

    assert said in page_text(response)
    assert f'href="{reverse("atlas:arrangement", args=[104])}"' in response.content.decode()
    assert said not in page_text(anna_client.get(f"{START}?regeling=101"))


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (ArrangementForm.PUBLIC_BODY, "public_body"),
        (ArrangementForm.OPERATIONS, "operations"),
        (ArrangementForm.JOINT_BODY, "joint_body"),
        (ArrangementForm.PLAIN, "plain"),
        (ArrangementForm.OTHER, ""),
    ],
)
def test_each_form_of_the_register_is_one_of_ours(
    db: None, form: ArrangementForm, expected: str
) -> None:
    arrangement(1, "X", form=form)

    assert draft_from(keys=[], arrangement="1", day=TODAY).initial["form"] == expected


def test_without_the_atlas_the_form_is_what_it_was(anna_client: Client, db: None) -> None:
    response = anna_client.get(START)

    assert set(filled_in(response).values()) == {""}
    assert "datalist" not in response.content.decode()
    assert 'class="say"' not in response.content.decode()


UNKNOWN = {
    "gemeenten=GM0000": "GM0000 staat niet in de atlas en is niet ingevuld.",
    "gemeenten=GM0000&organisaties=x": "GM0000, x staan niet in de atlas en zijn niet ingevuld.",
    "regeling=999": "999 staat niet in de atlas en is niet ingevuld.",
    "regeling=abc": "abc staat niet in de atlas",
    "regeling=" + "9" * 40: "9 staat niet in de atlas",
    "regeling=%C2%B2": "² staat niet in de atlas",
    "gemeenten=%3Cscript%3E": "<script> staat niet in de atlas",
}


@pytest.mark.parametrize("asked", UNKNOWN)
def test_what_is_not_in_the_atlas_is_said_and_the_rest_is_kept(
    anna_client: Client, near: Neighbours, asked: str
) -> None:
    response = anna_client.get(f"{START}?{asked}&gemeenten=GM9003")

    assert response.status_code == 200
    # Not as it was sent, but as text.
    assert html.escape(UNKNOWN[asked]) in " ".join(response.content.decode().split())
    assert value_of(response, "parties") == "Gemeente Broekmeer"


def test_a_municipality_that_is_no_more_says_in_which_it_went_on(
    anna_client: Client, near: Neighbours
) -> None:
    told = page_text(anna_client.get(f"{START}?gemeenten=GM9005&gemeenten=GM9006"))

    over = "bestaat niet meer sinds 1 januari 2023. Zij ging verder in Gemeente Rijnveld"
    assert f"Gemeente Ouddorp {over} ." in told
    assert f"Gemeente Heide {over} , Gemeente Oostwaard ." in told


def test_more_than_fit_are_left_out_and_counted(anna_client: Client, db: None) -> None:
    many = [municipality(f"GM{n:04}", f"M{n:03}") for n in range(103)]
    arrangement(1, "Groot", *many)
    response = anna_client.get(f"{START}?regeling=1")

    assert len(value_of(response, "parties").splitlines()) == 100
    assert "In een samenwerking passen 100 organisaties. Er zijn er 3 niet ingevuld." in page_text(
        response
    )


def test_filling_in_asks_as_much_of_the_database_for_three_as_for_one(
    anna_client: Client, near: Neighbours
) -> None:
    few, many = (
        queries_of(anna_client, f"{START}?{'&'.join(f'gemeenten={key}' for key in keys)}")
        for keys in (["GM9005"], ["GM9001", "GM9005", "GM9006"])
    )
    assert few == many


# ── what becomes of it ────────────────────────────────────────────────────────────────────


def sent(response: Any, **more: str) -> dict[str, str]:
    values = filled_in(response) | {"ticket": value_of(response, "ticket")}
    return values | {"name": "Samen", "stage": "exploring", "form": "", **more}


def test_what_was_filled_in_is_started_and_linked(anna_client: Client, near: Neighbours) -> None:
    address = f"{START}?regeling=101"
    posted = sent(anna_client.get(address), own_party="Gemeente Oostwaard", form="host")
    for _ in range(2):  # a double click
        response = anna_client.post(address, posted)

    cooperation = Cooperation.objects.get()
    assert response["Location"] == reverse("story", args=[cooperation.slug])
    assert linked(cooperation) == [
        ("Gemeente Broekmeer", "GM9003"),
        ("Gemeente Oostwaard", "GM9001"),
        ("Gemeente Rijnveld", "GM9002"),
    ]
    assert (cooperation.purpose, cooperation.form) == (
        "Alle inwoners leven gezond. Daar werken wij samen aan.",
        "host",
    )
    assert Membership.objects.get().party is not None
    with scope(cooperation=cooperation):
        titles = list(Challenge.objects.values_list("position", "title"))
        assert Membership.objects.values_list("party__name", flat=True).get() == (
            "Gemeente Oostwaard"
        )
    assert titles == [(1, "jongeren, natuur en milieu")]


@pytest.mark.parametrize(
    "own", ["oostwaard", "GEMEENTE OOSTWAARD", "Oostwaard", "gemeente oostwáard"]
)
def test_the_own_organisation_is_one_with_that_in_the_list(
    anna_client: Client, near: Neighbours, own: str
) -> None:
    address = f"{START}?gemeenten=GM9001&gemeenten=GM9002"
    anna_client.post(address, sent(anna_client.get(address), own_party=own))

    assert linked(Cooperation.objects.get()) == [
        ("Gemeente Oostwaard", "GM9001"),
        ("Gemeente Rijnveld", "GM9002"),
    ]


def test_a_name_that_was_written_over_is_linked_only_if_it_is_still_that_organisation(
    anna_client: Client, near: Neighbours
) -> None:
    address = f"{START}?gemeenten=GM9001&gemeenten=GM9002&organisaties=WS9001"
    anna_client.post(
        address,
        sent(
            anna_client.get(address),
            own_party="Stichting Thuis",
            parties="rijnveld\nGemeente Delta\nbuurthuis",
        ),
    )

    assert linked(Cooperation.objects.get()) == [
        ("Gemeente Delta", ""),
        ("Stichting Thuis", ""),
        ("buurthuis", ""),
        ("rijnveld", "GM9002"),
    ]


def test_two_that_go_by_one_name_are_not_taken_for_one(anna_client: Client, db: None) -> None:
    municipality("GM9344", "Utrecht")
    municipality("PV9026", "Utrecht", kind="province", name="Provincie Utrecht")
    address = f"{START}?organisaties=GM9344&organisaties=PV9026"
    anna_client.post(address, sent(anna_client.get(address), own_party="Provincie Utrecht"))

    assert linked(Cooperation.objects.get()) == [
        ("Gemeente Utrecht", "GM9344"),
        ("Provincie Utrecht", "PV9026"),
    ]


def test_what_does_not_fit_comes_back_with_what_was_filled_in(
    anna_client: Client, near: Neighbours
) -> None:
    address = f"{START}?regeling=101"
    posted = sent(anna_client.get(address), name="", own_party="Gemeente Oostwaard")
    response = anna_client.post(address, posted)

    assert (response.status_code, errors_in(response)) == (400, ["Dit veld is verplicht."])
    assert filled_in(response) == {name: posted[name] for name in FIELDS}
    assert "wat het register weet van “Regeling Gezond”" in page_text(response)
    assert not Cooperation.objects.exists()


def test_an_organisation_that_left_the_atlas_meanwhile_is_a_party_without_a_link(
    anna_client: Client, near: Neighbours
) -> None:
    address = f"{START}?gemeenten=GM9003&gemeenten=GM9004"
    posted = sent(anna_client.get(address), own_party="Gemeente Broekmeer")
    near.verweg.delete()
    anna_client.post(address, posted)

    assert linked(Cooperation.objects.get()) == [
        ("Gemeente Broekmeer", "GM9003"),
        ("Gemeente Verweg", ""),
    ]


def test_who_is_not_signed_in_comes_back_to_what_was_picked(
    bram_client: Client, near: Neighbours
) -> None:
    response = bram_client.get(f"{START}?gemeenten=GM9001&regeling=101")

    assert response["Location"].endswith(
        "?next=/samenwerkingen/nieuw/%3Fgemeenten%3DGM9001%26regeling%3D101"
    )


# ── words that are too long ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "longest", "expected"),
    [
        ("Kort.", 10, "Kort."),
        (" Veel \r\n\r\n  wit ", 10, "Veel wit"),
        ("Een zin. Nog een zin.", 20, "Een zin."),
        ("Een zin. Nog een zin.", 21, "Een zin. Nog een zin."),
        ("Is het zo? Ja! Zeker wel, echt.", 15, "Is het zo? Ja!"),
        ("Zie art. 4 van de wet. Dan verder.", 25, "Zie art. 4 van de wet."),
        ("Eerst dit.Dan dat. En dan nog meer.", 20, "Eerst dit. Dan dat."),
        ("Hulp, o.a. voor jeugd, is dichtbij.", 20, "Hulp, o.a. voor…"),
        ("woord" * 10, 12, "woordwoordw…"),
        ("", 5, ""),
    ],
)
def test_a_text_is_cut_at_a_sentence(text: str, longest: int, expected: str) -> None:
    assert cut_at_a_sentence(text, longest) == expected


@given(st.text(max_size=200), st.integers(min_value=1, max_value=60))
def test_what_is_cut_fits_and_is_the_beginning(text: str, longest: int) -> None:
    cut = cut_at_a_sentence(text, longest)

    assert len(cut) <= longest
    # But for white space, and hyphens that are seen only at the end of a line.
    before, after = ("".join(each.replace("\u00ad", "").split()) for each in (text, cut))
    assert before.startswith(after.removesuffix("…"))


def test_a_purpose_that_was_cut_is_said(anna_client: Client, db: None) -> None:
    arrangement(1, "Lang", purpose="Een zin van meer dan veertig tekens lang is dit. " * 20)
    response = anna_client.get(f"{START}?regeling=1")

    assert value_of(response, "purpose").endswith("is dit.")
    assert 500 < len(value_of(response, "purpose")) <= 600
    assert "De tekst in het register is langer dan hier past." in page_text(response)


def test_a_long_name_gives_way_to_the_short_one(db: None) -> None:
    assert name_of(municipality("GM1", "Kort", name="Lang " * 40)) == "Kort"
    assert len(name_of(municipality("GM2", "", name="Lang " * 40))) <= 120
