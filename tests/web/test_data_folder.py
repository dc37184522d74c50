import errno
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from samenspel import secret_files
from samenspel.web import data_folder
from samenspel.web.data_folder import StartError, prepare, secret_kept_in


def test_a_new_folder_is_closed_to_others(tmp_path: Path) -> None:
    folder = prepare(tmp_path / "deep" / "data")
    made = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert made == {"logs": 0o700, "secrets": 0o700}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_file_is_no_data_folder(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("kept")
    with pytest.raises(StartError, match=r"data is niet te gebruiken: .*--data MAP"):
        prepare(tmp_path / "data")
    with pytest.raises(StartError, match="een deel van dat pad is een bestand"):
        prepare(tmp_path / "data" / "below")
    assert (tmp_path / "data").read_text() == "kept"


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.EACCES, "u hebt daar geen rechten voor"),
        (errno.ENOSPC, "de schijf is vol"),
        (errno.EROFS, "die schijf is alleen te lezen"),
        (errno.EIO, "Input/output error"),
    ],
)
def test_what_the_machine_says_is_put_in_words(tmp_path: Path, number: int, reason: str) -> None:
    with pytest.raises(StartError, match=reason), data_folder.explained(tmp_path):
        raise OSError(number, os.strerror(number))


def test_a_secret_stays_the_same_and_is_ours_alone(tmp_path: Path) -> None:
    first = secret_kept_in(tmp_path, "key")
    path = tmp_path / "secrets" / "key"
    assert secret_kept_in(tmp_path, "key") == first == path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(first) == 64
    assert secret_kept_in(tmp_path, "other") != first


def test_programs_that_start_at_once_get_the_same_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as executor:
        secrets = set(executor.map(lambda _n: secret_kept_in(tmp_path, "key"), range(64)))
    assert secrets == {(tmp_path / "secrets" / "key").read_text()}
    assert [path.name for path in (tmp_path / "secrets").iterdir()] == ["key"]


def test_a_secret_is_never_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("kept")
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="symbolic link"):
        secret_files.write(tmp_path / "link", b"secret")
    assert (tmp_path / "elsewhere").read_text() == "kept"


def test_a_full_disk_is_said_before_a_database_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data_folder, "_ROOM_FOR_A_NEW_DATABASE", 1 << 62)
    with pytest.raises(StartError, match="te weinig ruimte"):
        data_folder.require_room_for_a_database(tmp_path)
