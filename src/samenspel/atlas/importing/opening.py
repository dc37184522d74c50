"""Opening the file that is to be read: of a path or an address, unpacked, and never too much."""

import gzip
import http.client
import io
import tempfile
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

from django.utils.translation import gettext as _

from samenspel.atlas.importing.reading_error import ReadingError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MEGABYTE = 1_000_000
_GZIP = b"\x1f\x8b"
_BLOCK = 1 << 20
# Of a smaller file any ratio is harmless.
_RATIO_FROM = 64 * MEGABYTE


@dataclass(frozen=True)
class Limits:
    """What no real file comes near. The export of the register is about 100 MB, unpacked."""

    unpacked: int = 2_000 * MEGABYTE
    ratio: int = 100
    """of unpacked to packed: text packs some 15 times; a bomb a thousand"""
    downloaded: int = 1_000 * MEGABYTE
    seconds: float = 900.0
    """for the whole of a download"""
    seconds_of_silence: float = 60.0


LIMITS = Limits()


@dataclass(frozen=True)
class Opened:
    stream: "Unpacked"
    origin: str
    """the address, or the name of the file without its folders"""
    day: date | None
    """of an address that says when it last changed"""


class Unpacked(io.RawIOBase):
    """What is in a file, packed or not, refusing what grows beyond all measure."""

    def __init__(self, packed: IO[bytes], limits: Limits = LIMITS) -> None:
        super().__init__()
        first = packed.read(2)
        packed.seek(0)
        self._packed = packed
        self._is_packed = first == _GZIP
        self._plain: IO[bytes] | gzip.GzipFile = (
            gzip.GzipFile(fileobj=packed, mode="rb") if self._is_packed else packed
        )
        self._limits = limits
        self.length = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        into = memoryview(buffer)
        try:
            block = self._plain.read(min(len(into), _BLOCK))
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise ReadingError(
                _(
                    "Dit bestand is ingepakt (gzip), maar beschadigd of niet heel. "
                    "Haal het opnieuw op."
                )
            ) from error
        self.length += len(block)
        self._stay_within_bounds()
        into[: len(block)] = block
        return len(block)

    def _stay_within_bounds(self) -> None:
        if self.length > self._limits.unpacked:
            raise ReadingError(
                _("Dit bestand is uitgepakt groter dan %(most)s MB. Zo groot is geen echt bestand.")
                % {"most": self._limits.unpacked // MEGABYTE}
            )
        if not self._is_packed or self.length < min(_RATIO_FROM, self._limits.unpacked // 4):
            return
        if self.length > self._limits.ratio * max(self._packed.tell(), 1):
            raise ReadingError(
                _(
                    "Dit bestand wordt bij het uitpakken meer dan %(ratio)s keer zo groot. Dat "
                    "doet geen echt bestand. Wij lezen het niet."
                )
                % {"ratio": self._limits.ratio}
            )


@contextmanager
def opened(place: str, *, limits: Limits = LIMITS) -> Iterator[Opened]:
    """A path, or an address that begins with https://."""
    if "://" in place:
        with tempfile.TemporaryFile() as kept:
            day = _fetch(place, kept, limits)
            yield Opened(Unpacked(kept, limits), place, day)
        return
    path = Path(place).expanduser()
    try:
        file = path.open("rb")
    except OSError as error:
        raise ReadingError(_why_not(path, error)) from error
    with file:
        try:
            stream = Unpacked(file, limits)
        except OSError as error:
            raise ReadingError(_why_not(path, error)) from error
        yield Opened(stream, path.name, None)


def _why_not(path: Path, error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return _("Er is geen bestand %(path)s. Kijk of u het goed schreef.") % {"path": path}
    if isinstance(error, IsADirectoryError):
        return _("%(path)s is een map. Noem het bestand zelf.") % {"path": path}
    if isinstance(error, PermissionError):
        return _("U mag %(path)s niet lezen.") % {"path": path}
    return _("%(path)s is niet te lezen: %(why)s.") % {"path": path, "why": error.strerror}


class _OnlyHttps(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        try:
            _must_be_https(newurl)
        except ReadingError:
            fp.close()
            raise
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _must_be_https(address: str) -> None:
    if not address.lower().startswith("https://"):
        raise ReadingError(
            _(
                "Wij halen alleen bestanden op van een adres dat begint met https://. "
                "Dit is %(address)s."
            )
            % {"address": address}
        )


def _fetch(address: str, into: IO[bytes], limits: Limits) -> date | None:
    """Whole, before anything is written: a slow server must not hold the database."""
    _must_be_https(address)
    opener = urllib.request.build_opener(_OnlyHttps)
    until = time.monotonic() + limits.seconds
    try:
        with opener.open(address, timeout=limits.seconds_of_silence) as answer:
            _copy(answer, into, limits, until)
            changed = answer.headers.get("Last-Modified")
    except (OSError, http.client.HTTPException, ValueError) as error:
        # Of an answer such as 404 the reason is half of it.
        is_answer = isinstance(error, urllib.error.HTTPError)
        if isinstance(error, urllib.error.HTTPError):
            error.close()
        why = error.reason if isinstance(error, urllib.error.URLError) and not is_answer else error
        raise ReadingError(
            _(
                "%(address)s is niet op te halen: %(why)s. Probeer het later opnieuw, of haal het "
                "bestand zelf op en noem het pad."
            )
            % {"address": address, "why": why}
        ) from error
    into.seek(0)
    return _day_of(changed)


def _copy(answer: IO[bytes], into: IO[bytes], limits: Limits, until: float) -> None:
    while block := answer.read(_BLOCK):
        into.write(block)
        if into.tell() > limits.downloaded:
            raise ReadingError(
                _("Het bestand is groter dan %(most)s MB. Wij halen het niet verder op.")
                % {"most": limits.downloaded // MEGABYTE}
            )
        if time.monotonic() > until:
            raise ReadingError(
                _("Het ophalen duurde langer dan %(seconds)s seconden. Probeer het later opnieuw.")
                % {"seconds": round(limits.seconds)}
            )
    promised = getattr(answer, "length", None)
    if promised:
        raise http.client.IncompleteRead(b"", promised)


def _day_of(last_modified: str | None) -> date | None:
    try:
        return parsedate_to_datetime(last_modified).date() if last_modified else None
    except ValueError:
        return None
