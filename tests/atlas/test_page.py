"""What every page of the atlas has: its menu, its day, its sources and its door."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from samenspel.atlas.models import Dataset, MunicipalityInYear, Source
from samenspel.atlas.queries.sources import newest_sources
from samenspel.people.models import Person
from tests.atlas.small_country import DAY, small_country
from tests.cast import signed_in
from tests.page_text import plain

pytestmark = pytest.mark.django_db
LIST = reverse("atlas:municipalities")


def test_nobody_reads_the_atlas_without_signing_in_unless_it_is_public(
    client: Client, settings: Settings, anna: Person
) -> None:
    settings.ATLAS_PUBLIC = False
    closed = client.get(LIST, {"op": "2020-01-01"})
    assert (closed.status_code, closed["Location"]) == (
        302,
        f"{reverse('account_login')}?next=/atlas/gemeenten/%3Fop%3D2020-01-01",
    )
    menu = '<a href="/atlas/"'
    assert menu not in client.get(reverse("pages:home")).content.decode()
    assert menu in signed_in(anna).get(reverse("pages:about")).content.decode()

    settings.ATLAS_PUBLIC = True
    assert client.get(LIST).status_code == 200
    assert menu in client.get(reverse("pages:home")).content.decode()


def test_another_day_keeps_all_else_that_was_asked(client: Client, settings: Settings) -> None:
    settings.ATLAS_PUBLIC = True
    small_country()
    html = client.get(LIST, {"op": "2020-01-01", "zoek": "<a>", "pagina": "3"}).content.decode()

    form = html[html.index('class="atlas-day"') :].partition("</form>")[0]
    fields = re.findall(r'name="(\w+)" value="([^"]*)"', form)
    assert fields == [("zoek", "&lt;a&gt;"), ("op", "2020-01-01")]
    assert 'href="/atlas/?op=2020-01-01"' in html


def test_a_day_that_is_none_is_refused_in_words(client: Client, settings: Settings) -> None:
    settings.ATLAS_PUBLIC = True
    small_country()
    next_year = timezone.localdate().year + 1
    # Before 2000 the register lacks municipalities.
    for asked in ("gisteren", "1999-12-31", "2020-02-30", f"{next_year + 1}-01-01"):
        html = client.get(LIST, {"op": asked}).content.decode()
        assert "Kies een datum van 2000 tot en met volgend jaar" in html
        assert 'href="/atlas/"' in html, "today is not in the addresses"
    for asked in ("2000-01-01", f"{next_year}-12-31"):
        html = client.get(LIST, {"op": asked}).content.decode()
        assert "Die datum kunnen wij niet gebruiken." not in html
        assert f'href="/atlas/?op={asked}"' in html


def test_the_page_says_its_sources_and_up_to_when_the_register_is_known(
    client: Client, settings: Settings
) -> None:
    settings.ATLAS_PUBLIC = True
    small_country()

    def source_of(**asked: str) -> str:
        html = client.get(LIST, asked).content.decode()
        return plain(html[html.index('<footer class="atlas-source"') :].partition("</footer>")[0])

    register = "Bron: Register van Overheidsorganisaties, CC0, 16 mei 2026."
    assert source_of(op=str(DAY)) == f"U ziet hoe het was op 16 mei 2026. {register}"
    assert source_of(op="2026-06-01") == (
        "U ziet hoe het was op 1 juni 2026. De nieuwste gegevens uit het register zijn van "
        f"16 mei 2026. Wat daarna veranderde, kan ontbreken. {register}"
    )


@pytest.mark.parametrize("name", ["netherlands", "municipalities", "pick", "data"])
def test_on_a_day_before_the_first_list_of_municipalities_it_says_that_some_may_lack(
    client: Client, settings: Settings, name: str
) -> None:
    settings.ATLAS_PUBLIC = True
    small_country()
    said = "Van vóór 2016 is er ook geen lijst van gemeenten per jaar."
    for day, is_said in (("2015-12-31", True), ("2016-01-01", False), (str(DAY), False)):
        html = client.get(reverse(f"atlas:{name}"), {"op": day}).content.decode()
        assert (said in html) is is_said
    MunicipalityInYear.objects.all().delete()
    assert said not in client.get(LIST, {"op": "2015-12-31"}).content.decode()


def test_of_each_dataset_the_newest_source_counts() -> None:
    for day in (date(2025, 1, 1), date(2024, 1, 1)):
        Source.objects.create(dataset=Dataset.REGISTER, origin=str(day), day=day)
    Source.objects.create(dataset=Dataset.REGIONS, origin="regions", day=DAY)
    found = newest_sources([Dataset.REGIONS, Dataset.BOUNDARIES, Dataset.REGISTER])
    assert [source.origin for source in found] == ["regions", "2024-01-01"]
