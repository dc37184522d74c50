import pytest

from samenspel.soundings.instruments.statements.items import LONGEST, MOST, hints, too_much
from samenspel.soundings.instruments.statements.starting_sets import MERGER, STARTING_SETS

LONG = "Lang: 26 woorden. Korter dan 26 leest makkelijker."
TWO = "Dit zijn misschien twee vragen in één. Maak er twee zinnen van."
DENIED = "Twee keer een ontkenning: dan is ‘oneens’ lastig te begrijpen."
QUESTION = "Met een vraag kan niemand het eens of oneens zijn. Maak er een zin van."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ik kan uitleggen waarom deze fusie nodig is.", []),
        (" ".join(["woord"] * 25), []),
        (" ".join(["woord"] * 26), [LONG]),
        ("Ik weet en/of begrijp waarom.", [TWO]),
        ("Zowel de raad als het college wil dit.", [TWO]),
        ("Ik vind het niet goed dat er geen loket is.", [DENIED]),
        ("Ik vind het niet goed.", []),
        ("Vindt u dit goed?", [QUESTION]),
        ("Nietsnut en geeneen zijn geen ontkenning.", []),
        ("", []),
    ],
)
def test_tips_for_statements(text: str, expected: list[str]) -> None:
    assert hints(text) == expected


@pytest.mark.parametrize(
    ("groups", "statements"), [(1, 9_459), (5, 4_230), (60, 1_221), (2_236, MOST)]
)
def test_what_can_be_looked_at_together_ends_at_two_gigabytes(groups: int, statements: int) -> None:
    """24 bytes for each group and pair of statements."""
    assert 24 * groups * statements**2 <= 2**31 < 24 * groups * (statements + 1) ** 2
    assert too_much(groups, statements) == ""
    counts = f"{statements + 1:,} stellingen in {groups:,} groepen".replace(",", ".")
    assert too_much(groups, statements + 1) == (
        f"{counts} zijn te veel om samen te bekijken. Neem minder groepen of minder stellingen."
    )


def test_the_starting_set_is_whole_and_follows_its_own_tips() -> None:
    assert len(MERGER.statements) == 24
    assert [n for n, s in enumerate(MERGER.statements, 1) if s.insiders_only] == [18, 20, 24]
    assert all(0 < len(s.text) <= LONGEST and len(s.text_en) > 0 for s in MERGER.statements)
    assert [s.text for s in MERGER.statements if hints(s.text)] == []
    assert len({s.text for s in MERGER.statements}) == 24
    assert {MERGER.key: MERGER} == STARTING_SETS
