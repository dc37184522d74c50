import gzip
from pathlib import Path

from samenspel.atlas.importing.opening import opened
from samenspel.atlas.importing.register_file import records
from samenspel.atlas.importing.register_records import FoundArrangement, Reading
from tests.atlas.importing.exports import arrangement, export, participant, version_link
from tests.benchmarks.atlas_import import make_large


def test_what_is_made_large_is_an_export_with_every_number_once(tmp_path: Path) -> None:
    linked = arrangement(
        21, "Zorg", participant(1, "A") + participant(2, "B"), more=version_link("nextVersion", 22)
    )
    small = tmp_path / "small.xml.gz"
    small.write_bytes(gzip.compress(export(arrangements=linked).encode()))
    make_large(small, 1, tmp_path / "large.xml.gz")
    with opened(str(tmp_path / "large.xml.gz")) as file:
        found = [
            each for each in records(file.stream, Reading()) if isinstance(each, FoundArrangement)
        ]
        assert 1_000_000 < file.stream.length < 1_010_000
    assert len({each.register_id for each in found}) == len(found) > 1000
    assert {(each.next_id or 0) - (each.register_id or 0) for each in found} == {1}
    who = {ref.organisation.register_id for each in found for ref in each.participations}
    assert who == {1, 2}
