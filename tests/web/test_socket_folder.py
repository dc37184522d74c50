import os
import stat
from pathlib import Path

import pytest

from samenspel.web import socket_folder
from samenspel.web.child_process import Account
from samenspel.web.data_folder import StartError, prepare

US = Account(os.geteuid(), os.getegid())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    runtime = tmp_path / "run"
    runtime.mkdir()
    monkeypatch.setattr(socket_folder, "_parent", lambda: runtime)
    data = prepare(tmp_path / "data")
    (data / "postgresql").mkdir()
    return data


def test_every_start_gets_a_closed_folder_of_its_own(folder: Path) -> None:
    first, second = socket_folder.make(folder, US), socket_folder.make(folder, US)
    assert first != second
    assert stat.S_IMODE(first.stat().st_mode) == 0o700


def test_the_folder_of_a_killed_server_is_cleared_away(folder: Path) -> None:
    sockets = socket_folder.make(folder, US)
    (sockets / ".s.PGSQL.5432").touch()
    socket_folder.remove_left_behind(folder)
    assert not sockets.exists()
    socket_folder.remove_left_behind(folder)


def test_what_has_come_in_its_place_is_left_alone(folder: Path, tmp_path: Path) -> None:
    sockets = socket_folder.make(folder, US)
    precious = tmp_path / "precious"
    precious.mkdir()
    sockets.rmdir()
    sockets.symlink_to(precious)
    socket_folder.remove_left_behind(folder)
    assert precious.is_dir()


def test_a_folder_that_another_opened_up_is_not_used_again(folder: Path) -> None:
    sockets = socket_folder.make(folder, US)
    socket_folder.restore(sockets, US)
    sockets.chmod(0o777)
    with pytest.raises(StartError, match="veranderd door een ander"):
        socket_folder.restore(sockets, US)
    sockets.rmdir()
    socket_folder.restore(sockets, US)
    assert stat.S_IMODE(sockets.stat().st_mode) == 0o700


def test_a_note_that_names_another_folder_removes_nothing(folder: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (folder / "secrets" / "socket-folder").write_text(str(precious))
    socket_folder.remove_left_behind(folder)
    assert precious.is_dir()
