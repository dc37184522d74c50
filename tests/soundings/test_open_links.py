"""What an open link gathered is told apart: it may be anybody, and says nothing of who did not."""

import csv
import io

import numpy as np
import pytest
from django.test import Client
from django_scopes import scopes_disabled

from samenspel.cooperations.models import Cooperation, Role
from samenspel.measures.opinions.votes import Votes
from samenspel.soundings.instruments.statements import headlines, words
from samenspel.soundings.instruments.statements.outcome import Outcome, read
from samenspel.soundings.instruments.statements.picture import (
    Answers,
    AskedGroup,
    AskedStatement,
    freeze,
)
from samenspel.soundings.models import Sounding
from samenspel.soundings.pictures.opinion_map import map_page
from samenspel.soundings.pictures.pages import outcome_page, statement_picture
from tests.page_text import plain
from tests.soundings.asked import OPEN_LINK, open_round
from tests.soundings.closed import close, let_answer
from tests.soundings.rounds import Asked, Counts, conversation, seen
from tests.soundings.told import table_rows

MOST: Counts = (52, 4, 4)
FEW: Counts = (4, 52, 4)
HALF: Counts = (28, 28, 4)

Group = tuple[AskedGroup, tuple[Counts, ...]]


def invited(role: Role, *counts: Counts, size: int = 70) -> Group:
    return AskedGroup(str(role.label), role, "", size), counts


def by_link(*counts: Counts, role: Role = Role.RESIDENT) -> Group:
    return AskedGroup("Inwoners", role, "", None, open_link=True), counts


def outcome_of(
    *groups: Group, purpose: bool = False, only_for: dict[int, tuple[int, ...]] | None = None
) -> Outcome:
    said = conversation(*(Asked(group.name, group.size, counts) for group, counts in groups))
    answers = Answers(
        groups=tuple(group for group, _counts in groups),
        statements=tuple(
            AskedStatement(
                s.number,
                s.text,
                purpose and s.number == 1,
                only_for=(only_for or {}).get(s.number, ()),
            )
            for s in said.statements
        ),
        votes=Votes(
            said.voter, said.statement, said.value, said.participants, len(said.statements)
        ),
        group_of=np.asarray(said.group_of, dtype=np.int64),
    )
    return read(freeze(answers, minimum=5))


def told(outcome: Outcome) -> list[str]:
    return [headlines.headline(outcome), *headlines.sentences(outcome)]


COUNCIL, STAFF = Role.COUNCIL, Role.STAFF
BESIDES = (
    "Inwoners deden mee via een open link: hun antwoorden zeggen niets over wie niet meedeed, en "
    "tellen niet mee in wat groepen delen."
)
ANYBODY = (
    "Iedereen met de open link kon meedoen. Dit zegt niets over wie niet meedeed, en dus ook niet "
    "over alle inwoners of een hele groep."
)


# ── not put together with those who were invited ──────────────────────────────────────────


@pytest.mark.parametrize("residents", [MOST, FEW, HALF, (500, 4, 4), (3, 0, 0)])
def test_whatever_came_by_the_link_changes_nothing_that_groups_share_or_that_divides(
    residents: Counts,
) -> None:
    groups = (invited(COUNCIL, MOST, FEW, MOST), invited(STAFF, MOST, FEW, FEW))
    without = outcome_of(*groups)
    beside = outcome_of(*groups, by_link(residents, residents, residents))

    def found(outcome: Outcome) -> list[list[int]]:
        kinds = (outcome.shared, outcome.rejected, outcome.divisive)
        return [[statement.number for statement in kind] for kind in kinds]

    assert found(without) == found(beside) == [[1], [2], [3]]
    for one, other in zip(without.statements, beside.statements, strict=True):
        assert (one.shared_agree, one.shared_disagree, one.q, one.pairs) == (
            other.shared_agree,
            other.shared_disagree,
            other.q,
            other.pairs,
        )
        assert one.cells == other.cells[:2]


def test_the_control_an_invited_group_does_change_it() -> None:
    outcome = outcome_of(invited(COUNCIL, MOST), invited(STAFF, MOST), invited(Role.RESIDENT, FEW))

    assert outcome.shared == []
    assert [statement.pairs for statement in outcome.divisive] == [((0, 2), (1, 2))]


def test_they_are_not_on_the_map_and_the_map_says_so() -> None:
    groups = (invited(COUNCIL, MOST, FEW, HALF, MOST), invited(STAFF, FEW, MOST, HALF, FEW))
    without = outcome_of(*groups)
    beside = outcome_of(*groups, by_link(HALF, HALF, HALF, HALF))

    assert without.map is not None
    assert beside.map == {**without.map, "groups_not_shown": [2]}
    assert (map_page(without).leaves_out_open_links, map_page(without).not_shown) == (False, "")
    assert (map_page(beside).leaves_out_open_links, map_page(beside).not_shown) == (True, "")


def test_a_round_with_few_who_were_invited_has_no_map_however_many_came_by_the_link() -> None:
    few: Counts = (10, 10, 2)
    assert outcome_of(invited(COUNCIL, few, few), by_link((90, 90, 9), (90, 90, 9))).map is None


# ── what is said ──────────────────────────────────────────────────────────────────────────


def test_groups_that_share_are_the_ones_that_were_invited() -> None:
    outcome = outcome_of(invited(COUNCIL, MOST), invited(STAFF, MOST), by_link(FEW))

    assert told(outcome) == [
        "De groepen delen veel",
        "Met 1 stelling is een meerderheid van elke uitgenodigde groep het eens.",
        "Over 0 stellingen denken groepen duidelijk verschillend.",
        BESIDES,
    ]
    [statement] = outcome.shared
    assert headlines.shared_note(statement) == (
        "vrijwel zeker een meerderheid in elke uitgenodigde groep, ook als iedereen die niet "
        "meedeed er anders over denkt"
    )


def test_the_purpose_is_shared_or_not_by_those_who_were_invited() -> None:
    outcome = outcome_of(invited(COUNCIL, MOST), invited(STAFF, MOST), by_link(FEW), purpose=True)

    assert told(outcome) == [
        "De bedoeling wordt gedeeld",
        "Raadsleden en medewerkers staan in meerderheid achter de bedoeling.",
        BESIDES,
    ]


def test_one_invited_group_beside_a_link_speaks_for_itself() -> None:
    outcome = outcome_of(invited(COUNCIL, MOST, FEW), by_link(FEW, FEW))

    assert told(outcome) == [
        "Bij 2 van de 2 stellingen is er een duidelijke meerderheid",
        "Raadsleden zijn het in meerderheid eens met 1 en oneens met 1.",
        BESIDES,
    ]


def test_a_link_of_which_too_few_took_part_is_not_shown() -> None:
    outcome = outcome_of(invited(COUNCIL, MOST), invited(STAFF, MOST), by_link((2, 1, 0)))

    assert told(outcome)[-1] == "Inwoners tonen we niet: van hen deden er te weinig mee."


@pytest.mark.parametrize(
    ("counts", "headline"),
    [
        (MOST, "Wie meedeed, staat in meerderheid achter de bedoeling"),
        (FEW, "Van wie meedeed, staat minder dan de helft achter de bedoeling"),
        # Rounded, so that either may be the case.
        ((25, 25, 0), "Of wie meedeed achter de bedoeling staat, is nog niet te zeggen"),
    ],
)
def test_a_round_with_a_link_only_says_what_those_said_who_took_part(
    counts: Counts, headline: str
) -> None:
    assert told(outcome_of(by_link(counts), purpose=True)) == [headline, ANYBODY]


def test_without_a_purpose_too() -> None:
    assert told(outcome_of(by_link(MOST, FEW, HALF))) == [
        "Bij 2 van de 3 stellingen is er een duidelijke meerderheid",
        "De deelnemers zijn het in meerderheid eens met 1 en oneens met 1.",
        "Over 1 zijn ze duidelijk verdeeld.",
        "Hoeveel mensen niet meededen, is niet bekend.",
        ANYBODY,
    ]


def test_two_links_are_not_put_together_either() -> None:
    outcome = outcome_of(by_link(MOST), by_link(MOST, role=Role.BUSINESS))

    assert told(outcome) == ["Wat deelnemers via de open links antwoordden", ANYBODY]
    assert (outcome.shared, outcome.divisive) == ([], [])
    assert outcome_page(outcome).headline


def test_no_interval_is_told_of_a_link() -> None:
    outcome = outcome_of(invited(COUNCIL, MOST), by_link(MOST))
    picture = statement_picture(outcome, outcome.statements[0])

    council, residents = picture.table
    assert (residents.group, residents.took_part) == ("Inwoners (open link)", "60 deelnemers")
    assert (council.share, residents.share) == ("87% (83% tot 89%)", "87%")
    assert residents.bounds == "–"
    one, other = picture.wide.rows
    assert one.pill is not None
    assert one.dotted
    assert other.dot is not None
    assert other.pill is None
    assert other.dotted == []
    assert other.row.sentence == "Inwoners (open link): 87% eens van wie meedeed; 60 deelnemers"


# ── statements that only some groups got ──────────────────────────────────────────────────


def test_a_statement_that_only_some_groups_got_is_not_shared_by_all() -> None:
    nobody: Counts = (0, 0, 0)
    groups = (
        invited(COUNCIL, MOST, nobody, nobody),
        invited(STAFF, MOST, MOST, MOST),
        invited(Role.MANAGEMENT, MOST, MOST, FEW),
    )
    outcome = outcome_of(*groups, only_for={2: (1, 2), 3: (1, 2)})

    assert [statement.number for statement in outcome.shared] == [1]
    assert [statement.number for statement in outcome.divisive] == [3]
    second = outcome.statements[1]
    assert words.marks(second, outcome) == ["alleen gevraagd aan medewerkers en leidinggevenden"]
    council, staff, _managers = statement_picture(outcome, second).table
    assert (council.is_shown, council.why_not) == (False, "niet gevraagd")
    assert staff.is_shown
    [row, *_rest] = statement_picture(outcome, second).wide.rows
    assert row.row.sentence == "Raadsleden: niet gevraagd"


def test_a_purpose_that_only_some_were_asked_is_not_said_to_be_shared() -> None:
    outcome = outcome_of(
        invited(COUNCIL, (0, 0, 0), MOST),
        invited(STAFF, MOST, MOST),
        purpose=True,
        only_for={1: (1,)},
    )

    assert told(outcome) == [
        "De bedoeling leeft, maar nog niet zeker bij iedereen",
        "Medewerkers staan in meerderheid achter de bedoeling.",
    ]


# ── on the pages of a round that was really asked ─────────────────────────────────────────


@pytest.fixture
def start(a: Cooperation) -> str:
    """Where everybody finds the outcome of a round with two groups and a link."""
    asked = open_round(a, groups={"Raadsleden": 70, "Medewerkers": 70}, statements=["Een", "Twee"])
    let_answer(
        asked,
        Asked("Raadsleden", 70, (MOST, FEW)),
        Asked("Medewerkers", 70, (MOST, FEW)),
        Asked(OPEN_LINK, None, (FEW, FEW)),
    )
    with scopes_disabled():
        Sounding.objects.filter(pk=asked.sounding.pk).update(reissued=3)
    close(asked)
    return f"/uitkomsten/{asked.sounding.outcome_key}/"


def test_the_page_says_what_a_link_is_and_how_many_may_have_answered_twice(
    start: str, bram_client: Client
) -> None:
    page = plain(seen(bram_client, start))

    assert "Wat alle uitgenodigde groepen delen" in page
    assert "60 van 70 deden mee" in page
    assert "Inwoners (open link) 60 deelnemers" in page
    assert (
        "Er zijn 3 links opnieuw verstuurd: hoogstens zo vaak kan iemand een tweede keer hebben "
        "geantwoord."
    ) in page
    assert "Met een open link kon iedereen meedoen die de link had" in page


def test_the_table_and_the_open_data_tell_it_too(start: str, bram_client: Client) -> None:
    table = table_rows(seen(bram_client, f"{start}stellingen/1/"))
    rows = list(csv.DictReader(io.StringIO(seen(bram_client, f"{start}vrijgegeven-aantallen.csv"))))

    assert table == {
        "Raadsleden": ["60", "52", "4", "4", "87%", "74% tot 89%"],
        "Medewerkers": ["60", "52", "4", "4", "87%", "74% tot 89%"],
        "Inwoners (open link)": ["60", "4", "52", "4", "7%", "–"],
    }
    links = [row for row in rows if row["open_link"] == "1"]
    assert [row["group"] for row in links] == ["Inwoners (open link)"] * 2
    assert {(row["agree_share_low"], row["agree_share_lowest"]) for row in links} == {("", "")}
    assert {(row["took_part_low"], row["took_part_high"]) for row in rows} == {("60", "60")}
