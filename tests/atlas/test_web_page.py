"""The page of the web: groups in words and on the map, a province, a selection."""

import re
from dataclasses import replace
from html import unescape

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from samenspel.atlas.actions.webs import weave_webs
from samenspel.atlas.models import Arrangement, Boundary, Participation, Region
from samenspel.atlas.pictures.congruence import congruence
from samenspel.atlas.pictures.placed import WebMap
from samenspel.atlas.pictures.web_area import AreaPicture, area_picture
from samenspel.atlas.pictures.web_area import Row as AreaRow
from samenspel.atlas.pictures.web_groups import Bridge, Crossing, Named, Reaching, grouping
from samenspel.atlas.pictures.web_map import draw_area, draw_country
from samenspel.atlas.queries.divisions import DivisionKind
from samenspel.atlas.queries.outlines import Outline
from samenspel.atlas.queries.webs import Facts, WovenWeb, web_on
from samenspel.measures.webs import groups
from tests.atlas.small_country import DAY, small_country
from tests.page_text import errors_in, plain
from tests.soundings.rounds import queries_of

pytestmark = pytest.mark.django_db
PAGE = reverse("atlas:web")


@pytest.fixture(autouse=True)
def _everybody_reads(settings: Settings) -> None:
    settings.ATLAS_PUBLIC = True
    settings.LANGUAGE_CODE = "nl"


def woven() -> WovenWeb:
    small_country()
    weave_webs()
    found = web_on(DAY)
    assert found is not None
    return found


def made_of(*arrangements: str) -> WovenWeb:
    """Letters for municipalities; each arrangement is who takes part in it."""
    names = sorted(set("".join(arrangements)))
    members = [(at, text, [names.index(n) for n in text]) for at, text in enumerate(arrangements)]
    facts = Facts(DAY, [(f"GM{name}", name) for name in names], members, [])
    return WovenWeb(facts, groups(facts.takes_part, searches=2))


def side_by_side(web: WovenWeb) -> list[Outline]:
    """Squares of ten by ten, in two rows."""
    return [
        Outline(key, name, _square(at), 10 * (at // 2) + 5, 10 * (at % 2) + 5, [key])
        for at, (key, name) in enumerate(web.facts.municipalities)
    ]


def _square(at: int) -> str:
    return f"M{10 * (at // 2)} {10 * (at % 2)}l10 0 0 10-10 0z"


def page(client: Client, **asked: str) -> str:
    response = client.get(PAGE, {"op": str(DAY), **asked})
    assert response.status_code == 200
    return response.content.decode()


def headline(html: str) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL)
    assert found
    return plain(found[1])


# ── groups ────────────────────────────────────────────────────────────────────────────────


def test_groups_are_told_with_what_stays_within_and_who_reaches_beyond() -> None:
    told = grouping(woven(), {"GM9001": 10, "GM9003": 30, "GM9002": 20})
    [east, west] = told.groups

    assert (told.shared, told.within, told.crossing, told.alone) == (6, 3, 3, [])
    assert (east.name, east.provinces) == ("Duinrade en Brinkdam", "Oostmark")
    # Without a number of inhabitants the first ones by name.
    assert (west.name, west.provinces) == ("Elzerveen en Grotewoud", "Westmark")
    assert [each.name for each in west.members] == ["Elzerveen", "Grotewoud", "Hoogsluis"]
    assert (east.arrangements, east.within) == (5, 2)
    assert east.links == [
        Crossing(9601, "Gemeenschappelijke regeling GGD Westmark", "2"),
        Crossing(9701, "Havenconvenant De Kade", "2"),
        Crossing(9301, "Regeling Watertafel", "2"),
    ]
    assert [(each.municipality.name, each.percent) for each in east.reaching] == [
        ("Aldermonde", 33),
        ("Brinkdam", 33),
        ("Duinrade", 50),
    ]


def test_who_keeps_to_its_group_is_not_named_and_who_shares_nothing_is_in_none() -> None:
    told = grouping(made_of("ABC", "ABC", "ABC", "ABC", "CD", "DE", "DE", "DE", "F"), {})
    assert [[each.name for each in group.members] for group in told.groups] == [
        ["A", "B", "C"],
        ["D", "E"],
    ]
    assert [group.reaching for group in told.groups] == [
        [Reaching(Named("GMC", "C"), 0.2, "2")],
        [Reaching(Named("GMD", "D"), 0.25, "1")],
    ]
    assert told.alone == [Named("GMF", "F")]
    assert told.hardly_touch


def test_who_joins_groups_is_named_by_name_for_its_ties_or_for_where_it_lies() -> None:
    web = made_of("ABC", "ABC", "ABC", "ABC", "CD", "DE", "DE", "DE", "F")
    assert grouping(web, {}).bridges == [
        Bridge(Named("GMC", "C"), 1, 20, None),
        Bridge(Named("GMD", "D"), 2, 25, None),
    ]
    assert grouping(web, {}).between is None

    found = grouping(replace(web, betweenness=np.array([0.1, 0.04, 0.5, 0.3, 0, 0])), {})
    assert found.bridges == [
        Bridge(Named("GMA", "A"), 1, 0, 10),
        Bridge(Named("GMC", "C"), 1, 20, 50),
        Bridge(Named("GMD", "D"), 2, 25, 30),
    ]
    assert found.between == 3


def test_groups_that_share_much_are_not_said_to_hardly_touch() -> None:
    assert not grouping(woven(), {}).hardly_touch


# ── congruence ────────────────────────────────────────────────────────────────────────────


def test_of_each_division_it_is_told_how_much_stays_within_one_region() -> None:
    found = congruence(woven().facts)
    assert found is not None
    told = {row.kind: (row.regions, row.within, row.shared) for row in found.rows}
    # Safety, taxes and youth; of the divisions of health also care in Westmark.
    assert told == {
        DivisionKind.SAFETY: (2, 3, 6),
        DivisionKind.HEALTH: (2, 2, 6),
        DivisionKind.PROVINCE: (2, 3, 6),
    }
    assert found.headline == "50% van de regelingen blijft binnen één veiligheidsregio"
    # Of thirds, halves and two thirds, two of each.
    assert (found.low, found.high) == (38, 62)


def test_without_divisions_only_partners_are_told_and_without_arrangements_nothing() -> None:
    found = congruence(made_of("AB", "AB", "AC").facts)
    assert found is not None
    assert (found.rows, found.main, found.headline) == ([], None, "Hoe vast zijn de partners?")
    # A: (2/3 + 1/3) / 2, B and C: always.
    assert found.partners == round(100 * (0.5 + 1 + 1) / 3)
    assert congruence(made_of("A", "B").facts) is None


# ── the map ───────────────────────────────────────────────────────────────────────────────


def drawn(found: WebMap | None) -> WebMap:
    assert found is not None
    return found


def test_neighbouring_groups_differ_in_colour_and_each_has_its_number() -> None:
    web = made_of("ABC", "ABC", "DEF", "DEF", "AD")
    shown = drawn(draw_country(web, side_by_side(web)))
    assert [area.look for area in shown.areas[:3]] == [shown.areas[0].look] * 3
    assert shown.areas[0].look != shown.areas[3].look
    assert [(label.text, label.x, label.y) for label in shown.labels] == [
        ("1", 5.0, 5.0),
        ("2", 25.0, 15.0),
    ]
    assert shown.areas[3].words == "D, groep 2"


def test_lines_of_the_country_join_groups_that_share_more_than_one() -> None:
    web = made_of("ABC", "ABC", "ABC", "DEF", "DEF", "DEF", "AD", "AD", "BE")
    shown = drawn(draw_country(web, side_by_side(web)))
    assert [line.words for line in shown.lines] == ["A en D: 2 regelingen samen"]
    assert shown.from_shared == 2


def test_where_there_would_be_too_many_lines_only_the_strongest_are_drawn() -> None:
    everybody = "ABCDEFGHIJKLMNOP"
    web = made_of(everybody, "AB", "CD")
    shown = drawn(draw_area(web, side_by_side(web), set(range(16))))
    assert [line.words for line in shown.lines] == [
        "A en B: 2 regelingen samen",
        "C en D: 2 regelingen samen",
    ]
    assert shown.from_shared == 2


def test_a_part_is_drawn_with_its_neighbours_around_and_lines_inside_it_alone() -> None:
    web = made_of("AB", "BC", "CD", "DE")
    shown = drawn(draw_area(web, side_by_side(web), {0, 1}))
    assert [area.words[0] for area in shown.areas] == ["A", "B"]
    assert [line.words for line in shown.lines] == ["A en B: 1 regeling samen"]
    assert [label.text for label in shown.labels] == ["A", "B"]
    # The next ones, and not those beyond.
    assert shown.around == [_square(2), _square(3)]


def test_an_outline_in_which_two_groups_lay_has_no_colour() -> None:
    web = made_of("AB", "AB", "CD", "CD")
    outlines = [Outline("GMX", "X", _square(0), 5, 5, ["GMB", "GMC"])]
    shown = drawn(draw_country(web, outlines))
    assert [(area.look, area.words) for area in shown.areas] == [
        ("w-none", "B, groep 1; C, groep 2")
    ]
    assert shown.has_mixed


def test_without_outlines_there_is_no_map() -> None:
    web = made_of("AB")
    assert draw_country(web, []) is None
    assert draw_area(web, [], {0}) is None


# ── a part ────────────────────────────────────────────────────────────────────────────────


def test_a_part_is_told_by_name_with_what_stays_within_it() -> None:
    found = area_picture(woven(), [0, 1, 2])
    assert found == AreaPicture(
        rows=[
            AreaRow("GM9001", "Aldermonde", 1, 3, 2, 2, 5),
            AreaRow("GM9002", "Brinkdam", 1, 3, 2, 2, 3),
            AreaRow("GM9003", "Duinrade", 1, 2, 1, 1, 3),
        ],
        shared=5,
        among=2,
        within=2,
        by_all=1,
    )


def test_one_municipality_and_one_that_shares_nothing() -> None:
    web = made_of("AB", "AC", "D")
    assert area_picture(web, [0]).shared == 2
    assert area_picture(web, [0]).by_all == 0
    [alone] = area_picture(web, [3]).rows
    assert (alone.group, alone.arrangements, alone.within_region, alone.partners) == (
        None,
        0,
        None,
        0,
    )


# ── the page ──────────────────────────────────────────────────────────────────────────────


def test_the_country_says_what_was_found_and_how_sure_it_is(client: Client) -> None:
    woven()
    html = page(client)
    said = plain(html)

    assert headline(html) == "Gemeenten werken samen in 2 groepen die in elkaar overlopen"
    assert "Van de 6 regelingen van twee of meer gemeenten blijven er 3 binnen één groep." in said
    assert "De computer zocht 20 keer naar groepen" in said
    assert "50% van de regelingen blijft binnen één veiligheidsregio" in said
    assert html.count('class="w0"') + html.count('class="w1"') == 6
    assert "U ziet het web van" not in said
    assert "3 gemeenten liggen voor ten minste een tiende van alle paren" in said
    [address, *_others] = re.findall(r'href="(/atlas/regelingen/[^"]+/\?[^"]*)"', html)
    assert client.get(unescape(address)).status_code == 200


def test_a_province_and_a_selection_are_parts_of_the_same_web(client: Client) -> None:
    woven()
    assert headline(page(client, provincie="PV91")) == (
        "Oostmark: 2 van de 5 gedeelde regelingen blijven binnen de provincie"
    )
    assert headline(page(client, gemeenten="Aldermonde, gm9002")) == (
        "Deze gemeenten zitten samen in 2 regelingen"
    )
    assert headline(page(client, gemeenten="Aldermonde,Hoogsluis,Brinkdam")) == (
        "Deze gemeenten komen elkaar tegen in 3 regelingen, maar nergens allemaal"
    )
    assert headline(page(client, gemeenten="Elzerveen,Duinrade")) == (
        "Deze gemeenten delen nog geen regeling"
    )
    assert headline(page(client, gemeenten="Duinrade")) == (
        "Duinrade deelt 2 regelingen met andere gemeenten"
    )
    # What one chose oneself goes before the province.
    assert headline(page(client, gemeenten="Duinrade", provincie="PV92")).startswith("Duinrade")


def test_names_that_are_not_there_are_said_and_the_country_is_shown(client: Client) -> None:
    woven()
    response = client.get(PAGE, {"op": str(DAY), "gemeenten": "Duinrade, Lutjebroek, <b>"})
    [said] = errors_in(response)
    assert said == (
        "Op deze dag zijn er geen gemeenten met deze naam: Lutjebroek, <b>. Schrijf de naam "
        "voluit, of kies een andere dag."
    )
    assert headline(response.content.decode()).startswith("Gemeenten werken samen")
    assert "<b>" not in response.content.decode()
    assert headline(page(client, provincie="PV77")).startswith("Gemeenten werken samen")


def test_another_day_says_of_which_day_its_web_is(client: Client) -> None:
    woven()
    said = plain(page(client, op="2017-06-01"))
    assert "U ziet het web van 1 januari 2017." in said
    assert "Van vóór 2018 ontbreken regelingen" in said
    before = plain(page(client, op="2020-06-01"))
    assert "Van vóór 2018" not in before
    assert "rekenen wij alleen uit voor de nieuwste dag van het register" in before


def test_who_fills_the_atlas_is_told_what_is_missing(client: Client) -> None:
    assert "bin/samenspel atlas-import register" in page(client)
    small_country()
    assert headline(page(client)) == "Wie met wie samenwerkt, is nog niet uitgerekend"
    Boundary.objects.all().delete()
    Region.objects.all().delete()
    weave_webs()
    said = plain(page(client))
    assert "bin/samenspel atlas-import boundaries" in said
    assert "Een gemeente komt dezelfde partner gemiddeld tegen in" in said
    assert "veiligheidsregio." not in said


def test_a_register_without_shared_arrangements_says_so(client: Client) -> None:
    small_country()
    Arrangement.objects.all().delete()
    weave_webs()
    assert headline(page(client)) == "Er zijn nog geen regelingen van twee of meer gemeenten"


def test_names_and_titles_are_words_and_never_markup(client: Client) -> None:
    country = small_country()
    country.elzerveen.short_name = "<script>Elzerveen"
    country.elzerveen.save()
    Arrangement.objects.filter(register_id=9601).update(cite_title="<img src=x>")
    weave_webs()
    html = page(client)
    assert "&lt;img src=x&gt;" in html
    assert "&lt;script&gt;Elzerveen" in html
    assert "<script>Elzerveen" not in html
    assert "<img" not in html


def test_more_of_it_costs_no_more_queries(client: Client) -> None:
    country = small_country()
    weave_webs()
    asked = (PAGE, f"{PAGE}?provincie=PV91", f"{PAGE}?gemeenten=Duinrade,Elzerveen")
    few = [queries_of(client, address) for address in asked]
    Participation.objects.create(arrangement=country.water, organisation=country.elzerveen)
    Participation.objects.create(arrangement=country.taxes, organisation=country.duinrade)
    weave_webs()
    assert [queries_of(client, address) for address in asked] == few
    assert max(few) <= 12


def test_what_is_kept_is_of_this_language_this_day_and_the_newest_facts(client: Client) -> None:
    country = small_country()
    weave_webs()
    dutch = page(client)
    asked = client.get(PAGE, {"op": str(DAY)}, headers={"accept-language": "en"})
    english = asked.content.decode()
    assert "De groepen op de kaart" in dutch
    assert "De groepen op de kaart" not in english
    assert plain(page(client)) == plain(dutch)
    # As a day on which the same web is shown, and today, whose addresses need no day.
    assert f'href="/atlas/organisaties/GM9001/?op={DAY}"' in dutch
    assert 'href="/atlas/organisaties/GM9001/?op=2026-05-20"' in page(client, op="2026-05-20")
    assert 'href="/atlas/organisaties/GM9001/"' in client.get(PAGE).content.decode()

    Participation.objects.filter(
        arrangement=country.harbour, organisation=country.grotewoud
    ).delete()
    weave_webs()
    assert "Van de 5 regelingen van twee of meer gemeenten" in plain(page(client))
    country.brinkdam.short_name = "Brinkeldam"
    country.brinkdam.save()
    weave_webs()
    assert "Brinkeldam" in page(client)


def test_no_municipality_is_above_another(client: Client) -> None:
    """Everything about single municipalities is in the order of their names."""
    woven()
    html = page(client, provincie="PV92")
    names = re.findall(r'<tr><th scope="row"><a[^>]*>(.*?)</a>', html)
    assert names == sorted(names) == ["Elzerveen", "Grotewoud", "Hoogsluis"]
    told = grouping(made_of("ABCZ", "ZX", "ZY", "XY", "XY", "ABC", "AX", "CY"), {})
    for group in told.groups:
        assert [each.municipality.name for each in group.reaching] == sorted(
            each.municipality.name for each in group.reaching
        )
    assert sum(len(group.reaching) for group in told.groups) > 1
    assert not np.isnan(told.most_spread)
