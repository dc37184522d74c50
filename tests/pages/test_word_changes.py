"""What changed in a text is told word by word, and nothing of either version is lost."""

from hypothesis import given
from hypothesis import strategies as st

from samenspel.pages.word_changes import Change, Piece, changes_between


def test_changes_are_told_word_by_word() -> None:
    assert changes_between("Samen zorgen we voor hulp.", "Samen zorgen wij snel voor hulp.") == [
        Piece(Change.SAME, "Samen zorgen"),
        Piece(Change.REMOVED, "we"),
        Piece(Change.ADDED, "wij snel"),
        Piece(Change.SAME, "voor hulp."),
    ]
    assert changes_between("", "Nieuw.") == [Piece(Change.ADDED, "Nieuw.")]
    assert changes_between("Oud.", "") == [Piece(Change.REMOVED, "Oud.")]


SENTENCES = st.lists(st.sampled_from(["wij", "zorgen", "samen", "voor", "hulp.", "é"]), max_size=12)


@given(before=SENTENCES, after=SENTENCES)
def test_both_versions_can_be_read_back_from_what_changed(
    before: list[str], after: list[str]
) -> None:
    pieces = changes_between(" ".join(before), "  ".join(after))

    def left(without: Change) -> list[str]:
        return " ".join(p.text for p in pieces if p.change is not without).split()

    assert left(Change.REMOVED) == after
    assert left(Change.ADDED) == before
