"""Every count of the five real conversations, against a recount that shares no code with ours."""

import csv
import io
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django_scopes import scope

from samenspel.cooperations.models import Cooperation
from samenspel.people.models import Person
from samenspel.soundings.analysis import analyse, as_data
from samenspel.soundings.instruments.statements.polis_export import read_folder
from samenspel.soundings.models import Sounding
from samenspel.soundings.pictures.pages import statement_picture
from samenspel.soundings.queries import outcome_of
from tests.page_text import plain
from tests.soundings.rounds import Counts, address, closed_round, seen
from tests.soundings.told import dutch, row_of, table_rows

CONVERSATIONS = [
    "15-per-hour-seattle",
    "bg2050-volunteers",
    "scoop-hivemind.affordable-housing",
    "scoop-hivemind.biodiversity",
    "vtaiwan.uberx",
]


class Recount:
    """A folder, counted with the standard library and nothing else."""

    def __init__(self, folder: Path) -> None:
        with (folder / "comments.csv").open(encoding="utf-8", newline="") as file:
            self.statements = {int(row["comment-id"]): row for row in csv.DictReader(file)}
        with (folder / "votes.csv").open(encoding="utf-8", newline="") as file:
            votes = sorted(csv.DictReader(file), key=lambda row: int(row["timestamp"]))
        self.last = {
            (row["voter-id"], int(row["comment-id"])): int(row["vote"])
            for row in votes
            if int(row["comment-id"]) in self.statements
        }
        self._tally = Counter((number, vote) for (_, number), vote in self.last.items())

    def counts(self, number: int) -> Counts:
        return (self._tally[number, 1], self._tally[number, -1], self._tally[number, 0])

    def moderated(self, number: int) -> int:
        return int(self.statements[number]["moderated"])

    def text(self, number: int) -> str:
        text = self.statements[number]["comment-body"].replace("\r\n", "\n").replace("\t", " ")
        return unicodedata.normalize("NFC", text).strip()

    @property
    def shown(self) -> list[int]:
        return [number for number in sorted(self.statements) if self.moderated(number) != -1]

    @property
    def took_part(self) -> int:
        """People who answered a statement that is shown."""
        shown = set(self.shown)
        return len({voter for voter, number in self.last if number in shown})


@pytest.fixture(params=CONVERSATIONS)
def folder(request: pytest.FixtureRequest, test_data: Path) -> Path:
    return test_data / "deliberations" / str(request.param)


@pytest.fixture
def recount(folder: Path) -> Recount:
    return Recount(folder)


def test_every_count_in_the_data_is_that_of_the_recount(folder: Path, recount: Recount) -> None:
    conversation = read_folder(folder)
    data = as_data(conversation, analyse(conversation))

    assert data["participants"] == len({voter for voter, _number in recount.last})
    assert data["votes"] == len(recount.last)
    counts = ("id", "text", "agree", "disagree", "pass", "moderated")
    assert [{key: told[key] for key in counts} for told in data["statements"]] == [
        {
            "id": number,
            "text": recount.text(number),
            "agree": recount.counts(number)[0],
            "disagree": recount.counts(number)[1],
            "pass": recount.counts(number)[2],
            "moderated": recount.moderated(number),
        }
        for number in sorted(recount.statements)
    ]


# ── on screen ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ((4, 0, 0), None),
        ((4, 1, 0), ["ongeveer 5", "de meesten", "weinigen", "–", "de meesten"]),
        ((8, 7, 4), ["ongeveer 20", "rond de helft", "rond de helft", "–", "rond de helft"]),
        (
            (18, 2, 0),
            ["ongeveer 20", "ongeveer 20", "hoogstens 2", "hoogstens 2", "bijna iedereen"],
        ),
        (
            (2, 30, 20),
            ["ongeveer 50", "hoogstens 2", "ongeveer 30", "ongeveer 20", "bijna niemand"],
        ),
        ((33, 18, 2), ["53", "33", "18", "2", "62%"]),
        ((33, 19, 1), ["ongeveer 55", "ongeveer 35", "ongeveer 20", "hoogstens 2", "64%"]),
    ],
)
def test_the_rules_of_the_recount_are_those_that_were_written_down(
    counts: Counts, told: list[str] | None
) -> None:
    assert row_of(counts) == told


def table_of(page: str) -> list[str] | None:
    """The one row of the table, but for the intervals; None where nothing is told."""
    [cells] = table_rows(page).values()
    if cells is not None:
        assert cells.pop() == "–"  # nobody knows how many were asked
    return cells


def test_every_count_that_is_shown_is_that_of_the_recount(
    folder: Path, recount: Recount, anna: Person, a: Cooperation, anna_client: Client
) -> None:
    sounding = closed_round(anna, a, read_folder(folder))
    tables = tables_of(sounding)

    people = recount.took_part
    assert {number: table_of(table) for number, table in tables.items()} == {
        number: row_of(recount.counts(number), people=people) for number in recount.shown
    }
    took_part = f"{dutch(recount.took_part)} deelnemers"
    assert [number for number, table in tables.items() if took_part not in plain(table)] == []
    for number in recount.shown[::25]:
        assert tables[number] in seen(anna_client, address("statement", sounding, number=number))
    for number in sorted(set(recount.statements) - set(recount.shown))[:3]:
        gone = anna_client.get(address("statement", sounding, number=number))
        assert gone.status_code == 404
    check_export(seen(anna_client, address("released-csv", sounding)), recount)


def tables_of(sounding: Sounding) -> dict[int, str]:
    """The drawing and the table of every statement, as its page includes them."""
    with scope(cooperation=sounding.cooperation):
        outcome = outcome_of(Sounding.objects.select_related("picture").get(pk=sounding.pk))
    assert outcome is not None
    return {
        statement.number: render_to_string(
            "soundings/_shares.html", {"shown": statement_picture(outcome, statement)}
        )
        for statement in outcome.statements
    }


def check_export(text: str, recount: Recount) -> None:
    """The true count lies in every range and, where that is one number, is that number."""
    rows = {int(row["statement"]): row for row in csv.DictReader(io.StringIO(text, newline=""))}

    assert list(rows) == [n for n in recount.shown if sum(recount.counts(n)) >= 5]
    for number, row in rows.items():
        counts = recount.counts(number)
        precise = "counted" if sum(counts) > 52 and min(counts) > 1 else "rounded"
        assert row["precision"] == ("band" if sum(counts) < 20 else precise)
        for what, count in zip(
            ("answered", "agree", "disagree", "pass"), (sum(counts), *counts), strict=True
        ):
            low, high = int(row[f"{what}_low"]), int(row[f"{what}_high"])
            assert low <= count <= high
            assert row["precision"] != "counted" or low == high
