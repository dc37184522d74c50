"""What is said of an outcome: only what was found, for whom, and never of one organisation."""

import re
from dataclasses import dataclass

import numpy as np
import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import betabinom

from samenspel.cooperations.models import Role
from samenspel.measures.opinions.votes import Votes
from samenspel.soundings.instruments.statements import headlines
from samenspel.soundings.instruments.statements.outcome import Outcome, read
from samenspel.soundings.instruments.statements.picture import (
    Answers,
    AskedGroup,
    AskedStatement,
    freeze,
)
from samenspel.soundings.pictures.pages import StatementPicture, statement_picture
from samenspel.soundings.pictures.shares import PlacedRow, SupportPicture
from tests.soundings.rounds import Asked, Counts, conversation
from tests.soundings.told import row_of, table_rows

MOST: Counts = (52, 4, 4)
FEW: Counts = (4, 52, 4)
HALF: Counts = (28, 28, 4)
TOO_FEW: Counts = (3, 1, 0)


@dataclass(frozen=True)
class Said:
    role: Role
    counts: tuple[Counts, ...]
    party: str = ""
    size: int | None = 70

    @property
    def name(self) -> str:
        return f"{self.role.label} {self.party}".strip()


def outcome_of(*groups: Said, purpose: bool = True) -> Outcome:
    said = conversation(*(Asked(group.name, group.size, group.counts) for group in groups))
    return read(
        freeze(
            Answers(
                groups=tuple(AskedGroup(g.name, g.role, g.party, g.size) for g in groups),
                statements=tuple(
                    AskedStatement(s.number, s.text, purpose and s.number == 1)
                    for s in said.statements
                ),
                votes=Votes(
                    said.voter, said.statement, said.value, said.participants, len(said.statements)
                ),
                group_of=np.asarray(said.group_of, dtype=np.int64),
            ),
            minimum=5,
        )
    )


def purpose(role: Role, counts: Counts, party: str = "", size: int | None = 70) -> Said:
    return Said(role, (counts,), party, size)


def told(outcome: Outcome) -> tuple[str, list[str]]:
    return headlines.headline(outcome), headlines.sentences(outcome)


COUNCIL, COLLEGE, STAFF = Role.COUNCIL, Role.COLLEGE, Role.STAFF

# ── headline and sentences ────────────────────────────────────────────────────────────────

PURPOSE: dict[str, tuple[tuple[Said, ...], tuple[str, list[str]]]] = {
    "everybody": (
        (purpose(COUNCIL, MOST), purpose(STAFF, MOST)),
        (
            "De bedoeling wordt gedeeld",
            ["Raadsleden en medewerkers staan in meerderheid achter de bedoeling."],
        ),
    ),
    "mixed": (
        (purpose(COUNCIL, MOST), purpose(STAFF, FEW)),
        (
            "De bedoeling leeft, maar niet bij iedereen",
            [
                "Raadsleden staan in meerderheid achter de bedoeling.",
                "Bij medewerkers staat minder dan de helft erachter.",
            ],
        ),
    ),
    "not sure of some": (
        (purpose(COUNCIL, MOST), purpose(STAFF, HALF)),
        (
            "De bedoeling leeft, maar nog niet zeker bij iedereen",
            [
                "Raadsleden staan in meerderheid achter de bedoeling.",
                "Bij medewerkers is dat nog niet zeker.",
            ],
        ),
    ),
    "not sure of those who were silent": (
        (purpose(COUNCIL, MOST), purpose(STAFF, HALF, size=110)),
        (
            "De bedoeling leeft, maar nog niet zeker bij iedereen",
            [
                "Raadsleden staan in meerderheid achter de bedoeling.",
                "Bij medewerkers is dat nog niet zeker; van hen deed een groot deel niet mee.",
            ],
        ),
    ),
    "sure of none": (
        (purpose(COUNCIL, HALF), purpose(STAFF, HALF)),
        (
            "Of de bedoeling gedeeld wordt, is nog niet te zeggen",
            ["Bij raadsleden en medewerkers is dat nog niet zeker."],
        ),
    ),
    "nobody": (
        (purpose(COUNCIL, FEW), purpose(STAFF, FEW)),
        (
            "De bedoeling wordt nog niet gedeeld",
            ["Bij raadsleden en medewerkers staat minder dan de helft erachter."],
        ),
    ),
    "one hidden": (
        (purpose(COUNCIL, MOST), purpose(COLLEGE, TOO_FEW)),
        (
            "De bedoeling wordt gedeeld",
            [
                "Raadsleden staan in meerderheid achter de bedoeling.",
                "Collegeleden tonen we niet: van hen deden er te weinig mee.",
            ],
        ),
    ),
    "all hidden": (
        (purpose(COUNCIL, TOO_FEW), purpose(COLLEGE, TOO_FEW)),
        (
            "Er deden te weinig mensen mee om iets te tonen",
            ["Een groep wordt getoond vanaf 5 deelnemers. Zo is niemand te herkennen."],
        ),
    ),
    "one role, two organisations that agree": (
        (purpose(STAFF, MOST, "gemeente Oost"), purpose(STAFF, MOST, "gemeente West")),
        (
            "De bedoeling wordt gedeeld",
            ["Medewerkers staan in meerderheid achter de bedoeling."],
        ),
    ),
    "one role, two organisations that do not": (
        (purpose(STAFF, MOST, "gemeente Oost"), purpose(STAFF, FEW, "gemeente West")),
        (
            "De bedoeling leeft, maar niet bij iedereen",
            ["Bij medewerkers verschilt het per organisatie."],
        ),
    ),
    "one role, hidden in two organisations": (
        (
            purpose(COUNCIL, MOST),
            purpose(STAFF, TOO_FEW, "gemeente Oost"),
            purpose(STAFF, TOO_FEW, "gemeente West"),
        ),
        (
            "De bedoeling wordt gedeeld",
            [
                "Raadsleden staan in meerderheid achter de bedoeling.",
                "Medewerkers tonen we niet: van hen deden er te weinig mee.",
            ],
        ),
    ),
    "bands only": (
        (purpose(COUNCIL, (14, 1, 1), size=16), purpose(STAFF, (1, 14, 1), size=16)),
        (
            "De bedoeling leeft, maar niet bij iedereen",
            [
                "Raadsleden staan in meerderheid achter de bedoeling.",
                "Bij medewerkers staat minder dan de helft erachter.",
            ],
        ),
    ),
}


@pytest.mark.parametrize("case", PURPOSE)
def test_headline_and_sentences_of_a_purpose(case: str) -> None:
    groups, expected = PURPOSE[case]

    assert told(outcome_of(*groups)) == expected


def test_headline_and_sentences_of_statements_without_a_purpose() -> None:
    shared = (MOST, FEW, HALF)
    apart = (FEW, FEW, HALF)

    def of(*counts: tuple[Counts, ...]) -> tuple[str, list[str]]:
        roles = (COUNCIL, STAFF)
        groups = [Said(role, said) for role, said in zip(roles, counts, strict=True)]
        return told(outcome_of(*groups, purpose=False))

    assert of(shared, shared) == (
        "De groepen delen veel",
        [
            "Met 1 stelling is een meerderheid van elke groep het eens.",
            "Over 0 stellingen denken groepen duidelijk verschillend.",
        ],
    )
    assert of(shared, apart)[0] == ("De groepen delen veel, maar denken niet over alles hetzelfde")
    assert of((MOST,), (FEW,)) == (
        "De groepen denken er verschillend over",
        [
            "Met 0 stellingen is een meerderheid van elke groep het eens.",
            "Over 1 stelling denken groepen duidelijk verschillend.",
        ],
    )
    assert of((HALF,), (HALF,))[0] == "Wat de groepen delen, is nog niet te zeggen"


def test_headline_and_sentences_of_one_group() -> None:
    everybody = Said(Role.PARTICIPANT, (MOST, MOST, FEW, HALF), size=None)

    assert told(outcome_of(everybody, purpose=False)) == (
        "Bij 3 van de 4 stellingen is er een duidelijke meerderheid",
        [
            "De deelnemers zijn het in meerderheid eens met 2 en oneens met 1.",
            "Over 1 zijn ze duidelijk verdeeld.",
            "Hoeveel mensen niet meededen, is niet bekend.",
        ],
    )


# ── never one organisation ────────────────────────────────────────────────────────────────

ORGANISATIONS = ("Oostwaard", "Rijnveld", "Broekmeer")
counts = st.tuples(*[st.integers(0, 40)] * 3)
groups_of_organisations = st.lists(
    st.tuples(
        st.sampled_from([COUNCIL, STAFF, COLLEGE]),
        st.sampled_from(ORGANISATIONS),
        st.lists(counts, min_size=2, max_size=2).map(tuple),
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda group: group[:2],
)


@settings(max_examples=40, deadline=None)
@given(asked=groups_of_organisations, has_purpose=st.booleans())
def test_no_organisation_is_held_up_in_words(
    asked: list[tuple[Role, str, tuple[Counts, ...]]], has_purpose: bool
) -> None:
    groups = [Said(role, said, party, 130) for role, party, said in asked]
    outcome = outcome_of(*groups, purpose=has_purpose)
    notes = [headlines.divided_note(s, outcome) for s in outcome.divisive]
    words = " ".join([headlines.headline(outcome), *headlines.sentences(outcome), *notes])

    assert [name for name in ORGANISATIONS if name in words] == []


def test_what_divides_is_told_by_role() -> None:
    def note(*groups: Said) -> str:
        outcome = outcome_of(*groups)
        [statement] = outcome.divisive
        return headlines.divided_note(statement, outcome)

    east, west = ("gemeente Oost", "gemeente West")
    assert note(purpose(COUNCIL, MOST), purpose(STAFF, FEW)) == (
        "raadsleden vaker eens dan medewerkers"
    )
    assert note(purpose(STAFF, MOST, east), purpose(STAFF, FEW, west)) == (
        "bij medewerkers verschilt het per organisatie"
    )
    assert note(purpose(STAFF, MOST, east), purpose(STAFF, FEW, west), purpose(COUNCIL, FEW)) == (
        "medewerkers en raadsleden denken hier verschillend over"
    )


# ── "in meerderheid" ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("agree", range(20, 57))
def test_a_majority_is_only_said_where_the_whole_interval_lies_beyond_half(agree: int) -> None:
    size, answered = 90, 60
    rest = betabinom(size - answered, agree + 0.5, answered - agree + 0.5)
    low, high = ((agree + rest.ppf(tail)) / size for tail in (0.025, 0.975))

    head, [sentence] = told(
        outcome_of(purpose(COUNCIL, (agree, answered - agree - 2, 2), size=size))
    )

    assert ("in meerderheid" in sentence) == (head == "De bedoeling wordt gedeeld") == (low > 0.5)
    assert ("minder dan de helft" in sentence) == (high < 0.5)


def test_after_rounding_the_least_that_can_be_must_lie_beyond_half() -> None:
    """30 of 32 answered. 16 is a majority, but told as 15; 18 is told as 20: at least 18."""
    said = [
        told(outcome_of(purpose(COUNCIL, counts, size=32)))[1][0]
        for counts in ((16, 12, 2), (18, 6, 6))
    ]

    assert ["in meerderheid" in sentence for sentence in said] == [False, True]


# ── drawing, table and sentence ───────────────────────────────────────────────────────────

PICTURED: dict[str, Said] = {
    "Inwoners": Said(Role.RESIDENT, ((300, 90, 22),), size=18_400),
    "Medewerkers gemeente Oost": Said(STAFF, ((17, 20, 9),), "gemeente Oost", 118),
    "Leidinggevenden": Said(Role.MANAGEMENT, ((22, 1, 0),), size=24),
    "Maatschappelijke partners": Said(Role.PARTNER, ((1, 12, 3),), size=26),
    "Ondernemers": Said(Role.BUSINESS, ((0, 30, 0),), size=None),
    "Collegeleden": Said(COLLEGE, (TOO_FEW,), size=11),
}
INTERVAL = re.compile(r"\((\d+)% tot (\d+)%\)")


@pytest.fixture(scope="module")
def picture() -> StatementPicture:
    outcome = outcome_of(*PICTURED.values())
    return statement_picture(outcome, outcome.statements[0])


def test_the_table_tells_what_may_be_told_of_each_group(picture: StatementPicture) -> None:
    page = render_to_string("soundings/_shares.html", {"shown": picture})
    rows = table_rows(page)

    assert {name: row and row[:-1] for name, row in rows.items()} == {
        name: row_of(said.counts[0], people=sum(said.counts[0]), size=said.size)
        for name, said in PICTURED.items()
    }
    known = {name for name, row in rows.items() if row and row[-1] != "–"}
    assert known == {name for name, said in PICTURED.items() if said.size} - {"Collegeleden"}


def percent_at(drawing: SupportPicture, x: float) -> float:
    return 100 * (x - drawing.scale.left) / (drawing.scale.right - drawing.scale.left)


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_what_is_drawn_is_what_the_table_says(picture: StatementPicture, width: str) -> None:
    drawing: SupportPicture = getattr(picture, width)
    assert [placed.row.label for placed in drawing.rows] == list(PICTURED)
    for placed, row in zip(drawing.rows, picture.table, strict=True):
        assert placed.row.label == row.group
        assert row.took_part in placed.row.sentence
        if not row.is_shown:
            assert (placed.dot, placed.pill, placed.dotted, placed.row.value) == (
                None,
                None,
                [],
                "",
            )
            continue
        check_row(drawing, placed, row.share, row.bounds)


def check_row(drawing: SupportPicture, placed: PlacedRow, share: str, bounds: str) -> None:
    value, _, _ = share.partition(" (")
    found = INTERVAL.search(share)
    assert found
    low, high = int(found[1]), int(found[2])
    assert placed.row.value == value
    assert f"{value} eens, waarschijnlijk tussen {low}% en {high}%" in placed.row.sentence
    assert f"{placed.row.sentence}." in drawing.description

    assert placed.pill is not None
    left, width = placed.pill
    # A pill is never narrower than its dot on either side.
    widened = 18 / (drawing.scale.right - drawing.scale.left) * 100
    begins, ends = percent_at(drawing, left), percent_at(drawing, left + width)
    assert low - widened - 0.6 < begins < low + 0.6
    assert high - 0.6 < ends < high + widened + 0.6
    assert high - low < 2 * widened or (begins > low - 0.6 and ends < high + 0.6)
    if value.endswith("%"):
        assert placed.dot is not None
        assert abs(percent_at(drawing, placed.dot) - int(value[:-1])) < 0.6
    if bounds == "–":
        assert placed.dotted == []
    else:
        edges = {round(percent_at(drawing, end)) for _from, _to, end in placed.dotted}
        assert edges <= {int(edge) for edge in re.findall(r"\d+", bounds)}


def test_a_band_has_no_dot_and_no_number(picture: StatementPicture) -> None:
    [band] = [p for p in picture.wide.rows if p.row.label == "Maatschappelijke partners"]

    assert (band.dot, band.row.value) == (None, "weinigen")
    assert band.pill is not None


def test_rows_lie_below_each_other_inside_the_drawing(picture: StatementPicture) -> None:
    for drawing in (picture.wide, picture.narrow):
        heights = [placed.y for placed in drawing.rows]
        assert heights == sorted(set(heights))
        assert heights[-1] < drawing.bottom < drawing.tick_y <= drawing.height
        for placed in drawing.rows:
            spots = [placed.dot, *(x for line in placed.dotted for x in line)]
            if placed.pill:
                spots += [placed.pill[0], sum(placed.pill)]
            assert [x for x in spots if x is not None and not 0 <= x <= drawing.width] == []
