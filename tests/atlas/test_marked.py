"""Marked text is all of the text, in pieces that a template escapes."""

from hypothesis import given
from hypothesis import strategies as st

from samenspel.atlas.queries.marked import (
    START,
    STOP,
    Piece,
    excerpt,
    marked_as,
    marked_at,
)


def test_places_are_marked() -> None:
    assert marked_at("een twee drie", [(0, 3), (9, 13)]) == [
        Piece("een", is_marked=True),
        Piece(" twee "),
        Piece("drie", is_marked=True),
    ]
    assert marked_at("een", []) == [Piece("een")]
    assert marked_at("", []) == []


def test_what_the_database_found_is_marked() -> None:
    # Found without accents, and marked in the text as it is.
    assert marked_as("Één tweé <b>", f"een {START}twee{STOP} <b>") == [
        Piece("Één "),
        Piece("tweé", is_marked=True),
        Piece(" <b>"),
    ]
    # Signs of somebody else mark nothing by themselves.
    assert marked_as("een twee", f"een {START}twee") == [Piece("een twee")]
    assert marked_as("een twee", "") == [Piece("een twee")]


@given(st.text(alphabet=f"ab {START}{STOP}", max_size=20))
def test_no_word_is_lost(text: str) -> None:
    assert "".join(piece.text for piece in marked_as(text, text)) == text


WORDS = " ".join(f"w{number}" for number in range(100))


def shown(text: str, *marks: str) -> str:
    spans = [(text.index(mark), text.index(mark) + len(mark)) for mark in marks]
    pieces = excerpt(marked_at(text, spans), most=40, around=8)
    return "".join(f"[{piece.text}]" if piece.is_marked else piece.text for piece in pieces)


def test_a_long_text_is_cut_around_what_is_marked() -> None:
    assert shown("Kort en goed.", "goed") == "Kort en [goed]."
    assert shown(WORDS) == "w0 w1 w2 w3 w4 w5 w6 w7 w8 w9 w10 w11 w12 …"
    assert shown(WORDS, "w50") == "… w48 w49 [w50] w51 w52 …"
    assert shown(WORDS, "w50", "w52") == "… w48 w49 [w50] w51 [w52] w53 w54 …"
    # What is far away stands behind an ellipsis, up to about so many letters.
    assert shown(WORDS, "w20", "w50", "w80", "w90") == (
        "… w18 w19 [w20] w21 w22 … w48 w49 [w50] w51 w52 … w78 w79 [w80] w81 w82 …"
    )
    assert shown(WORDS, "w99") == "… w97 w98 [w99]"


PARTS = st.tuples(st.text(alphabet="ab ", min_size=1, max_size=30), st.booleans())


@given(st.lists(PARTS, max_size=20))
def test_an_excerpt_holds_the_first_mark_and_only_words_of_the_text(
    parts: list[tuple[str, bool]],
) -> None:
    pieces = [Piece(text, is_marked) for text, is_marked in parts]
    text = "".join(piece.text for piece in pieces)
    cut = excerpt(pieces, most=50, around=10)

    marks = [piece for piece in pieces if piece.is_marked]
    assert [piece for piece in cut if piece.is_marked][:1] == marks[:1]
    left = "".join(piece.text for piece in cut)
    assert all(part.strip() in text for part in left.split("…"))
    assert left == text if len(text) <= 50 else True
