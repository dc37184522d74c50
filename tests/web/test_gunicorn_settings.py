"""What gunicorn does before and after it begins to serve."""

import gc
from collections.abc import Iterator

import pytest
from django.urls import clear_url_caches, get_resolver

from samenspel.web.gunicorn_settings import when_ready


@pytest.fixture
def _thawed_afterwards() -> Iterator[None]:
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("_thawed_afterwards")
def test_what_is_there_before_the_first_request_is_left_out_of_collections() -> None:
    clear_url_caches()
    assert gc.get_freeze_count() == 0
    when_ready(None)
    assert gc.get_freeze_count() > 100_000
    assert "url_patterns" in vars(get_resolver()), "all pages were read"
    # What came since is all there is to go through.
    assert len(gc.get_objects()) < 20_000
