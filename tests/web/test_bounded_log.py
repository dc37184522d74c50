from pathlib import Path

import pytest

from samenspel.web import bounded_log


def test_a_log_stays_bounded_while_somebody_holds_it_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded_log, "LARGEST_BYTES", 100)
    path = tmp_path / "server.log"
    with bounded_log.open_log(path) as log:
        for number in range(100):
            log.write(b"line %d\n" % number)
            bounded_log.keep_bounded(path)
    assert path.stat().st_size <= 110
    assert (tmp_path / "server.log.1").stat().st_size <= 110
    assert bounded_log.last_lines(path, count=2) == "line 98\nline 99"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["server.log", "server.log.1"]


def test_without_a_log_there_are_no_last_lines(tmp_path: Path) -> None:
    assert bounded_log.last_lines(tmp_path / "none") == ""
