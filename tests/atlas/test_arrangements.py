"""The list of arrangements: of a day, searched in Dutch, narrowed, and in pages."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from samenspel.atlas.models import Arrangement, ArrangementForm
from samenspel.atlas.pictures.found import Narrowed, narrow
from samenspel.atlas.queries.marked import Piece
from samenspel.atlas.queries.search import found_among, matches, organisations_meant
from tests.atlas.small_country import DAY, small_country
from tests.page_text import errors_in, plain
from tests.soundings.rounds import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _everybody_reads(settings: Settings) -> None:
    settings.ATLAS_PUBLIC = True


def page(client: Client, **asked: str) -> str:
    response = client.get(reverse("atlas:arrangements"), {"op": str(DAY), **asked})
    assert response.status_code == 200
    return response.content.decode()


def heading(html: str) -> str:
    return plain(re.findall(r"<h1.*?</h1>", html, re.DOTALL)[0])


def names(html: str) -> list[str]:
    return [plain(name) for name in re.findall(r"<h2 class.*?</h2>", html, re.DOTALL)]


def numbers(day: date = DAY, words: str = "") -> list[int]:
    return [each.number for each in found_among(matches(day, words), day, words)]


# ── what is found ─────────────────────────────────────────────────────────────────────────


def test_what_is_in_force_on_a_day_stands_by_name() -> None:
    small_country()

    # Belastingkantoor, GGD, Havenconvenant, Inkoop, Veiligheidsregio, Watertafel.
    assert numbers() == [9201, 9601, 9701, 9401, 9102, 9301]
    assert numbers(date(2017, 6, 1)) == [9601, 9701, 9401, 9501, 9101]
    assert numbers(date(1990, 1, 1)) == [9701]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        # The word as it stands, another form of it, and a name.
        ("belasting", [9201]),
        ("belastingen", [9201]),
        ("kwetsbaar", [9102]),
        ("veiligheidsregio", [9102]),
        ("regio", [9301]),
        ("inwoners", [9401, 9102]),
        ("inwoners -jeugdhulp", [9102]),
        ('"schoon water"', [9301]),
        ('"water schoon"', []),
        ("belastingen or jeugdhulp", [9401, 9201]),
        ("archief", []),
        ("de", []),
        ("'); drop table; --", []),
        ('"', []),
    ],
)
def test_words_are_found_in_names_and_purposes(words: str, found: list[int]) -> None:
    small_country()

    assert sorted(numbers(words=words)) == sorted(found)


def test_a_name_that_holds_the_word_comes_before_a_purpose_that_does() -> None:
    small_country()
    Arrangement.objects.filter(register_id=9601).update(purpose="Hulp bij belastingen.")

    Arrangement.objects.filter(register_id=9301).update(title="Regeling belasting")

    assert numbers(words="belasting")[0] == 9301
    assert sorted(numbers(words="belasting")) == [9201, 9301, 9601]


def test_words_that_a_register_glued_to_the_next_sentence_are_found() -> None:
    small_country()
    Arrangement.objects.filter(register_id=9401).update(
        purpose="1. Goede jeugdhulp.2. Voor de regio.De B.V. volgens artikel 1.3 van de Jeugdwet."
    )

    assert numbers(words="regio") == [9401, 9301]
    assert numbers(words="jeugdhulp regio") == [9401]
    (found,) = found_among(matches(DAY, "jeugdwet"), DAY, "jeugdwet")
    assert [piece.text for piece in found.purpose] == [
        "1. Goede jeugdhulp. 2. Voor de regio. De B.V. volgens artikel 1.3 van de ",
        "Jeugdwet",
        ".",
    ]


def test_what_was_found_is_marked_and_the_number_of_participants_told() -> None:
    small_country()
    (found,) = found_among(matches(DAY, "belastingen"), DAY, "belastingen")

    assert (found.number, found.form, found.policy_fields, found.participants) == (
        9201,
        "operations",
        ["financiën | belasting"],
        3,
    )
    assert found.name == [Piece("Belastingkantoor De Kade")]
    assert found.purpose == [
        Piece("Het doelmatig heffen en innen van "),
        Piece("belastingen", is_marked=True),
        Piece(", tegen lagere kosten."),
    ]
    # The water board joined in 2020.
    (before,) = found_among(matches(date(2019, 1, 1), "belastingen"), date(2019, 1, 1))
    assert before.participants == 2


@pytest.mark.parametrize("words", ["fryslan", "Fryslân", "FRYSLÂN", '"sudwest-fryslan"'])
def test_accents_make_no_difference_and_stay_in_what_is_shown(words: str) -> None:
    small_country()
    Arrangement.objects.filter(register_id=9401).update(
        title="Regeling Súdwest-Fryslân", purpose="Coördinatie in Súdwest-Fryslân.2. Meer."
    )
    (found,) = found_among(matches(DAY, words), DAY, words)

    assert found.number == 9401
    for pieces, text in (
        (found.name, "Regeling Súdwest-Fryslân"),
        (found.purpose, "Coördinatie in Súdwest-Fryslân. 2. Meer."),
    ):
        assert "".join(piece.text for piece in pieces) == text
        marked = "".join(piece.text for piece in pieces if piece.is_marked)
        assert marked.endswith("Fryslân")
    assert numbers(words="coordinatie") == numbers(words="coördinatie") == [9401]


def test_who_is_meant_is_found_by_key_and_by_name() -> None:
    country = small_country()

    def part_of(asked: str) -> list[int]:
        return [
            each.number
            for each in found_among(matches(DAY, "", organisations_meant(asked, DAY)), DAY)
        ]

    assert organisations_meant(" gm9001 ", DAY) == [country.aldermonde]
    assert organisations_meant("gemeente grotewoud", DAY) == [country.grotewoud]
    assert organisations_meant("Nergenshuizen", DAY) == []
    assert part_of("Grotewoud") == [9601, 9701, 9401]
    assert part_of("WS9001") == [9201, 9301]
    # A name that nobody has is no reason to show everything.
    assert part_of("Nergenshuizen") == []


def test_each_choice_tells_how_many_it_would_leave() -> None:
    small_country()
    found = matches(DAY)
    care = narrow(found, field="zorg en gezondheid")
    plain_ones = narrow(found, form="plain")

    assert care == Narrowed(
        left=[match for match in found if match.form in ("public_body", "plain")][:2],
        by_form={"public_body": 1, "plain": 1},
        by_field={
            "financiën": 1,
            "natuur en milieu": 1,
            "openbare orde en veiligheid": 1,
            "zorg en gezondheid": 2,
        },
    )
    assert (len(plain_ones.left), plain_ones.by_form, plain_ones.by_field) == (
        1,
        {"public_body": 2, "operations": 1, "other": 1, "plain": 1, "joint_body": 1},
        {"zorg en gezondheid": 1},
    )
    assert narrow(found, form="plain", field="financiën").left == []


# ── the page ──────────────────────────────────────────────────────────────────────────────


def test_the_page_counts_by_form_and_leads_to_each(client: Client) -> None:
    small_country()
    html = page(client)

    assert heading(html) == "Op 16 mei 2026 gelden 6 gemeenschappelijke regelingen"
    assert (
        "2 keer openbaar lichaam, 1 keer bedrijfsvoeringsorganisatie, 1 keer andere vorm, "
        "1 keer regeling zonder meer, 1 keer gemeenschappelijk orgaan." in plain(html)
    )
    assert names(html) == [
        "Belastingkantoor De Kade",
        "Gemeenschappelijke regeling GGD Westmark",
        "Havenconvenant De Kade",
        "Gemeenschappelijke regeling Inkoop Jeugdhulp",
        "Veiligheidsregio Oostmark",
        "Regeling Watertafel",
    ]
    assert f'href="/atlas/regelingen/9201/?op={DAY}"' in html
    assert "bedrijfsvoeringsorganisatie · financiën · 3 deelnemers" in plain(html)
    # A form that is not known here is written as the register does.
    assert "Convenant · 2 deelnemers" in plain(html)
    assert plain(html).count("Het register noemt geen doel.") == 2


def test_what_is_looked_for_stays_in_the_fields_and_in_the_address(client: Client) -> None:
    small_country()
    html = page(client, zoek="inwoners", vorm="plain", terrein="zorg en gezondheid")

    assert heading(html) == "1 regeling gevonden"
    assert "<mark>inwoners</mark>" in html
    assert '<option value="plain" selected>regeling zonder meer (1)</option>' in html
    assert '<option value="zorg en gezondheid" selected>zorg en gezondheid (1)</option>' in html
    assert f'<input type="hidden" name="op" value="{DAY}">' in html


def test_a_choice_that_leaves_nothing_stays_chosen_and_says_so(client: Client) -> None:
    small_country()
    html = page(client, vorm="joint_body", terrein="financiën", organisatie="Aldermonde")

    assert heading(html) == "0 regelingen gevonden"
    assert '<option value="joint_body" selected>gemeenschappelijk orgaan (0)</option>' in html
    assert '<option value="financiën" selected>financiën (0)</option>' in html
    assert "Probeer minder of andere woorden" in plain(html)
    assert "Hieraan doet mee: Gemeente Aldermonde ." in plain(html)
    assert "kennen wij niet" in plain(page(client, organisatie="Nergenshuizen"))


def test_bad_input_is_told_and_left_out(client: Client) -> None:
    small_country()
    response = client.get(
        reverse("atlas:arrangements"),
        {"op": str(DAY), "vorm": "kasteel", "zoek": "a" * 201, "pagina": "-3"},
    )

    assert response.status_code == 200
    assert len(errors_in(response)) == 2
    assert len(names(response.content.decode())) == 6


def test_texts_of_the_register_cannot_write_html(client: Client) -> None:
    small_country()
    evil = "<script>alert(1)</script> belastingen & <b>meer</b>"
    Arrangement.objects.filter(register_id=9201).update(cite_title=evil, purpose=evil)

    for html in (page(client), page(client, zoek="belastingen")):
        assert "<script>alert" not in html
        assert "<b>meer" not in html
    assert "<mark>belastingen</mark> &amp; &lt;b&gt;meer" in page(client, zoek="belastingen")


def test_long_lists_come_in_pages_and_cost_no_more_queries(client: Client) -> None:
    small_country()
    address = reverse("atlas:arrangements")
    few = queries_of(client, f"{address}?op={DAY}&zoek=regeling&organisatie=Aldermonde")
    Arrangement.objects.bulk_create(
        Arrangement(
            register_id=20_000 + each,
            first_id=20_000 + each,
            title=f"Gemeenschappelijke regeling Werk {each:02}",
            form=ArrangementForm.PLAIN,
            form_in_register="Regeling zonder meer",
            policy_fields=["werk"],
        )
        for each in range(40)
    )

    assert queries_of(client, f"{address}?op={DAY}&zoek=regeling&organisatie=Aldermonde") == few
    first, second = page(client, terrein="werk"), page(client, terrein="werk", pagina="2")
    assert [len(names(first)), len(names(second))] == [25, 15]
    assert names(first)[0] == "Gemeenschappelijke regeling Werk 00"
    assert names(second)[-1] == "Gemeenschappelijke regeling Werk 39"
    assert "Bladzijde 2 van 2" in plain(second)
    assert f'href="?op={DAY}&amp;terrein=werk&amp;pagina=2"' in first


def test_an_empty_atlas_says_how_to_fill_it(client: Client) -> None:
    html = page(client)

    assert heading(html) == "De atlas is nog leeg"
    assert "atlas-import" in html
