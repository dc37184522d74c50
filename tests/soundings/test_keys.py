"""The key of a round is there for whoever runs the program, made once, and gone when destroyed."""

import os
import stat
import uuid
from pathlib import Path

import pytest
from pytest_django import Settings

from samenspel.soundings.keys import (
    KeyGoneError,
    destroy_round_key,
    make_round_key,
    round_key,
    rounds_with_a_key,
)

SOMEBODY = 60_123


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.KEYS_FOLDER = tmp_path / "keys"
    return tmp_path / "keys"


def test_a_key_is_made_once_and_closed_to_others(folder: Path) -> None:
    number = uuid.uuid4()
    make_round_key(number)
    key = round_key(number)
    make_round_key(number)

    assert (round_key(number), len(key)) == (key, 32)
    assert [path.name for path in folder.iterdir()] == [str(number)]
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (folder, folder / str(number))]
    assert modes == [0o700, 0o600]


def test_a_destroyed_key_is_overwritten_and_gone(folder: Path) -> None:
    number = uuid.uuid4()
    make_round_key(number)
    key = round_key(number)
    with (folder / str(number)).open("rb") as still_open:
        destroy_round_key(number)
        destroy_round_key(number)
        assert still_open.read() != key
    assert rounds_with_a_key() == {}
    with pytest.raises(KeyGoneError):
        round_key(number)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make files for somebody else")
def test_a_key_made_by_root_is_for_whoever_owns_the_data(folder: Path) -> None:
    """Or a round that root opened takes no answers once its owner starts the program."""
    os.chown(folder.parent, SOMEBODY, SOMEBODY)
    number = uuid.uuid4()
    make_round_key(number)
    assert [path.stat().st_uid for path in (folder, folder / str(number))] == [SOMEBODY, SOMEBODY]
