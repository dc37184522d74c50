"""What the page of a cooperation tells of its parties in the atlas, and to whom."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from samenspel.atlas.models import Organisation
from samenspel.cooperations import actions
from samenspel.cooperations.models import Cooperation
from samenspel.people.models import Person
from tests.cooperations.in_the_atlas import Neighbours, arrangement
from tests.cooperations.test_organisations import link
from tests.page_text import plain
from tests.soundings.rounds import queries_of

ALONE = "Alleen gemeenschappelijke regelingen tellen mee"


@pytest.fixture
def near(db: None) -> Neighbours:
    return Neighbours()


def started(
    person: Person, *organisations: Organisation, more: tuple[str, ...] = ()
) -> Cooperation:
    return actions.start_cooperation(
        person=person,
        name="Samen verder",
        parties=[*(each.name for each in organisations), *more],
        organisations={each.name: each.key for each in organisations},
    )


def section(client: Client, cooperation: Cooperation) -> str:
    page = client.get(reverse("story", args=[cooperation.slug])).content.decode()
    _before, there, after = page.partition('<section class="card place"')
    return plain(there + after.partition("</section>")[0])


def test_two_that_share_arrangements_see_which(
    anna: Person, anna_client: Client, near: Neighbours
) -> None:
    told = section(anna_client, started(anna, near.oostwaard, near.rijnveld))

    # What is over does not count, and of two there are no other pairs to tell.
    assert told == (
        "Deze organisaties werken al samen in 2 regelingen Gemeente Oostwaard · Gemeente Rijnveld "
        "Belastingen bedrijfsvoeringsorganisatie Regeling Gezond openbaar lichaam "
        "Alleen gemeenschappelijke regelingen tellen mee; convenanten en contracten staan niet in "
        "het register. Het register is van 16 mei 2026. Bekijk het in de atlas"
    )


def test_three_see_what_all_share_and_what_two_of_them_share(
    anna: Person, anna_client: Client, near: Neighbours
) -> None:
    c = started(anna, near.oostwaard, near.rijnveld, near.broekmeer, more=("Stichting Thuis",))
    told = section(anna_client, c)

    assert told.startswith(
        "Deze organisaties werken al samen in 1 regeling "
        "Gemeente Broekmeer · Gemeente Oostwaard · Gemeente Rijnveld "
        "(1 organisatie is nog niet verbonden met de atlas) Regeling Gezond openbaar lichaam "
        "Twee aan twee Gemeente Oostwaard en Gemeente Rijnveld: 2 regelingen "
        "Gemeente Broekmeer en Gemeente Oostwaard: 1 regeling "
        "Gemeente Broekmeer en Gemeente Rijnveld: 1 regeling Alleen"
    )


def test_where_nothing_is_shared_by_all_it_says_so(
    anna: Person, anna_client: Client, near: Neighbours
) -> None:
    some = section(anna_client, started(anna, near.oostwaard, near.rijnveld, near.delta))
    none = section(anna_client, started(anna, near.oostwaard, near.verweg))

    assert some.startswith(
        "Geen enkele regeling heeft al deze organisaties, sommige werken wel samen "
    )
    assert "Gemeente Oostwaard en Gemeente Rijnveld: 2 regelingen Alleen" in some
    assert none == (
        "Deze organisaties werken nog in geen enkele regeling samen "
        "Gemeente Oostwaard · Gemeente Verweg "
        "Alleen gemeenschappelijke regelingen tellen mee; convenanten en contracten staan niet in "
        "het register. Het register is van 16 mei 2026. Bekijk het in de atlas"
    )


def test_the_atlas_shows_the_same_organisations(
    anna: Person, anna_client: Client, near: Neighbours
) -> None:
    c = started(anna, near.oostwaard, near.rijnveld)
    page = anna_client.get(reverse("story", args=[c.slug])).content.decode()
    to = f"{reverse('atlas:pick')}?organisaties=GM9001&amp;organisaties=GM9002"

    assert f'href="{to}"' in page
    there = anna_client.get(to.replace("&amp;", "&")).content.decode()
    assert "Deze 2 organisaties werken al samen in 2 regelingen" in " ".join(there.split())


def test_nothing_is_told_of_one_or_of_none_or_without_an_atlas(
    anna: Person, anna_client: Client, a: Cooperation, near: Neighbours
) -> None:
    pages: list[Any] = [a, started(anna, near.oostwaard, more=("Rijnveld",))]
    two = started(anna, near.oostwaard, near.rijnveld)
    assert ALONE in section(anna_client, two)
    Organisation.objects.all().delete()

    for each in (*pages, two):
        assert section(anna_client, each) == ""


def test_a_municipality_that_is_no_more_is_told_and_who_leads_can_change_it(
    anna: Person,
    anna_client: Client,
    dina_client: Client,
    a: Cooperation,
    near: Neighbours,
) -> None:
    link(anna, a, "gemeente Oostwaard", "GM9001")
    link(anna, a, "gemeente Rijnveld", "GM9005")
    said = (
        "Gemeente Ouddorp bestaat niet meer sinds 1 januari 2023. Zij ging verder in "
        "Gemeente Rijnveld ."
    )
    to_leader, to_reader = section(anna_client, a), section(dina_client, a)

    assert f"{said} Verbind met Gemeente Rijnveld" in to_leader
    assert said in to_reader
    assert "Verbind met" not in to_reader


def test_long_lists_are_folded(anna: Person, anna_client: Client, near: Neighbours) -> None:
    for n in range(200, 212):
        arrangement(n, f"Regeling {n}", near.oostwaard, near.rijnveld)
    told = section(anna_client, started(anna, near.oostwaard, near.rijnveld))

    assert "al samen in 14 regelingen" in told
    assert told.index("Belastingen") < told.index("De andere regelingen") < told.index("211")


def test_it_asks_as_much_of_the_database_for_four_as_for_two(
    anna: Person, anna_client: Client, near: Neighbours
) -> None:
    asked = [
        queries_of(anna_client, reverse("story", args=[started(anna, *them).slug]))
        for them in (
            (near.oostwaard, near.ouddorp),
            (near.oostwaard, near.rijnveld, near.ouddorp, near.heide),
        )
    ]
    assert asked[0] == asked[1]
