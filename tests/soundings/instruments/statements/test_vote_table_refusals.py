"""What is no table of votes is refused, with the file, the row and what to do."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samenspel.soundings.instruments.statements.polis_export import ExportError
from samenspel.soundings.instruments.statements.vote_table import opening, read_table
from tests.soundings.instruments.statements.vote_tables import Rows, row, write

FIVE = [row(7, 3, 1), row(2, 3, -1), row(7, 11, 0), row(2, 11, 1), row(30, 3, 0)]


def changed(at: int, **cells: Any) -> list[dict[str, Any]]:
    return [r | cells if place == at else r for place, r in enumerate(FIVE)]


def all_with(**cells: Any) -> list[dict[str, Any]]:
    return [r | cells for r in FIVE]


def without(name: str) -> list[dict[str, Any]]:
    return [{key: value for key, value in r.items() if key != name} for r in FIVE]


def refusal_of(path: Path, **how: Any) -> str:
    with pytest.raises(ExportError) as refused:
        read_table(path, **how)
    return str(refused.value)


VOTE = "Een stem is 1 (eens), 0 (weet niet) of -1 (oneens). Verbeter de kolom ‘vote’."
CELLS: list[tuple[Rows, str]] = [
    (changed(3, vote=2), f"t.parquet, rij 4: hier staat de stem ‘2’. {VOTE}"),
    (
        [*changed(3, vote=-7), row(1, 1, 5), row(1, 2, 5)],
        (
            "t.parquet, rij 4: hier staat de stem ‘-7’, en zo zijn er 3 stemmen die geen 1 (eens),"
            " 0 (weet niet) of -1 (oneens) zijn. Verbeter de kolom ‘vote’."
        ),
    ),
    (changed(1, vote=0.5), f"t.parquet, rij 2: hier staat de stem ‘0.5’. {VOTE}"),
    (
        changed(2, participant=None),
        "t.parquet, rij 3: de kolom ‘participant’ is hier leeg. Vul de cel in of haal de rij weg.",
    ),
    (
        [*changed(2, statement=None), row(1, None, 1)],
        (
            "t.parquet, rij 3: de kolom ‘statement’ is hier leeg, en zo zijn er 2 rijen. Vul die"
            " cellen in of haal de rijen weg."
        ),
    ),
    (
        changed(4, vote=None),
        "t.parquet, rij 5: de kolom ‘vote’ is hier leeg. Vul de cel in of haal de rij weg.",
    ),
    (
        changed(4, vote=float("nan")),
        "t.parquet, rij 5: de kolom ‘vote’ is hier leeg. Vul de cel in of haal de rij weg.",
    ),
    (
        [r | {"participant": "" if at == 1 else "x"} for at, r in enumerate(FIVE)],
        "t.parquet: de kolom ‘participant’ bevat lege teksten. Vul ze in of haal die rijen weg.",
    ),
    (
        [r | {"group": "Oost" if at == 3 else "West"} for at, r in enumerate(FIVE)],
        (
            "t.parquet, rij 4: deze deelnemer staat ook in een andere groep. Geef elke deelnemer op"
            " alle rijen dezelfde groep."
        ),
    ),
    (
        [r | {"text": None if at < 3 else f"Tekst {at}"} for at, r in enumerate(FIVE)]
        + [row(3, 3, 1) | {"text": "Tekst 3"}],
        (
            "t.parquet, rij 6: deze stelling heeft ook een andere tekst. Geef elke stelling op alle"
            " rijen dezelfde tekst."
        ),
    ),
    (
        [r | {"weight": float(at)} for at, r in enumerate(FIVE)],
        (
            "t.parquet, rij 1: hier staat het gewicht ‘0’. Een gewicht is een getal groter dan nul."
            " Verbeter de kolom ‘weight’."
        ),
    ),
    (
        [r | {"weight": (1.0, float("inf"))[at % 2]} for at, r in enumerate(FIVE)],
        (
            "t.parquet, rij 2: hier staat het gewicht ‘inf’, en zo zijn er 2 gewichten die geen"
            " getal groter dan nul zijn. Verbeter de kolom ‘weight’."
        ),
    ),
    (all_with(group="x" * 201), "een naam in de kolom ‘group’ is langer dan 200 tekens."),
    (
        [row(at, 1, 1, group=f"groep {at}") for at in range(61)],
        "t.parquet: er staan meer dan 60 groepen in. Staat de naam van de groep in ‘group’?",
    ),
    (all_with(text="x" * 10_001), "t.parquet: een tekst is langer dan 10.000 tekens."),
]
COLUMNS: list[tuple[Rows, str]] = [
    (
        without("vote"),
        (
            "t.parquet: de kolom ‘vote’ ontbreekt. Gevonden: participant, statement. Geef de kolom"
            " die naam."
        ),
    ),
    (
        [{"voter-id": 1, "comment-id": 2, "vote": 1}],
        (
            "t.parquet: de kolom ‘participant’ ontbreekt. Gevonden: voter-id, comment-id, vote."
            " Geef de kolom die naam."
        ),
    ),
    (
        all_with(Vote=1),
        "t.parquet: de kolom ‘vote’ staat er twee keer in. Laat er één staan.",
    ),
    (
        changed(1, participant=1.5),
        (
            "t.parquet: de kolom ‘participant’ bevat double; hier hoort een heel getal of tekst:"
            " het nummer van de deelnemer."
        ),
    ),
    (
        all_with(statement=[1, 2]),
        (
            "t.parquet: de kolom ‘statement’ bevat list<element: int64>; hier hoort een heel getal"
            " of tekst: het nummer van de stelling."
        ),
    ),
    (
        all_with(vote="eens"),
        (
            "t.parquet: de kolom ‘vote’ bevat string; hier hoort een getal: 1 voor eens, 0 voor"
            " weet niet, -1 voor oneens."
        ),
    ),
    (all_with(vote=True), "t.parquet: de kolom ‘vote’ bevat bool; hier hoort een getal: 1 voor"),
    (all_with(time="maandag"), "de kolom ‘time’ bevat string; hier hoort een tijdstip of een heel"),
    (all_with(group=3), "de kolom ‘group’ bevat int64; hier hoort de naam van een groep, als"),
    (all_with(weight="veel"), "de kolom ‘weight’ bevat string; hier hoort een getal groter dan"),
    (all_with(text=3), "de kolom ‘text’ bevat int64; hier hoort de tekst van de stelling"),
]


@pytest.mark.parametrize(("rows", "message"), [*CELLS, *COLUMNS])
def test_what_no_vote_can_be_is_told_with_its_row(tmp_path: Path, rows: Rows, message: str) -> None:
    assert message in refusal_of(write(tmp_path / "t.parquet", rows))


def test_rows_are_counted_over_the_whole_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_ROWS_AT_ONCE", 2)
    path = write(tmp_path / "t.arrow", [*changed(3, vote=2), row(1, 1, 3)], chunksize=1)
    said = refusal_of(path)
    assert said.startswith("t.arrow, rij 4: hier staat de stem ‘2’, en zo zijn er 2 stemmen")


def test_more_statements_than_anybody_could_vote_on_are_refused(tmp_path: Path) -> None:
    ones = np.ones(50_001, dtype=np.int8)
    many = pa.table({"participant": ones, "statement": np.arange(50_001), "vote": ones})
    parquet.write_table(many, tmp_path / "t.parquet")
    assert refusal_of(tmp_path / "t.parquet") == (
        "t.parquet: er staan meer dan 50.000 verschillende stellingen in. Staat het nummer van de"
        " stelling in de kolom ‘statement’?"
    )


def test_text_that_is_no_unicode_is_refused(tmp_path: Path) -> None:
    broken = pa.array([b"goed", b"\xff\xfe"]).view(pa.string())
    table = pa.table({"participant": broken, "statement": [1, 1], "vote": [1, 1]})
    parquet.write_table(table, tmp_path / "t.parquet")
    said = refusal_of(tmp_path / "t.parquet")
    assert said.startswith("t.parquet: het bestand is beschadigd of niet compleet (In column 0")
    assert "UTF8" in said


# ── Files ─────────────────────────────────────────────────────────────────────────────────

MADE_ANEW = "het bestand is niet compleet: het einde ontbreekt. Maak het opnieuw."
FOREIGN = (
    "dit is geen Parquet- of Arrow-bestand. Geef zo’n bestand, of de map met de bestanden van een"
    " Polis-export."
)
FILES: list[tuple[Callable[[bytes], bytes], str]] = [
    (lambda _raw: b"", "t.x: het bestand is leeg. Maak het opnieuw."),
    (lambda _raw: b"participant,statement,vote\n1,2,1\n", f"t.x: {FOREIGN}"),
    (lambda _raw: b"PK\x03\x04" + bytes(40), f"t.x: {FOREIGN}"),
    (lambda raw: raw[: len(raw) // 2], f"t.x: {MADE_ANEW}"),
    (lambda raw: raw[:4], f"t.x: {MADE_ANEW}"),
    (lambda raw: raw[:-1], f"t.x: {MADE_ANEW}"),
    (lambda raw: raw + b"\n", f"t.x: {MADE_ANEW}"),
    (lambda raw: raw[:4] + raw[-8:], "t.x: het bestand is beschadigd of niet compleet ("),
    (lambda _raw: b"FEA1" + bytes(40) + b"FEA1", "t.x: dit is Feather versie 1. Bewaar het als"),
    (lambda raw: b"PARE" + raw[4:-4] + b"PARE", "t.x: het bestand is versleuteld. Maak het"),
]


@pytest.mark.parametrize(("spoil", "message"), FILES)
def test_what_is_no_whole_table_is_told_apart(
    tmp_path: Path, spoil: Callable[[bytes], bytes], message: str
) -> None:
    whole = write(tmp_path / "whole.parquet", FIVE).read_bytes()
    (tmp_path / "t.x").write_bytes(spoil(whole))
    assert refusal_of(tmp_path / "t.x").startswith(message)


def test_a_broken_off_arrow_file_is_told_to_be_so(tmp_path: Path) -> None:
    whole = write(tmp_path / "whole.arrow", FIVE).read_bytes()
    (tmp_path / "t.arrow").write_bytes(whole[:-3])
    assert refusal_of(tmp_path / "t.arrow") == f"t.arrow: {MADE_ANEW}"


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "weg.parquet"):
        assert refusal_of(path) == (
            f"{path.name}: dit bestand bestaat niet of is geen gewoon bestand."
        )


@pytest.mark.parametrize("name", ["t.parquet", "t.arrow"])
def test_a_table_without_rows_is_refused(tmp_path: Path, name: str) -> None:
    types = {"participant": pa.int64(), "statement": pa.int64(), "vote": pa.int8()}
    path = write(tmp_path / name, FIVE, types=types)
    empty = pa.table({column: pa.array([], kind) for column, kind in types.items()})
    if name == "t.parquet":
        parquet.write_table(empty, path)
    else:
        pa.feather.write_feather(empty, str(path))
    assert refusal_of(path) == (f"{name}: er staat geen enkele stem in. Geef elke stem een rij.")


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_file_is_read_or_refused_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, data: Any
) -> None:
    folder = tmp_path_factory.mktemp("t", numbered=True)
    name = data.draw(st.sampled_from(["t.parquet", "t.arrow"]))
    path = write(folder / name, [r | {"group": "Oost", "text": str(r["statement"])} for r in FIVE])
    raw = bytearray(path.read_bytes())
    for _byte in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(raw)
    with suppress(ExportError):
        read_table(path)


# ── The file with groups ──────────────────────────────────────────────────────────────────

SIZES: list[tuple[bool, str, str]] = [
    (
        True,
        "participant,group,size\n7,Oost,9\n",
        (
            "g.csv, regel 2: de tabel zegt zelf, in de kolom ‘group’, wie bij welke groep hoort."
            " Laat hier de kolom ‘participant’ leeg: dan geeft dit bestand alleen hoe groot elke"
            " groep is."
        ),
    ),
    (
        True,
        "group,size\nOost,2\n",
        (
            "g.csv: groep ‘Oost’ telt volgens het bestand 2 mensen, maar er deden er 3 mee."
            " Verbeter de kolom ‘size’."
        ),
    ),
    (True, "group,size\n,2\n", "g.csv: er staat geen enkele groep in. Vul de kolom ‘group’."),
    (False, "group,size\nOost,9\n", "g.csv: de kolom ‘participant’ ontbreekt."),
    (
        False,
        "participant,group\nx,Oost\n",
        (
            "g.csv, regel 2: in de kolom ‘participant’ staat geen deelnemer. Daar hoort wat in de"
            " tabel in de kolom ‘participant’ staat."
        ),
    ),
    (False, "participant,group\n99,Oost\n", "g.csv: geen van deze deelnemers komt voor in de"),
    (False, "participant,group\n7,Oost\n7,West\n", "g.csv, regel 3: deze deelnemer staat al in"),
]


@pytest.mark.parametrize(("told_by_table", "text", "message"), SIZES)
def test_a_file_with_groups_that_does_not_fit_is_refused(
    tmp_path: Path, told_by_table: bool, text: str, message: str
) -> None:
    path = write(tmp_path / "t.parquet", all_with(group="Oost") if told_by_table else FIVE)
    (tmp_path / "g.csv").write_text(text)
    assert refusal_of(path, groups=tmp_path / "g.csv").startswith(message)


def test_a_file_that_holds_other_rows_than_it_says_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "t.parquet", FIVE)
    for rows in (4, 6):
        monkeypatch.setattr(opening._Parquet, "__init__", _saying(rows))
        assert refusal_of(path).startswith("t.parquet: het bestand is beschadigd of niet compleet")


def _saying(rows: int) -> Callable[..., None]:
    def begin(self: Any, file: Any) -> None:
        self._file = parquet.ParquetFile(file)
        self.schema, self.rows = self._file.schema_arrow, rows

    return begin
