"""The benchmark of pages asks for every page of the atlas."""

from contextlib import closing
from urllib.parse import urlsplit

import pytest
from django.urls import resolve
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from samenspel.atlas.actions.webs import weave_webs
from samenspel.atlas.urls import urlpatterns
from tests.atlas.small_country import small_country
from tests.benchmarks.atlas_pages import Atlas, addresses

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_page_and_file_of_the_atlas_is_measured(
    live_server: LiveServer, settings: Settings
) -> None:
    settings.ATLAS_PUBLIC = True
    small_country()
    weave_webs()
    with closing(Atlas(live_server.url)) as atlas:
        asked = list(addresses(atlas))
        # Each answers: what does not ends the benchmark.
        assert atlas.milliseconds(asked[0]) > 0
    assert len(asked) == len(set(asked)) > 60
    pages = {resolve(f"/atlas/{urlsplit(path).path}").url_name for path in asked}
    assert pages == {pattern.name for pattern in urlpatterns}
