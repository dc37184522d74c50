"""How heavy the first pages are for a phone, as a browser receives them."""

import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.soundings.answering_pages import rendered

MOST = 60_000
_LOADED = re.compile(r'<(?:link|script|img)[^>]*?\s(?:href|src)="([^"]+)"')


@pytest.fixture(scope="module", autouse=True)
def _built() -> None:
    if finders.find("built/ballot.css") is None:
        pytest.skip("the front end is not built: run node build.mjs in frontend")


def received(address: str, encodings: str = "gzip") -> tuple[int, str]:
    """How many bytes come over the line, and how they are encoded."""
    response = Client().get(address, headers={"Accept-Encoding": encodings})
    assert response.status_code == 200, address
    body = response.getvalue()
    response.close()
    return len(body), response.headers.get("Content-Encoding", "")


def fonts() -> list[str]:
    """All of them, also the one that most pages do without."""
    stylesheet = Path(str(finders.find("built/ballot.css"))).read_text()
    named = re.findall(r"url\((fonts/[^)]+)\)", stylesheet)
    return [urljoin("/static/built/", name) for name in named]


@pytest.mark.parametrize("name", ["door", "ballot"])
def test_a_first_page_is_at_most_sixty_kilobytes_all_in(name: str) -> None:
    page = rendered(name)
    loaded = {*_LOADED.findall(page), *fonts()}
    weights = {address: received(address)[0] for address in loaded}
    # The server sends pages as they are, so this one counts in full.
    weights["the page"] = len(page.encode())

    assert "/static/built/ballot.css" in weights
    assert len(fonts()) == 2
    assert ("/static/built/ballot.js" in weights) == (name == "ballot")
    assert sum(weights.values()) <= MOST, weights


@pytest.mark.parametrize("name", ["ballot.css", "ballot.js", "samenspel.css"])
@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_texts_are_sent_compressed_to_who_can_read_that(name: str, encoding: str) -> None:
    address = f"/static/built/{name}"
    plain, compressed = received(address, "identity"), received(address, encoding)

    assert (plain[1], compressed[1]) == ("", encoding)
    assert compressed[0] < plain[0] / 2


def test_no_page_of_those_who_answer_loads_what_the_others_load() -> None:
    for name in ("door", "ballot", "explanation", "message"):
        assert "samenspel.css" not in rendered(name)
        assert "htmx" not in rendered(name)
