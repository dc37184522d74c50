import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django_scopes import scopes_disabled
from psycopg.errors import DiskFull

from samenspel.audit.models import Line
from samenspel.cooperations.models import Cooperation, Membership, Role
from samenspel.people.models import Person
from samenspel.soundings.models import AskedGroup, Sounding, Voice
from tests.cast import person_named
from tests.conftest import ROOT
from tests.database_rights import as_owner
from tests.soundings.closed import closed_answers
from tests.soundings.instruments.statements.polis_files import files

# Twelve people on three statements, of which the third was taken out.
VOTES = [
    (number, voter, value)
    for voter in range(12)
    for number, value in ((2, 1), (7, 1 if voter % 2 else -1), (30, 0))
]
GROUPS = "participant,group,size\n" + "".join(
    f"{voter},{'Raadsleden' if voter < 7 else 'Medewerkers'},{40 if voter < 7 else 90}\n"
    for voter in range(12)
)


def votes_csv() -> str:
    lines = [f"16000000{at:05},dag,{s},{v},{x}" for at, (s, v, x) in enumerate(VOTES)]
    return "\n".join(["timestamp,datetime,comment-id,voter-id,vote", *lines, ""])


@pytest.fixture
def export(tmp_path: Path) -> Path:
    folder = tmp_path / "export"
    folder.mkdir()
    summary = "topic,Zwembad\nvoters,12\ncomments,3\nconversation-description,Wat vindt u?\n"
    for name, file in files(votes=votes_csv(), summary=summary).items():
        (folder / name).write_bytes(file.getvalue())
    (folder / "groups.csv").write_text(GROUPS)
    return folder


def run(command: str, *arguments: object) -> str:
    told = io.StringIO()
    call_command(command, *map(str, arguments), stdout=told)
    return told.getvalue()


def written() -> tuple[int, int, int, int]:
    with scopes_disabled(), as_owner():
        return (
            Cooperation.objects.count(),
            Sounding.objects.count(),
            Voice.objects.count(),
            len(closed_answers()),
        )


# ── import-polis ──────────────────────────────────────────────────────────────────────────


def test_an_export_becomes_a_closed_round_in_a_cooperation_of_its_own(
    anna: Person, export: Path
) -> None:
    told = run("import_polis", export)

    cooperation = Cooperation.objects.get()
    with scopes_disabled():
        sounding = Sounding.objects.get()
        groups = list(AskedGroup.objects.values_list("name", "size"))
        assert (sounding.cooperation, sounding.title, sounding.state) == (
            cooperation,
            "Zwembad",
            "closed",
        )
        assert sounding.picture.content["format"] == 3
    assert (cooperation.name, cooperation.slug) == ("Zwembad", "zwembad")
    assert Membership.objects.get(cooperation=cooperation).person == anna
    assert groups == [("", None)]
    assert written() == (1, 1, 12, 36)
    assert "Ingelezen: Zwembad. 12 deelnemers, 36 stemmen, 3 stellingen." in told
    assert "(zwembad)" in told
    lines = Line.objects.order_by("pk").values_list("action", "origin")
    assert list(lines) == [
        ("cooperation.started", "command"),
        ("sounding.imported", "command"),
        ("sounding.closed", "command"),
    ]


def test_groups_and_cooperation_are_taken_from_the_options(
    anna: Person, a: Cooperation, export: Path
) -> None:
    run("import_polis", export, "--groups", export / "groups.csv", "--cooperation", a.slug)

    with scopes_disabled():
        found = list(AskedGroup.objects.values_list("name", "role", "size"))
        assert Sounding.objects.get().cooperation == a
    assert found == [
        ("Raadsleden", Role.PARTICIPANT, 40),
        ("Medewerkers", Role.PARTICIPANT, 90),
    ]
    assert written() == (1, 1, 12, 36)


def test_the_leader_is_whoever_is_named(anna: Person, cees: Person, export: Path) -> None:
    run("import_polis", export, "--leader", "CEES@voorbeeld.nl")

    assert Membership.objects.get().person == cees


REFUSED: list[tuple[list[str], str]] = [
    (["--leader", "niemand@voorbeeld.nl"], "Er is geen account met het e-mailadres"),
    (
        ["--leader", "anna@voorbeeld.nl", "--cooperation", "bestaat-niet"],
        "Er is geen samenwerking “bestaat-niet”",
    ),
    (["--leader", "cees@voorbeeld.nl", "--cooperation", "samen-in-a"], "geeft geen leiding aan"),
    (["--leader", "dina@voorbeeld.nl", "--cooperation", "samen-in-a"], "geeft geen leiding aan"),
    ([], "Er zijn meer accounts."),
    (["--leader", "anna@voorbeeld.nl", "--groups", "weg.csv"], "weg.csv: dit bestand bestaat niet"),
]


@pytest.mark.parametrize(("options", "message"), REFUSED)
def test_what_cannot_be_is_refused_in_a_sentence(
    dina: Person, cees: Person, export: Path, options: list[str], message: str
) -> None:
    with pytest.raises(CommandError, match=message.replace(".", r"\.")):
        run("import_polis", export, *options)

    assert written() == (1, 0, 0, 0)


def test_without_an_account_it_says_how_to_make_one(db: None, export: Path) -> None:
    with pytest.raises(CommandError, match="Er is nog geen account"):
        run("import_polis", export)


BROKEN: dict[str, tuple[str, bytes | None, str]] = {
    "no comments": ("comments.csv", None, r"Deze bestanden ontbreken: comments\.csv\."),
    "latin-1": ("votes.csv", "stem,één\n".encode("latin-1"), r"votes\.csv.*geen UTF-8"),
    "half": ("votes.csv", votes_csv()[:-4].encode(), r"votes\.csv.*breekt hier af"),
    "empty": ("summary.csv", b"", r"summary\.csv: het bestand is leeg"),
    "page": ("comments.csv", b"<!doctype html>", r"comments\.csv: dit is een webpagina"),
}


@pytest.mark.parametrize("what", BROKEN)
@pytest.mark.parametrize("command", ["import_polis", "analyse"])
def test_a_broken_export_is_told_in_a_sentence_and_leaves_nothing(
    anna: Person, export: Path, command: str, what: str
) -> None:
    name, content, message = BROKEN[what]
    if content is None:
        (export / name).unlink()
    else:
        (export / name).write_bytes(content)

    with pytest.raises(CommandError, match=message):
        run(command, export)

    assert written() == (0, 0, 0, 0)
    assert not Line.objects.exists()


@pytest.mark.parametrize("command", ["import_polis", "analyse"])
def test_a_folder_that_is_none_is_told(anna: Person, tmp_path: Path, command: str) -> None:
    with pytest.raises(CommandError, match="is geen map"):
        run(command, tmp_path / "weg")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", ["soundings_item", "soundings_voice"])
def test_a_database_that_stops_half_way_keeps_nothing(export: Path, table: str) -> None:
    """Neither the round nor the cooperation that was started for it."""
    person_named("Anna")
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE disk_full; END $$"
        )
        cursor.execute(f"CREATE TRIGGER stop AFTER INSERT ON {table} EXECUTE FUNCTION full_disk()")
    try:
        with pytest.raises((OperationalError, DiskFull)):
            run("import_polis", export)
        assert written() == (0, 0, 0, 0)
        assert not Line.objects.exists()
    finally:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION full_disk CASCADE")


# ── analyse ───────────────────────────────────────────────────────────────────────────────


def analysed(export: Path, *options: object) -> dict[str, Any]:
    file = export / "cijfers.json"
    run("analyse", export, "--json", file, *options)
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


FIGURES = {
    *("shared", "shared_probability", "shared_weakest", "shared_whatever_the_silent"),
    *("divisive", "divisive_q", "divisive_between"),
    *("groups", "pooled", "bridging", "weighted"),
}


def test_the_data_holds_all_that_was_counted(export: Path) -> None:
    found = analysed(export, "--groups", export / "groups.csv")
    released = found.pop("released")
    for statement in found["statements"][:2]:
        # What they say stands in test_analysis.py.
        groups = [group["group"] for group in statement.pop("groups")]
        assert groups == ["Raadsleden", "Medewerkers"]
        others = ("shared", "divisive", "pooled", "bridging", "weighted")
        for key in [key for key in statement if key.startswith(others)]:
            del statement[key]

    assert found == {
        "format": 2,
        "title": "Zwembad",
        "participants": 12,
        "votes": 36,
        "axes": [],
        "groups_found": [],
        "looked_for_groups": {
            "p_value": None,
            "repetitions": 0,
            "undetermined": 0,
            "straight_liners": 0,
            "groups_with_straight_liners": None,
        },
        "statements": [
            {"id": 2, "text": "De toegang is gratis", "agree": 12, "disagree": 0, "pass": 0, "moderated": 0},  # noqa: E501
            {"id": 7, "text": "Het zwembad blijft open", "agree": 6, "disagree": 6, "pass": 0, "moderated": 1},  # noqa: E501
            {"id": 30, "text": "Weg ermee", "agree": 0, "disagree": 0, "pass": 12, "moderated": -1},
        ],
        "oddities": [
            {"what": "wrong-tallies", "count": 3},
            {"what": "moderated-out", "count": 1},
        ],
    }  # fmt: skip
    # Seven council members and five of staff: bands. What was taken out is not released.
    assert [(row["group"], row["statement"], row["precision"]) for row in released] == [
        ("Raadsleden", 2, "band"),
        ("Medewerkers", 2, "band"),
        ("Raadsleden", 7, "band"),
        ("Medewerkers", 7, "band"),
    ]
    assert (released[0]["agree_low"], released[0]["agree_high"]) == (4, 7)


def test_the_command_says_whether_groups_were_found(test_data: Path, export: Path) -> None:
    """Of twelve people nothing of the kind is said."""
    told = run("analyse", test_data / "deliberations" / "bg2050-volunteers")

    assert "Wij vonden geen groepen met een eigen kijk.\n" in told
    assert "Wij vonden" not in run("analyse", export)


def test_the_same_export_gives_the_same_bytes(export: Path) -> None:
    seen = []
    for _ in range(2):
        analysed(export, "--svg", export / "beelden")
        drawings = sorted((export / "beelden").iterdir())
        seen.append([path.read_bytes() for path in [export / "cijfers.json", *drawings]])

    assert seen[0] == seen[1]


def test_every_drawing_is_xml(export: Path) -> None:
    analysed(export, "--svg", export / "diep" / "beelden")
    drawings = sorted((export / "diep" / "beelden").iterdir())

    assert [path.name for path in drawings] == [
        "stelling-2.svg",
        "stelling-7.svg",
        "stellingen.svg",
    ]
    for path in drawings:
        root = ElementTree.parse(path).getroot()  # noqa: S314  # made by ourselves
        assert root.tag == "{http://www.w3.org/2000/svg}svg"


@pytest.mark.parametrize("option", ["--json", "--svg"])
def test_a_place_that_cannot_be_written_is_told(export: Path, option: str) -> None:
    (export / "bestand").write_text("")
    with pytest.raises(CommandError, match=r"Schrijven lukt niet: .*bestand"):
        run("analyse", export, option, export / "bestand" / "daaronder")


def test_analysing_needs_no_database(export: Path, tmp_path: Path) -> None:
    """From the command line, with the address of a database that is not there."""
    environment = os.environ | {
        "DATABASE_URL": f"postgresql://niemand@localhost:1/weg?host={tmp_path}",
        "SAMENSPEL_DATA": str(tmp_path / "data"),
        "PYTHONPATH": str(ROOT / "src"),
        "PYTHONWARNINGS": "error",
    }
    done = subprocess.run(
        [sys.executable, "-m", "samenspel", "analyse", export, "--json", tmp_path / "uit.json"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads((tmp_path / "uit.json").read_text())["participants"] == 12
    assert done.stdout.splitlines()[0].startswith("Bij ")
    assert not (tmp_path / "data").exists()
