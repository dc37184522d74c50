"""The key of a round: outside the database and its backups, and destroyed when the round closes.

Once it is gone, a link in an old mail can no longer be turned into the voice it answered with.
"""

import os
import secrets
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from samenspel import secret_files

_BYTES = 32


class KeyGoneError(LookupError):
    """There is no key of this round: it is closed, or its keys were not moved along."""


def make_round_key(sounding_id: UUID) -> None:
    """Make the key, once: a second time finds its work done."""
    path = _path(sounding_id)
    secret_files.make_closed_folder(path.parent)
    secret_files.write_once(path, secrets.token_bytes(_BYTES))


def round_key(sounding_id: UUID) -> bytes:
    """The key, read anew each time: kept in memory it would outlive the file."""
    try:
        descriptor = os.open(f"{settings.KEYS_FOLDER}/{sounding_id}", os.O_RDONLY)
    except FileNotFoundError as error:
        raise KeyGoneError(str(sounding_id)) from error
    try:
        return os.read(descriptor, _BYTES)
    finally:
        os.close(descriptor)


def rounds_with_a_key() -> dict[UUID, datetime]:
    """Each round of which there is a key, and when that was made."""
    folder = Path(settings.KEYS_FOLDER)
    if not folder.is_dir():
        return {}
    return {
        found: datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)
        for path in folder.iterdir()
        if (found := _round_of(path.name)) is not None
    }


def destroy_round_key(sounding_id: UUID) -> None:
    """Overwrite the key and remove it. A second time finds its work done."""
    path = _path(sounding_id)
    try:
        descriptor = os.open(path, os.O_WRONLY)
    except FileNotFoundError:
        return
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(_BYTES))
        file.flush()
        os.fsync(descriptor)
    path.unlink(missing_ok=True)
    secret_files.sync(path.parent)


def _round_of(name: str) -> UUID | None:
    """None for what others left in the folder, and for a key that is being made."""
    try:
        return UUID(name)
    except ValueError:
        return None


def _path(sounding_id: UUID) -> Path:
    return Path(settings.KEYS_FOLDER) / str(sounding_id)
