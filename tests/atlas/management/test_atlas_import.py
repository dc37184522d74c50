"""`samenspel atlas-import`, as typed."""

import io
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from samenspel.atlas.models import Arrangement, Organisation, Population, Source
from tests.atlas.importing.exports import ARRANGEMENTS, export, organisation, written

pytestmark = pytest.mark.django_db


def _typed(*arguments: str) -> str:
    out = io.StringIO()
    call_command("atlas_import", *arguments, stdout=out)
    return out.getvalue()


def test_it_tells_what_was_new_and_the_second_time_that_nothing_was(tmp_path: Path) -> None:
    more = organisation(3, "Politie", kind="Politie")
    path = written(tmp_path, export(more + organisation(1, "Gemeente Anloo", "gm9001")))
    assert _typed("register", path, "--date", "2026-05-16").startswith(
        f"Bezig: {path} openen\n"
        "Organisaties: 2 nieuw, 0 veranderd, 0 weg, 0 gelijk\n"
        "Regelingen (versies): 1 nieuw, 0 veranderd, 0 weg, 0 gelijk\n"
        "Deelnames: 2 nieuw, 0 veranderd, 0 weg, 0 gelijk\n"
        "Dagen van gemeenten: 0 nieuw, 0 veranderd, 0 weg, 1 gelijk\n"
        "Overgeslagen:\n"
        "  1 × organisatie van de soort “Politie”\n"
    )
    assert Source.objects.get().day == date(2026, 5, 16)
    again = _typed("register", path)
    assert "Er is niets veranderd: alles in dit bestand was al bekend.\n" in again
    assert Source.objects.count() == 1


def test_a_wrong_file_is_told_and_changes_nothing(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="geen export van het Register"):
        _typed("register", written(tmp_path, "<x/>"))
    with pytest.raises(CommandError, match="Noem het bestand"):
        _typed("population")
    with pytest.raises(CommandError, match="ontbreken kolommen"):
        _typed("population", written(tmp_path, export()))
    assert not Source.objects.exists()


def test_fewer_is_read_where_one_says_so(tmp_path: Path) -> None:
    _typed("register", written(tmp_path, export()))
    Arrangement.objects.create(register_id=7, first_id=7, title="Oud")
    Arrangement.objects.create(register_id=8, first_id=8, title="Ouder")
    path = written(tmp_path, export(arrangements=ARRANGEMENTS))
    with pytest.raises(CommandError, match="--allow-fewer"):
        _typed("register", path)
    _typed("register", path, "--allow-fewer")
    assert Arrangement.objects.filter(gone=True).count() == 2


def test_each_dataset_is_read_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "inwoners.csv"
    path.write_text("cbs_code,year,population_avg_cbs70072,population_1jan_iv3\nGM9001,2026,,120\n")
    assert "Inwonertallen: 1 nieuw" in _typed("population", str(path))
    assert Population.objects.get().inhabitants == 120
    assert not Organisation.objects.exists()
