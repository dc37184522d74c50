import os
from pathlib import Path

import pytest

from samenspel.web.folder_lock import FolderLock, Holder, Taken, refuse_where_a_server_runs

SERVER = Holder(os.getpid(), "serve", "http://localhost:8000")
COMMAND = Holder(os.getpid(), "import-polis", "")


def test_the_second_is_told_who_holds_the_folder(tmp_path: Path) -> None:
    first = FolderLock(tmp_path).take(SERVER)
    with pytest.raises(Taken, match="http://localhost:8000") as refused:
        FolderLock(tmp_path).take(COMMAND)
    assert refused.value.holder == SERVER
    with pytest.raises(Taken, match="http://localhost:8000"):
        refuse_where_a_server_runs(tmp_path)
    first.release()
    refuse_where_a_server_runs(tmp_path)
    second = FolderLock(tmp_path).take(COMMAND)
    with pytest.raises(Taken, match="import-polis"):
        FolderLock(tmp_path).take(SERVER)
    second.release()


def test_a_note_of_a_killed_holder_is_not_believed(tmp_path: Path) -> None:
    lock = FolderLock(tmp_path).take(Holder(2**30, "serve", "http://localhost:1"))
    with pytest.raises(Taken) as refused:
        FolderLock(tmp_path).take(SERVER)
    assert refused.value.holder is None
    lock.release()


def test_asking_makes_nothing(tmp_path: Path) -> None:
    refuse_where_a_server_runs(tmp_path / "new")
    assert list(tmp_path.iterdir()) == []
