"""Saying which organisation of the atlas a party is."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from samenspel.atlas.models import Organisation
from samenspel.audit.models import Line
from samenspel.cooperations import actions
from samenspel.cooperations.models import Cooperation, Party
from samenspel.people.models import Person
from tests.cooperations.in_the_atlas import Neighbours, municipality
from tests.page_text import plain
from tests.soundings.rounds import queries_of


@pytest.fixture
def near(db: None) -> Neighbours:
    return Neighbours()


def party(cooperation: Cooperation, name: str) -> Party:
    with scope(cooperation=cooperation):
        return Party.objects.get(name=name)


def link(person: Person, cooperation: Cooperation, name: str, key: str) -> Party:
    return actions.link_party(
        person=person, cooperation=cooperation, party=party(cooperation, name), key=key
    )


def keys(cooperation: Cooperation) -> dict[str, str]:
    with scope(cooperation=cooperation):
        return dict(Party.objects.values_list("name", "organisation_key"))


def address(name: str, cooperation: Cooperation, **more: Any) -> str:
    return reverse(f"cooperations:{name}", kwargs={"cooperation": cooperation.slug, **more})


def of_party(name: str, cooperation: Cooperation, of: str) -> str:
    return address(name, cooperation, party=party(cooperation, of).pk)


def page_text(response: Any) -> str:
    return plain(response.content.decode().partition("<main")[2].partition("</main>")[0])


def audited() -> list[tuple[str, str]]:
    lines = Line.objects.filter(action__startswith="party.").order_by("pk")
    return list(lines.values_list("actor", "action"))


# ── the actions ───────────────────────────────────────────────────────────────────────────


def test_a_party_is_linked_linked_elsewhere_and_unlinked(
    anna: Person, a: Cooperation, near: Neighbours
) -> None:
    seen = []
    for key in ("GM9001", "GM9001", "GM9003"):
        link(anna, a, "gemeente Oostwaard", key)
        seen.append(keys(a)["gemeente Oostwaard"])
    for _ in range(2):
        actions.unlink_party(person=anna, cooperation=a, party=party(a, "gemeente Oostwaard"))

    assert seen == ["GM9001", "GM9001", "GM9003"]
    assert keys(a) == {"gemeente Oostwaard": "", "gemeente Rijnveld": ""}
    # A second click is no second deed.
    assert audited() == [
        (anna.email, "party.linked"),
        (anna.email, "party.linked"),
        (anna.email, "party.unlinked"),
    ]


@pytest.mark.parametrize("key", ["GM0000", "", " GM9001", "gm9001", "x" * 4000])
def test_what_is_not_in_the_atlas_is_refused(
    anna: Person, a: Cooperation, near: Neighbours, key: str
) -> None:
    link(anna, a, "gemeente Rijnveld", "GM9002")
    with pytest.raises(ValidationError, match="staat niet in de atlas"):
        link(anna, a, "gemeente Rijnveld", key)

    assert keys(a) == {"gemeente Oostwaard": "", "gemeente Rijnveld": "GM9002"}


def test_two_parties_are_not_one_organisation(
    anna: Person, a: Cooperation, near: Neighbours
) -> None:
    link(anna, a, "gemeente Oostwaard", "GM9001")
    with pytest.raises(ValidationError, match="“gemeente Oostwaard” is al"):
        link(anna, a, "gemeente Rijnveld", "GM9001")
    assert keys(a) == {"gemeente Oostwaard": "GM9001", "gemeente Rijnveld": ""}

    # Nor past the action: the database holds it.
    with scope(cooperation=a), pytest.raises(IntegrityError), transaction.atomic():
        Party.objects.update(organisation_key="GM9001")


def test_other_cooperations_may_have_the_same_organisation(
    anna: Person, cees: Person, a: Cooperation, b: Cooperation, near: Neighbours
) -> None:
    link(anna, a, "gemeente Oostwaard", "GM9001")
    link(cees, b, "gemeente Verweg", "GM9001")

    assert keys(b) == {"gemeente Verweg": "GM9001"}


def test_only_who_leads_links(
    a: Cooperation, mo: Person, lida: Person, dina: Person, cees: Person, near: Neighbours
) -> None:
    for person in (mo, lida, dina, cees):
        with pytest.raises(PermissionDenied):
            link(person, a, "gemeente Oostwaard", "GM9001")
        with pytest.raises(PermissionDenied):
            actions.unlink_party(person=person, cooperation=a, party=party(a, "gemeente Rijnveld"))
    assert set(keys(a).values()) == {""}


def test_a_party_of_others_is_not_there(
    anna: Person, a: Cooperation, b: Cooperation, near: Neighbours
) -> None:
    with pytest.raises(Party.DoesNotExist):
        actions.link_party(
            person=anna, cooperation=a, party=party(b, "gemeente Verweg"), key="GM9001"
        )
    assert keys(b) == {"gemeente Verweg": ""}


def test_a_change_of_the_cooperation_keeps_what_is_linked(
    anna: Person, a: Cooperation, near: Neighbours
) -> None:
    link(anna, a, "gemeente Rijnveld", "GM9002")
    actions.change_cooperation(
        person=anna,
        cooperation=a,
        name="Anders",
        stage="running",
        form="",
        parties=["gemeente Rijnveld", "gemeente Nieuw"],
    )

    assert keys(a) == {
        "gemeente Oostwaard": "",
        "gemeente Rijnveld": "GM9002",
        "gemeente Nieuw": "",
    }


# ── the pages ─────────────────────────────────────────────────────────────────────────────


def test_the_page_suggests_by_name_and_a_click_links(
    anna_client: Client, a: Cooperation, near: Neighbours
) -> None:
    shown = anna_client.get(address("change", a))
    assert "Wie zijn zij in de atlas?" in page_text(shown)
    assert "gemeente Oostwaard Dit is Gemeente Oostwaard Zoek in de atlas" in page_text(shown)

    response = anna_client.post(
        of_party("link-party", a, "gemeente Oostwaard"), {"organisatie": "GM9001"}, follow=True
    )
    assert response.redirect_chain == [(address("change", a) + "#atlas", 302)]
    assert "gemeente Oostwaard is verbonden met de atlas." in response.content.decode()
    assert "gemeente Oostwaard in de atlas: Gemeente Oostwaard Losmaken" in page_text(response)
    assert keys(a)["gemeente Oostwaard"] == "GM9001"

    response = anna_client.post(of_party("unlink-party", a, "gemeente Oostwaard"), follow=True)
    assert "gemeente Oostwaard is los van de atlas." in response.content.decode()
    assert keys(a)["gemeente Oostwaard"] == ""


def test_what_bears_the_name_and_is_no_more_is_suggested_last(
    anna: Person, anna_client: Client, near: Neighbours
) -> None:
    municipality("PV9001", "Oostwaard", kind="province", name="Provincie Oostwaard")
    names = ["Oostwaard", "provincie oostwaard", "Ouddorp", "Gemeente Delta", "Delta"]
    c = actions.start_cooperation(person=anna, name="C", parties=names)
    told = page_text(anna_client.get(address("change", c)))

    for part in (
        "Delta Dit is Waterschap Delta Zoek",
        "Gemeente Delta Zoek",
        "Oostwaard Dit is Gemeente Oostwaard Dit is Provincie Oostwaard Zoek",
        "Ouddorp Dit is Gemeente Ouddorp Zoek",
        "provincie oostwaard Dit is Provincie Oostwaard Zoek",
    ):
        assert part in told


def test_nothing_is_suggested_that_another_party_is_already(
    anna: Person, anna_client: Client, a: Cooperation, near: Neighbours
) -> None:
    link(anna, a, "gemeente Rijnveld", "GM9001")

    assert "gemeente Oostwaard Zoek" in page_text(anna_client.get(address("change", a)))


def test_with_an_empty_atlas_there_is_nothing_to_link(anna_client: Client, a: Cooperation) -> None:
    assert "atlas?" not in page_text(anna_client.get(address("change", a)))


def test_an_organisation_that_left_the_atlas_is_told_and_can_be_unlinked(
    anna: Person, anna_client: Client, a: Cooperation, near: Neighbours
) -> None:
    link(anna, a, "gemeente Rijnveld", "GM9004")
    near.verweg.delete()
    told = page_text(anna_client.get(address("change", a)))

    assert "verbonden met GM9004, maar die staat niet meer in de atlas" in told
    assert "Losmaken" in told


def test_who_searches_finds_by_a_part_of_the_name(
    anna_client: Client, a: Cooperation, near: Neighbours
) -> None:
    search = of_party("link-party", a, "gemeente Oostwaard")
    of_itself = page_text(anna_client.get(search))
    assert "1 organisatie gevonden. Kies de organisatie Gemeente Oostwaard Verbinden" in of_itself
    found = page_text(anna_client.get(f"{search}?zoek=RIJN"))
    assert "1 organisatie gevonden. Kies de organisatie Gemeente Rijnveld Verbinden" in found
    # Who is no more is not offered: it would be told at once to change it.
    for asked in ("zzz", "Ouddorp"):
        assert "0 organisaties gevonden. Probeer een kortere naam." in page_text(
            anna_client.get(f"{search}?zoek={asked}")
        )
    assert "gevonden" not in page_text(anna_client.get(f"{search}?zoek="))


def test_a_search_with_too_many_results_says_so(
    anna_client: Client, a: Cooperation, db: None
) -> None:
    for n in range(45):
        municipality(f"GM{n:04}", f"Dorp {n}")
    found = anna_client.get(of_party("link-party", a, "gemeente Oostwaard") + "?zoek=dorp")

    assert "40 organisaties gevonden. Er zijn er misschien meer." in page_text(found)
    assert found.content.decode().count('type="radio"') == 40


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("GM0000", "Deze organisatie staat niet in de atlas. Zoek haar op naam."),
        ("", "Deze organisatie staat niet in de atlas. Zoek haar op naam."),
        ("\x00", "Deze organisatie staat niet in de atlas. Zoek haar op naam."),
        ("GM9001\x00", "Deze organisatie staat niet in de atlas. Zoek haar op naam."),
        ("GM9002", "“gemeente Rijnveld” is al met deze organisatie verbonden."),
    ],
)
def test_what_cannot_be_linked_is_said(
    anna: Person, anna_client: Client, a: Cooperation, near: Neighbours, key: str, said: str
) -> None:
    link(anna, a, "gemeente Rijnveld", "GM9002")
    response = anna_client.post(
        of_party("link-party", a, "gemeente Oostwaard"), {"organisatie": key}
    )

    assert response.status_code == 400
    assert said in response.content.decode()
    assert keys(a) == {"gemeente Oostwaard": "", "gemeente Rijnveld": "GM9002"}


@pytest.mark.parametrize("name", ["link-party", "unlink-party"])
def test_a_party_of_anothers_cooperation_is_not_there(
    anna_client: Client, a: Cooperation, b: Cooperation, near: Neighbours, name: str
) -> None:
    theirs = party(b, "gemeente Verweg").pk
    tried = [address(name, a, party=theirs), address(name, b, party=theirs)]

    assert [anna_client.post(each, {"organisatie": "GM9001"}).status_code for each in tried] == [
        404,
        404,
    ]
    assert keys(b) == {"gemeente Verweg": ""}


def test_a_municipality_that_is_no_more_offers_where_it_went_on(
    anna: Person, anna_client: Client, a: Cooperation, near: Neighbours
) -> None:
    link(anna, a, "gemeente Rijnveld", "GM9005")
    shown = anna_client.get(address("change", a))
    assert (
        "Gemeente Ouddorp bestaat niet meer sinds 1 januari 2023. Zij ging verder in "
        "Gemeente Rijnveld . Verbind met Gemeente Rijnveld (gemeente Rijnveld) Losmaken"
    ) in page_text(shown)

    anna_client.post(of_party("link-party", a, "gemeente Rijnveld"), {"organisatie": "GM9002"})
    assert keys(a)["gemeente Rijnveld"] == "GM9002"
    assert "bestaat niet meer" not in page_text(anna_client.get(address("change", a)))


def test_the_page_asks_as_much_of_the_database_for_eight_as_for_two(
    anna: Person, anna_client: Client, near: Neighbours
) -> None:
    def asked(number: int) -> int:
        names = [f"gemeente {n}" for n in range(number)]
        c = actions.start_cooperation(
            person=anna,
            name="C",
            parties=[*names, *(f"oud {n}" for n in range(number))],
            organisations={
                f"oud {n}": each.key
                for n, each in zip(
                    range(number),
                    Organisation.objects.order_by("-valid_to", "key"),
                    strict=False,
                )
            },
        )
        return queries_of(anna_client, address("change", c))

    near.broekmeer.valid_to = near.heide.valid_to
    near.broekmeer.save()
    assert asked(1) == asked(4)
