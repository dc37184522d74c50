"""A table of a survey that was held elsewhere, read whole or refused with what to do."""

import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samenspel.soundings.instruments.scale.survey_table import ExportError, read_survey
from samenspel.soundings.instruments.statements.polis_export import Conversation, KnownGroup

DAY = date(2026, 3, 1)
TABLE = """groep;size;Wij komen afspraken na.;Er is ruimte.
Medewerkers;80;4;helemaal eens
Medewerkers;80;;0
Raad;;Oneens;3
"""


def read(text: str | bytes) -> Conversation:
    raw = text.encode() if isinstance(text, str) else text
    return read_survey(io.BytesIO(raw), name="peiling.csv", title="Peiling", closed_on=DAY)


def rows(found: Conversation) -> list[dict[str, int]]:
    people: list[dict[str, int]] = [{} for _person in range(found.participants)]
    for voter, question, value in zip(found.voter, found.statement, found.value, strict=True):
        people[voter][found.statements[question].text] = int(value)
    return people


def test_a_table_is_read_with_its_groups_and_answers_in_numbers_or_words() -> None:
    found = read(TABLE)
    assert rows(found) == [
        {"Wij komen afspraken na.": 4, "Er is ruimte.": 5},
        {"Er is ruimte.": 0},
        {"Wij komen afspraken na.": 2, "Er is ruimte.": 3},
    ]
    assert found.groups == (KnownGroup("Medewerkers", 80), KnownGroup("Raad", None))
    assert found.group_of.tolist() == [0, 0, 1]
    assert (found.instrument, found.last_day, found.title) == ("scale", DAY, "Peiling")


def test_without_groups_everybody_is_one() -> None:
    found = read("Er is ruimte.\n5\n\n1\n")
    assert rows(found) == [{"Er is ruimte.": 5}, {"Er is ruimte.": 1}]
    assert (found.groups, found.group_of.tolist()) == ((), [0, 0])


def test_who_answered_nothing_is_left_out() -> None:
    assert read(TABLE + "Medewerkers;80;;\n").participants == 3


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "leeg"),
        ("Er is ruimte.\n", "geen enkel antwoord"),
        ("groep\nRaad\n", "boven elke kolom de vraag"),
        ("Er is ruimte.,\n5,4\n", "boven elke kolom de vraag"),
        ("A,A\n5,4\n", "“A” staat er twee keer"),
        ("x" * 301 + "\n5\n", "langer dan 300 tekens"),
        (",".join(f"v{n}" for n in range(201)) + "\n", "meer dan 200 vragen"),
        ("Er is ruimte.\n6\n", "iets anders dan 1 tot en met 5"),
        ("naam,Er is ruimte.\nAnna,5\n", "Haal kolommen weg die geen vraag zijn"),
        ("groep,Er is ruimte.\n,5\n", "bij welke groep"),
        ("groep,size,A\nRaad,5,5\nRaad,6,4\n", "een andere grootte dan eerder"),
        ("groep,size,A\nRaad,vijf,5\n", "geen heel getal"),
        ("groep,A\nanna@voorbeeld.nl,5\n", "lijken namen van mensen"),
        ("groep,A\n" + "".join(f"Anna {n},5\n" for n in range(51)), "lijken namen van mensen"),
        ("groep,size,A\nRaad,0,5\n", "kan niet kloppen"),
        ('A\n"5\n', "geen CSV"),
        ("Ruïmte\n5\n".encode("latin-1"), "geen UTF-8"),
        (b"PK\x03\x04", "Excel-bestand"),
    ],
)
def test_what_is_no_such_table_is_refused(text: str | bytes, why: str) -> None:
    with pytest.raises(ExportError, match=why):
        read(text)


def test_a_refusal_quotes_nothing_of_a_person() -> None:
    with pytest.raises(ExportError) as refused:
        read("Wie bent u?,Er is ruimte.\nAnna de Wit,5\n")
    assert "regel 2" in str(refused.value)
    assert "Anna" not in str(refused.value)


@given(st.lists(st.lists(st.integers(-1, 5), min_size=3, max_size=3), min_size=1, max_size=8))
def test_every_answer_of_every_row_is_read(said: list[list[int]]) -> None:
    lines = [",".join("" if value < 0 else str(value) for value in person) for person in said]
    expected = [
        {f"V{at}": value for at, value in enumerate(person) if value >= 0}
        for person in said
        if max(person) >= 0
    ]
    text = "V0,V1,V2\n" + "\n".join(lines) + "\n"
    if expected:
        assert rows(read(text)) == expected
    else:
        with pytest.raises(ExportError):
            read(text)
