"""What sentences speak of follows the rules of the list, and what is marked stands there."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samenspel.atlas.models.letters import without_accents
from samenspel.atlas.purposes.reading import sentences_of, spans_in, themes_of
from samenspel.atlas.purposes.word_list import Theme, parsed, themes
from tests.atlas.purposes.register import purposes_in_force

LIST = """
[[themes]]
key = "money"
address = "geld"
name = { nl = "Geld", en = "Money" }
short = { nl = "Geld", en = "Money" }
explanation = { nl = "Geld.", en = "Money." }
words = ["*zuinig*", "geld", "geld besparen", "Café"]
except = ["geldersch landschap", "lagere energiekosten", "geld en goed"]
[[themes.pairs]]
one = ["lage*"]
other = ["kosten", "energiekosten"]
within = 2
"""


def marked(text: str, theme: Theme) -> list[str]:
    return [text[start:end] for start, end in spans_in(without_accents(text), theme)]


@pytest.fixture(scope="module")
def money() -> Theme:
    (theme,) = parsed(LIST)
    return theme


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Wij hebben geld.", ["geld"]),
        ("GELD, gèld en geldig.", ["GELD", "gèld"]),
        ("Wij willen geld  besparen.", ["geld  besparen"]),
        ("Onzuinige mensen, enzuinig", ["Onzuinige", "enzuinig"]),
        ("In het cafe.", ["cafe"]),
        ("Het geld en goed van allen; ander geld.", ["geld"]),
        ("Lagere kosten.", ["Lagere", "kosten"]),
        ("De kosten blijven zo laag, lager kan niet.", []),
        ("De kosten zijn nu lager.", ["kosten", "lager"]),
        ("De kosten zijn voor iedereen lager.", []),
        # A pair that is excepted in part is no pair.
        ("Lagere energiekosten.", []),
        ("Niets.", []),
    ],
)
def test_words_are_found_by_the_rules_of_the_list(
    text: str, words: list[str], money: Theme
) -> None:
    assert marked(text, money) == words


@pytest.mark.parametrize(
    ("sentence", "spoken_of"),
    [
        (
            "Kwalitatief hoogwaardige endoelmatige uitvoering.",
            {"quality": ["Kwalitatief hoogwaardige"], "efficiency": ["endoelmatige"]},
        ),
        (
            "De continuïteit van de zorg voor cliënten.",
            {"vulnerability": ["continuïteit"], "residents": ["cliënten"]},
        ),
        ("De brandweerzorg en de rampenbestrijding.", {}),
        (
            "Het beschermen van de gezondheid van de bevolking.",
            {"residents": ["bevolking"], "result": ["beschermen", "gezondheid"]},
        ),
        ("De colleges van burgemeester en wethouders van de regio.", {}),
        ("De kwaliteit van de leefomgeving.", {}),
        (
            "De kwaliteit van de leefomgeving verbeteren.",
            {"result": ["leefomgeving", "verbeteren"]},
        ),
        (
            "Het behalen van schaalvoordelen.",
            {"efficiency": ["schaalvoordelen"], "scale": ["schaalvoordelen"]},
        ),
        ("Doeltreffend en effectief.", {}),
        # A court of audit looks into the efficiency of others.
        ("De doelmatigheid, de doeltreffendheid en de rechtmatigheid onderzoeken.", {}),
    ],
)
def test_sentences_speak_of_what_the_list_says(
    sentence: str, spoken_of: dict[str, list[str]]
) -> None:
    (read,) = sentences_of(sentence)

    assert {
        key: [sentence[start:end] for start, end in spans] for key, spans in read.found
    } == spoken_of
    assert themes_of(sentence) == set(spoken_of)


@given(st.text(alphabet=st.characters(max_codepoint=0x24F), max_size=40))
def test_plain_text_has_the_length_of_the_text(text: str) -> None:
    assert len(without_accents(text)) == len(text)


LISTED = [word for theme in themes() for word in theme.listed]


@given(st.lists(st.sampled_from([*LISTED, "de", "van", ".", "Lagere kosten"]), max_size=8))
def test_no_theme_is_passed_over_by_the_quick_look(words: list[str]) -> None:
    searched = without_accents(" ".join(words).replace("*", ""))

    assert [theme.key for theme in themes() if spans_in(searched, theme)] == [
        theme.key for theme in themes() if theme.can_be_in(searched) and spans_in(searched, theme)
    ]


def test_each_theme_can_be_told_apart() -> None:
    keys = [theme.key for theme in themes()]

    assert keys == ["efficiency", "quality", "vulnerability", "scale", "residents", "result"]
    assert len({theme.address for theme in themes()}) == len(keys)
    texts = [(t.names, t.short_names, t.explanations) for t in themes()]
    assert [[set(each) for each in those] for those in texts] == [[{"nl", "en"}] * 3] * len(keys)
    assert [theme.key for theme in themes() if len(set(theme.listed)) != len(theme.listed)] == []


def test_the_purposes_of_the_register_speak_of_what_the_documents_say() -> None:
    purposes = purposes_in_force("2026-05-16")
    spoken = [themes_of(purpose) for purpose in purposes]

    assert len(purposes) == 417
    assert {theme.key: sum(theme.key in of for of in spoken) for theme in themes()} == {
        "efficiency": 127,
        "quality": 83,
        "vulnerability": 23,
        "scale": 41,
        "residents": 80,
        "result": 62,
    }
    assert sum(not of for of in spoken) == 176


def test_what_was_read_is_not_read_again() -> None:
    purposes = purposes_in_force("2026-05-16")
    sentences_of.cache_clear()

    def seconds() -> float:
        begun = time.process_time()
        for purpose in purposes:
            sentences_of(purpose)
        return time.process_time() - begun

    first = seconds()

    assert min(seconds() for _ in range(3)) < first / 5
    assert sentences_of.cache_info().currsize == len(set(purposes))
