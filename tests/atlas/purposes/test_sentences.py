"""Purposes fall apart in sentences although registers write them without spaces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samenspel.atlas.purposes.sentences import in_sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", []),
        ("Eén zin", ["Eén zin"]),
        ("Eerst dit. Dan dat.", ["Eerst dit.", "Dan dat."]),
        ("Eerst dit.Dan dat.", ["Eerst dit.", "Dan dat."]),
        ("1. Eerst dit.2. Dan dat.", ["1. Eerst dit.", "2. Dan dat."]),
        ("In 2000.2.Het belang.", ["In 2000.", "2.Het belang."]),
        # A number glued to its heading begins no sentence.
        ("Artikel 3 Doelstelling1. De regio.", ["Artikel 3 Doelstelling1. De regio."]),
        ("Artikel 3. De regio.", ["Artikel 3. De regio."]),
        # Enumerations stay with what they belong to.
        (
            "Tot doel:a. zorg;b. hulp.Daarnaast c.q. Wonen.",
            ["Tot doel:a. zorg;b. hulp.", "Daarnaast c.q. Wonen."],
        ),
        ("Zie art. 1.3 van de wet.", ["Zie art. 1.3 van de wet."]),
        ("De B.V. Werk is er. Nu.", ["De B.V. Werk is er.", "Nu."]),
        ("Waarom? Daarom! ‘Zo.’ Ja.", ["Waarom?", "Daarom!", "‘Zo.’", "Ja."]),
        ("Wij willen:• meer. • Minder.", ["Wij willen:• meer.", "• Minder."]),
        ("Het gemeen\u00adschappelijk  belang\n is er.", ["Het gemeenschappelijk belang is er."]),
    ],
)
def test_a_text_falls_apart_where_its_sentences_end(text: str, sentences: list[str]) -> None:
    assert in_sentences(text) == sentences


@given(st.text(alphabet="aB1. ;?!)\n•'", max_size=60))
def test_no_letter_is_lost(text: str) -> None:
    sentences = in_sentences(text)

    assert "".join("".join(sentences).split()) == "".join(text.split())
    assert all(sentence == sentence.strip() != "" for sentence in sentences)
