"""The page of an arrangement: what it is, who takes part, and what changed through its versions."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from samenspel.atlas.models import Arrangement, ArrangementForm, Organisation, Participation
from samenspel.atlas.pictures.arrangement_forms import form_in_words, form_name, powers_in_words
from samenspel.atlas.pictures.outlines import Shape
from samenspel.atlas.pictures.participants import participants_map
from samenspel.atlas.pictures.policy_fields import in_words
from samenspel.atlas.pictures.versions import CameAndWent, Told, told
from samenspel.atlas.queries.outlines import outlines_on
from samenspel.atlas.queries.succession import succession
from samenspel.atlas.queries.versions import versions_with
from samenspel.atlas.views.arrangement import safe
from samenspel.pages.word_changes import Change, Piece
from tests.atlas.small_country import DAY, MERGED_ON, SmallCountry, small_country
from tests.page_text import plain
from tests.soundings.rounds import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _everybody_reads(settings: Settings) -> None:
    settings.ATLAS_PUBLIC = True


@pytest.fixture
def country() -> SmallCountry:
    return small_country()


def page(client: Client, number: int, day: date = DAY) -> str:
    response = client.get(reverse("atlas:arrangement", args=[number]), {"op": str(day)})
    assert response.status_code == 200
    return response.content.decode()


def card(html: str, name: str) -> str:
    (found,) = re.findall(
        rf'<section class="card" aria-labelledby="{name}">.*?</section>', html, re.DOTALL
    )
    return plain(found)


def next_version(
    before: Arrangement, number: int, since: date, members: list[Organisation], **more: object
) -> Arrangement:
    """A copy that takes over from a date, with other members and whatever else is different."""
    Arrangement.objects.filter(pk=before.pk).update(valid_to=since, next_id=number)
    kept = {
        name: getattr(before, name)
        for name in ("title", "cite_title", "form", "form_in_register", "purpose", "policy_fields",
                     "powers", "power_kinds", "body_id", "holder_id", "first_id")
    }  # fmt: skip
    after = Arrangement.objects.create(
        register_id=number, previous_id=before.register_id, valid_from=since, **{**kept, **more}
    )
    Participation.objects.bulk_create(
        Participation(arrangement=after, organisation=each, joined=since) for each in members
    )
    return after


# ── what changed ──────────────────────────────────────────────────────────────────────────


def told_of(number: int) -> list[Told]:
    found = versions_with(number)
    assert found is not None
    return told(found[1], succession())


def test_versions_stand_in_time_from_any_of_them(country: SmallCountry) -> None:
    for number in (9101, 9102):
        found = versions_with(number)
        assert found is not None
        version, every = found
        assert version.arrangement.register_id == number
        assert [each.arrangement.register_id for each in every] == [9101, 9102]
        assert [[str(one.organisation) for one in each.participations] for each in every] == [
            ["Aldermonde", "Brinkdam"],
            ["Aldermonde", "Brinkdam", "Duinrade"],
        ]
    assert versions_with(1) is None
    assert versions_with(10**30) is None


def test_what_changed_is_told_from_one_version_to_the_next(country: SmallCountry) -> None:
    newest, oldest = told_of(9101)

    assert oldest == Told(oldest.version, is_first=True)
    assert [each.organisation for each in newest.came] == [country.duinrade]
    assert newest.left == []
    assert (newest.form, newest.body, newest.articles_differ, newest.is_same) == (
        None,
        None,
        True,
        False,
    )
    assert newest.name == [
        Piece(Change.REMOVED, "Gemeenschappelijke regeling"),
        Piece(Change.SAME, "Veiligheidsregio Oostmark"),
    ]
    assert newest.purpose[0] == Piece(Change.SAME, "Het")
    assert newest.powers == CameAndWent(["Mandaat"], [])
    assert newest.fields == CameAndWent(["openbare orde en veiligheid: brandweer"], [])


def test_who_left_by_amalgamation_is_told_apart_from_who_stopped(country: SmallCountry) -> None:
    before = country.youth
    Participation.objects.filter(arrangement=before, organisation=country.elzerveen).delete()
    next_version(
        before,
        9402,
        MERGED_ON,
        [country.elzerveen, country.hoogsluis],
        form=ArrangementForm.OPERATIONS,
        body_id=country.tax_body.pk,
        policy_fields=[],
    )
    newest, _oldest = told_of(9402)

    assert [(str(each.organisation), each.into) for each in newest.left] == [
        ("Elzen", ["Elzerveen"]),
        ("Grotewoud", []),
    ]
    assert [each.organisation for each in newest.came] == [country.elzerveen]
    assert newest.form == ("regeling zonder meer", "bedrijfsvoeringsorganisatie")
    assert newest.body == (None, country.tax_body)
    assert newest.fields == CameAndWent([], ["zorg en gezondheid: jeugd"])
    assert (newest.name, newest.purpose, newest.powers) == ([], [], None)


def test_a_version_without_any_difference_says_so(country: SmallCountry, client: Client) -> None:
    members = [country.elzen, country.elzerveen, country.grotewoud, country.hoogsluis]
    next_version(country.youth, 9402, date(2024, 1, 1), members)

    assert [each.is_same for each in told_of(9402)] == [True, True]
    assert [each.is_first for each in told_of(9402)] == [False, True]
    assert "Het register noemt geen verschil met de versie ervoor." in plain(page(client, 9402))


def test_a_version_that_is_gone_is_shown_only_to_who_asks_for_it(country: SmallCountry) -> None:
    Arrangement.objects.filter(register_id=9101).update(gone=True)

    def numbers(asked: int) -> list[int]:
        found = versions_with(asked)
        assert found is not None
        return [each.arrangement.register_id for each in found[1]]

    assert (numbers(9102), numbers(9101)) == ([9102], [9101, 9102])


# ── words ─────────────────────────────────────────────────────────────────────────────────


def test_each_form_and_power_has_its_line() -> None:
    known = [form for form in ArrangementForm if form != ArrangementForm.OTHER]

    assert len({form_in_words(form) for form in known}) == 4
    assert form_in_words(ArrangementForm.OTHER) == ""
    assert form_name("other", "Convenant") == "Convenant"
    assert form_name("plain", "'Regeling zonder meer'") == "regeling zonder meer"
    assert [
        kind for kind, meaning in powers_in_words(["Mandaat", "Delegatie", "X"]) if meaning
    ] == [
        "Mandaat",
        "Delegatie",
    ]


def test_policy_fields_are_told_once_each() -> None:
    assert in_words(["zorg | jeugd", "verkeer", "zorg | ouderen", "zorg | jeugd"]) == [
        "zorg: jeugd, ouderen",
        "verkeer",
    ]
    assert in_words([]) == []


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("https://wetten.overheid.nl/x", "https://wetten.overheid.nl/x"),
        (" http://wetten.overheid.nl/jci1.3:c:BWBR ", "http://wetten.overheid.nl/jci1.3:c:BWBR"),
        ("javascript:alert(1)", ""),
        ("JAVASCRIPT:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//example.org", ""),
        ("http:///x", ""),
        ("http://[x", ""),
        ("stcrt-2017-1", ""),
        ("", ""),
    ],
)
def test_only_addresses_of_pages_become_links(address: str, link: str) -> None:
    assert safe(address) == link


# ── the map ───────────────────────────────────────────────────────────────────────────────


def test_participants_lie_on_the_map_also_where_they_were_joined_since(
    country: SmallCountry,
) -> None:
    steps = succession()
    members = [country.elzen, country.veenhout, country.grotewoud, country.water_board]
    outlines, year = outlines_on(date(2020, 1, 1), [each.key for each in members], steps)
    found = participants_map(outlines, members)

    assert year == 2024
    assert found is not None
    assert [(shape.key, shape.words) for shape in found.shapes] == [
        ("GM9007", "Elzen; Veenhout (nu Elzerveen)"),
        ("GM9005", "Grotewoud"),
    ]
    assert all(isinstance(shape, Shape) and shape.path for shape in found.shapes)
    nobody, _year = outlines_on(DAY, [], steps)
    assert participants_map(nobody, []) is None


# ── the page ──────────────────────────────────────────────────────────────────────────────


def test_the_page_tells_what_it_is_for_and_who_takes_part(
    client: Client, country: SmallCountry
) -> None:
    html = page(client, 9102)

    assert plain(re.findall(r"<h1.*?</h1>", html)[0]) == "Veiligheidsregio Oostmark"
    assert "Openbaar lichaam met 3 deelnemers. Een eigen organisatie met" in plain(html)
    assert "Het beschermen van inwoners tegen branden, rampen en crises" in card(html, "doel")
    assert "Delegatie De deelnemers dragen bevoegdheden over" in card(html, "doel")
    assert "Artikel 4 Het bestuur stelt het crisisplan vast." in card(html, "doel")
    members = card(html, "deelnemers")
    assert members.startswith("3 deelnemers")
    assert "Duinrade College van burgemeester en wethouders 1 juli 2021" in members
    assert 'href="/atlas/organisaties/GM9003/?op=2026-05-16"' in html
    facts = card(html, "gegevens")
    assert "Terrein Openbare orde en veiligheid: rampen, brandweer" in facts
    assert "Uitvoerder Veiligheidsregio Oostmark" in facts
    assert "nummer 9102" in facts
    assert (
        '<a href="https://wetten.overheid.nl/BWBR0003740/" rel="external noopener noreferrer">'
        "Wet gemeenschappelijke regelingen</a>" in html
    )
    assert (
        'href="https://organisaties.overheid.nl/9102/" rel="external noopener noreferrer"' in html
    )


def test_the_page_tells_what_changed(client: Client, country: SmallCountry) -> None:
    html = page(client, 9102)
    newest, oldest = card(html, "versie-9102"), card(html, "versie-9101")

    assert newest.startswith(
        "Sinds 1 juli 2021 Dit is de versie van deze bladzijde · 3 deelnemers Erbij Duinrade Naam "
        "eruit: Gemeenschappelijke regeling Veiligheidsregio Oostmark"
    )
    assert "De tekst van het doel is anders" in newest
    assert oldest == (
        "Sinds 1 januari 2015 tot 1 juli 2021 Bekijk deze versie Sinds 1 januari 2015 "
        "· 2 deelnemers De oudste versie die het register kent."
    )
    assert f'href="/atlas/regelingen/9101/?op={DAY}"' in html


def test_a_version_that_is_not_in_force_leads_to_the_one_that_is(
    client: Client, country: SmallCountry
) -> None:
    html = page(client, 9101)

    assert "Deze versie geldt niet op 16 mei 2026." in plain(html)
    assert f'<a href="/atlas/regelingen/9102/?op={DAY}">Naar de versie die dan geldt</a>' in html
    # Who begins with it begins with what is so now.
    assert 'href="/samenwerkingen/nieuw/?regeling=9102"' in html
    assert "Begin een samenwerking met de versie die dan geldt" in html
    assert 'href="/samenwerkingen/nieuw/?regeling=9501"' in page(client, 9501)
    assert "Begin een samenwerking met deze organisaties" in page(client, 9102)
    assert "Er geldt dan ook geen andere versie van." in plain(page(client, 9501))
    assert "Deze versie geldt niet" not in plain(page(client, 9101, date(2020, 1, 1)))


def test_what_is_not_known_is_said(client: Client, country: SmallCountry) -> None:
    html = page(client, 9701)

    assert "Het register noemt geen doel." in card(html, "doel")
    assert "Vorm Convenant" in card(html, "gegevens")
    assert "Geldt sinds niet bekend" in card(html, "gegevens")
    assert "Terrein staat niet in het register" in card(html, "gegevens")
    assert "Er is één versie bekend" in plain(html)
    # Elzen was abolished and still stands in the register.
    assert "Elzen bestaat niet meer" in card(page(client, 9401), "deelnemers")


def test_texts_of_the_register_cannot_write_html_or_links(
    client: Client, country: SmallCountry
) -> None:
    evil = "<img src=x onerror=alert(1)>"
    Arrangement.objects.filter(register_id=9102).update(
        cite_title=evil,
        purpose=evil,
        powers=[[evil, evil]],
        power_kinds=[evil],
        policy_fields=[evil],
        legal_grounds=[[evil, "javascript:alert(1)"]],
        founding_decisions=["javascript:alert(1)", f'https://example.org/{evil}"'],
    )
    html = page(client, 9102)

    assert "<img" not in html
    assert 'href="javascript' not in html
    assert 'href="https://example.org/&lt;img src=x onerror=alert(1)&gt;&quot;"' in html


def test_addresses_of_nothing_are_not_found(client: Client, country: SmallCountry) -> None:
    gone = [client.get(f"/atlas/regelingen/{number}/").status_code for number in (0, 1, 10**30)]

    assert gone == [404, 404, 404]


def test_more_versions_and_participants_cost_no_more_queries(
    client: Client, country: SmallCountry
) -> None:
    address = reverse("atlas:arrangement", args=[9201])
    few = queries_of(client, f"{address}?op={DAY}")
    next_version(country.taxes, 9202, date(2021, 1, 1), country.municipalities)
    after = Arrangement.objects.get(register_id=9202)
    next_version(after, 9203, date(2022, 1, 1), [country.oostmark])

    assert queries_of(client, f"{address}?op={DAY}") == few
