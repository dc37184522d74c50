import pytest

from samenspel.pages.clean_text import in_lines, on_one_line


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Samen \t in\nA ", "Samen in A"),
        ("Org \u202eA\u202c \u2066b\u2069", "Org A b"),
        ("Nul\x00 en bel\x07", "Nul en bel"),
        ("مرحبا 🌍 e\u0301", "مرحبا 🌍 é"),
        ("<script>", "<script>"),
    ],
)
def test_what_turns_or_hides_is_left_out_and_the_words_stay(typed: str, kept: str) -> None:
    assert on_one_line(typed) == kept


def test_a_longer_text_keeps_its_lines() -> None:
    assert in_lines("Eerst \u202edit.\r\n\r\n  Dan  dat.") == "Eerst dit.\n\nDan dat."
