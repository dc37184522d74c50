"""The pages of those who answer, filled in: whole, plain, and in the chosen way of address."""

import copy
import re
from html.parser import HTMLParser

import pytest
from django.utils import translation
from pytest_django.fixtures import Settings

from tests.soundings.answering_pages import PAGES, ballot_of, rendered

_VOID = {"meta", "link", "input", "path", "circle", "br"}
_FORMAL = re.compile(r"\b(u|uw)\b", re.IGNORECASE)
_INFORMAL = re.compile(r"\b(je|jij|jou|jouw)\b", re.IGNORECASE)


class Outline(HTMLParser):
    """What a page is made of; complains of a tag that does not match the one it closes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, attribute: str) -> list[str]:
        return [value for name, value in self.attributes if name == attribute]


@pytest.fixture
def _missing_shows(settings: Settings) -> None:
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["OPTIONS"]["string_if_invalid"] = "MISSING(%s)"
    settings.TEMPLATES = templates


@pytest.mark.usefixtures("_missing_shows")
@pytest.mark.parametrize("je", [False, True], ids=["u", "je"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole(name: str, je: bool) -> None:
    page = rendered(name, je=je)
    outline = Outline(page)

    assert "MISSING" not in page
    assert outline.open == []
    assert [outline.tags.count(tag) for tag in ("html", "title", "main", "h1")] == [1, 1, 1, 1]
    assert outline.values("lang")[0] == "nl"
    assert len(set(outline.values("id"))) == len(outline.values("id"))
    assert not [name for name, _value in outline.attributes if name.startswith("on")]
    assert "style" not in {name for name, _value in outline.attributes} | set(outline.tags)


@pytest.mark.parametrize("name", PAGES)
def test_somebody_is_spoken_to_in_one_way(name: str) -> None:
    formal, informal = (Outline(rendered(name, je=je)).text for je in (False, True))

    assert not _INFORMAL.search(formal)
    assert not _FORMAL.search(informal)


@pytest.mark.parametrize("name", ["door", "ballot", "done", "add", "explanation"])
def test_the_two_ways_to_speak_to_somebody_differ(name: str) -> None:
    assert rendered(name, je=True) != rendered(name, je=False)


@pytest.mark.parametrize("name", PAGES)
def test_the_other_language_is_offered_only_where_it_was_written(name: str) -> None:
    both, one = (Outline(rendered(name, has_english=has)) for has in (True, False))

    assert ("?taal=en" in both.values("href"), both.values("hreflang")) == (True, ["en"])
    assert ("?taal=en" in one.values("href"), one.values("hreflang")) == (False, [])


def test_in_english_the_way_back_is_offered() -> None:
    with translation.override("en"):
        outline = Outline(rendered("ballot"))

    assert outline.values("lang")[0] == "en"
    assert "?taal=nl" in outline.values("href")


def test_the_door_says_who_asks_whom_how_long_until_when_and_what_is_promised() -> None:
    text = " ".join(Outline(rendered("door")).text.split())

    for part in (
        "Oostwaard, Westwaard en Middenwaard",
        "U bent één van de 1.118 in de groep Medewerkers Oostwaard.",
        "24 stellingen, ongeveer 5 minuten",
        "zondag 6 december 2026",
        "Uw antwoorden staan los van uw naam en e-mailadres.",
        "Niemand kan in Samenspel opzoeken wat u antwoordde;",
        "wie de server beheert zou dat kunnen zolang de vragenronde loopt.",
    ):
        assert part in text


def test_the_door_of_an_open_link_names_no_size() -> None:
    text = Outline(rendered("door of an open link")).text

    assert "De groep Inwoners. Iedereen met deze link kan meedoen." in text
    assert "één van de" not in text


def test_a_try_out_says_that_it_does_not_count() -> None:
    assert "tellen niet mee" in rendered("ballot", is_try_out=True)
    assert "tellen niet mee" not in rendered("ballot")


@pytest.mark.parametrize(
    ("answer", "label"),
    [("eens", "Eens"), ("oneens", "Oneens"), ("weet-niet", "Weet ik niet")],
)
def test_an_earlier_answer_is_marked_in_words(answer: str, label: str) -> None:
    text = " ".join(Outline(rendered("ballot", answer=answer)).text.split())

    assert text.count("uw antwoord ") == 1
    assert f"{label} uw antwoord " in text


def test_an_answer_is_one_of_four_buttons_of_one_form() -> None:
    outline = Outline(rendered("ballot"))

    assert outline.values("value")[-4:] == ["eens", "oneens", "weet-niet", "sla-over"]
    assert outline.values("name").count("antwoord") == 4
    assert outline.values("method") == ["post"]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "{{ round }} {% now %}",
        "עזרה טובה חשובה יותר 🙂",
        "a" * 5000,
    ],
)
def test_a_statement_is_shown_as_it_was_written(text: str) -> None:
    page = ballot_of(text)

    assert text in Outline(page).text
    assert Outline(page).tags == Outline(ballot_of("Gewone tekst.")).tags
