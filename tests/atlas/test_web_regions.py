"""The web of regions: what each shares inside and with others, as picture and table."""

import re
from dataclasses import replace

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from samenspel.atlas.actions.webs import weave_webs
from samenspel.atlas.models import Boundary, Participation, Region, Web
from samenspel.atlas.pictures.area_web import Neighbour, Row, area_web_picture, neighbours
from samenspel.atlas.pictures.area_web_map import draw_areas
from samenspel.atlas.queries.divisions import NOWHERE, Division, DivisionKind
from samenspel.atlas.queries.outlines import Outline
from samenspel.atlas.queries.webs import WovenWeb
from samenspel.measures.area_webs import area_web
from tests.atlas.small_country import DAY, small_country
from tests.atlas.test_web_page import headline, made_of, side_by_side, woven
from tests.page_text import plain
from tests.soundings.rounds import queries_of

pytestmark = pytest.mark.django_db
PAGE = reverse("atlas:web-regions")


@pytest.fixture(autouse=True)
def _everybody_reads(settings: Settings) -> None:
    settings.ATLAS_PUBLIC = True
    settings.LANGUAGE_CODE = "nl"


def page(client: Client, **asked: str) -> str:
    response = client.get(PAGE, {"op": str(DAY), **asked})
    assert response.status_code == 200
    return response.content.decode()


def in_regions(web: WovenWeb, **regions: str) -> tuple[WovenWeb, Division]:
    """Of each region its name, and the letters of its municipalities."""
    names = list(regions)
    of = [
        next((at for at, name in enumerate(names) if letter in regions[name]), NOWHERE)
        for _key, letter in web.facts.municipalities
    ]
    told = [(f"VR{at}", name) for at, name in enumerate(names)]
    division = Division(DivisionKind.SAFETY, 2022, told, of)
    found = area_web(web.facts.takes_part, np.array(of), areas=len(names))
    facts = replace(web.facts, divisions=[division])
    return replace(web, facts=facts, areas={DivisionKind.SAFETY: found}), division


# ── in figures ────────────────────────────────────────────────────────────────────────────


def test_each_region_tells_what_its_municipalities_share_inside_and_with_others() -> None:
    web = woven()
    [safety, *_others] = web.facts.divisions
    found = area_web_picture(web.facts, safety, web.areas[safety.kind])

    # Two of Oostmark share safety, and two of them taxes too; Westmark shares youth and health.
    assert found.rows == [
        Row(0, "VR91", "Veiligheidsregio Oostmark", 1, 3, "1,3", 5, 2, 1, 0),
        Row(1, "VR92", "Veiligheidsregio Westmark", 2, 3, "2,0", 4, 1, 1, 0),
    ]
    assert (found.shared, found.crossing, found.others) == (6, 3, "1,0")
    assert found.headline == "3 regelingen verbinden veiligheidsregio’s met elkaar"
    assert neighbours(web.facts, safety, 0) == [
        Neighbour(
            "VR92",
            "Veiligheidsregio Westmark",
            [
                (9601, "Gemeenschappelijke regeling GGD Westmark"),
                (9701, "Havenconvenant De Kade"),
                (9301, "Regeling Watertafel"),
            ],
        )
    ]


def test_regions_stand_by_name_and_those_without_municipalities_are_left_out() -> None:
    web, division = in_regions(made_of("AB", "BC", "CD", "X"), Zuid="AB", Leeg="", Noord="CD")
    found = area_web_picture(web.facts, division, web.areas[division.kind])
    assert [(row.number, row.name, row.others) for row in found.rows] == [
        (1, "Noord", 1),
        (2, "Zuid", 1),
    ]


def test_who_lies_between_other_regions_has_a_share_of_their_ways() -> None:
    web, division = in_regions(made_of("AB", "BC"), Een="A", Midden="B", Twee="C")
    found = area_web_picture(web.facts, division, web.areas[division.kind])
    assert {row.name: row.between for row in found.rows} == {"Een": 0, "Midden": 100, "Twee": 0}
    # Of one municipality: no two that share something.
    assert {row.cohesion for row in found.rows} == {""}


# ── on the map ────────────────────────────────────────────────────────────────────────────


def test_a_region_is_a_circle_in_its_middle_with_lines_to_those_it_shares_with() -> None:
    web, division = in_regions(
        made_of("ABC", "AB", "DEF", "AD", "BE", "AF"), Oost="ABC", West="DEF"
    )
    rows = area_web_picture(web.facts, division, web.areas[division.kind]).rows
    drawn = draw_areas(web.facts, division, web.areas[division.kind], rows, side_by_side(web))
    assert drawn is not None
    assert [(node.number, node.code, node.words) for node in drawn.nodes] == [
        ("1", "VR0", "Oost: haar gemeenten delen 2 regelingen"),
        ("2", "VR1", "West: haar gemeenten delen 1 regeling"),
    ]
    large, small = drawn.nodes
    assert (large.x, large.y, small.x, small.y) == (5.0, 5.0, 25.0, 15.0)
    assert large.radius > small.radius
    assert [line.words for line in drawn.lines] == ["Oost en West: 3 regelingen samen"]
    assert drawn.areas[0].words == "A, Oost"
    assert drawn.areas[0].look != drawn.areas[3].look
    assert draw_areas(web.facts, division, web.areas[division.kind], rows, []) is None


def test_who_lies_in_no_known_region_is_drawn_without_one() -> None:
    web, division = in_regions(made_of("AB", "BX"), Oost="AB")
    rows = area_web_picture(web.facts, division, web.areas[division.kind]).rows
    outlines: list[Outline] = side_by_side(web)
    drawn = draw_areas(web.facts, division, web.areas[division.kind], rows, outlines)
    assert drawn is not None
    assert [(area.words, area.look) for area in drawn.areas][-1] == ("X", "w-none")


# ── the page ──────────────────────────────────────────────────────────────────────────────


def test_the_page_shows_every_region_and_leads_to_each(client: Client) -> None:
    woven()
    html = page(client)
    assert headline(html) == "3 regelingen verbinden veiligheidsregio’s met elkaar"
    assert "Een regio is zo verbonden met gemiddeld 1,0 andere." in plain(html)
    rows = [plain(row) for row in re.findall(r"<tr><th scope=.row.>.*?</tr>", html)]
    assert rows[-2:] == [
        "1. Veiligheidsregio Oostmark 3 1,3 2 van 5 1 0%",
        "2. Veiligheidsregio Westmark 3 2,0 1 van 4 1 0%",
    ]
    address = f"?op={DAY}&amp;indeling=VR&amp;regio=VR91"
    assert html.count(f'href="{address}"') == 2  # in the table and on the map
    assert headline(page(client, indeling="GG")) == "4 regelingen verbinden GGD-regio’s met elkaar"


def test_the_page_of_a_region_shows_its_municipalities_and_what_joins_it(client: Client) -> None:
    woven()
    html = page(client, indeling="VR", regio="VR91")
    said = plain(html)
    assert headline(html) == (
        "Veiligheidsregio Oostmark: 2 van de 5 gedeelde regelingen blijven binnen de regio"
    )
    assert "3 gemeenten. Twee van deze gemeenten delen gemiddeld 1,3 regelingen." in said
    assert "Veiligheidsregio Westmark 3 regelingen" in said
    assert f'href="/atlas/regelingen/9301/?op={DAY}"' in html
    assert [name for name in ("Aldermonde", "Duinrade", "Elzerveen") if f">{name}</a>" in html] == [
        "Aldermonde",
        "Duinrade",
    ]


def test_what_is_not_known_shows_the_whole_country(client: Client) -> None:
    woven()
    assert "3 regelingen verbinden" in page(client, regio="VR00")
    # A region of the division that was shown before: another was just chosen.
    assert "4 regelingen verbinden" in page(client, indeling="GG", regio="VR91")
    html = page(client, indeling="kasteel")
    assert "utrecht-form-field-error-message" in html
    assert "3 regelingen verbinden" in html


def test_who_fills_the_atlas_is_told_what_is_missing(client: Client) -> None:
    assert "bin/samenspel atlas-import register" in page(client)
    small_country()
    Boundary.objects.all().delete()
    missing = "Hoe regio’s samenhangen, is nog niet uitgerekend"
    assert headline(page(client)) == missing
    weave_webs()
    assert "bin/samenspel atlas-import boundaries" in page(client)
    # As a web that was made before regions were in it.
    Web.objects.update(areas={}, betweenness=None, made_at=timezone.now())
    assert headline(page(client)) == missing
    Region.objects.all().delete()
    weave_webs()
    assert headline(page(client)) == missing


def test_names_of_regions_are_words_and_never_markup(client: Client) -> None:
    small_country()
    Region.objects.filter(code="VR91").update(name="<img src=x>")
    weave_webs()
    for html in (page(client), page(client, regio="VR92"), page(client, regio="VR91")):
        assert "&lt;img src=x&gt;" in html
        assert "<img" not in html


def test_more_of_it_costs_no_more_queries(client: Client) -> None:
    country = small_country()
    weave_webs()
    asked = (PAGE, f"{PAGE}?indeling=GG", f"{PAGE}?regio=VR91")
    few = [queries_of(client, address) for address in asked]
    Participation.objects.create(arrangement=country.water, organisation=country.elzerveen)
    Participation.objects.create(arrangement=country.taxes, organisation=country.duinrade)
    weave_webs()
    assert [queries_of(client, address) for address in asked] == few
    assert max(few) <= 10
