"""From bytes to lines of text, without ever holding more than a small piece of the file."""

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO

from django.utils.translation import gettext as _

from samenspel.soundings.instruments.statements.polis_export.error import ExportError, refusal

LARGEST_FILE = 1_000_000_000
LONGEST_LINE = 1_000_000
_PIECE = 2**18


class Lines:
    """The lines of a UTF-8 file, each with its line end. Raises ExportError at the first byte that
    cannot belong to such a file."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self.name = name
        self._file = file
        self._given = 0
        self.open_end = False
        """Does the file stop without a line end? Known once all lines were read."""

    def __iter__(self) -> Iterator[str]:
        piece = self._file.read(_PIECE)
        _refuse_other_formats(piece, self.name)
        piece = piece.removeprefix(codecs.BOM_UTF8)
        size, rest = 0, b""
        while piece:
            size += len(piece)
            if size > LARGEST_FILE:
                raise too_large(self.name)
            whole, rest = self._split(rest + piece)
            yield from self._texts(whole)
            piece = self._file.read(_PIECE)
        if rest:
            self.open_end = True
            yield from self._texts(rest)

    def _split(self, piece: bytes) -> tuple[bytes, bytes]:
        end = piece.rfind(b"\n") + 1
        whole, rest = piece[:end], piece[end:]
        # A line that starts in this piece and ends in it is shorter than the piece: only the
        # first, which may have begun earlier, and the last can be too long.
        if whole.find(b"\n") >= LONGEST_LINE or len(rest) >= LONGEST_LINE:
            raise refusal(
                self.name,
                _(
                    "deze regel is langer dan een miljoen tekens. Dit lijkt geen Polis-export:"
                    " download het bestand opnieuw."
                ),
                line=self._given + 1,
            )
        return whole, rest

    def _texts(self, whole: bytes) -> Iterator[str]:
        nul = whole.find(b"\0")
        if nul >= 0:
            raise refusal(
                self.name,
                _("hier staat een nul-byte. Het bestand is beschadigd: download het opnieuw."),
                line=self._line_of(whole, nul),
            )
        try:
            text = whole.decode()
        except UnicodeDecodeError as error:
            raise self._not_utf8(whole, error) from error
        # Not str.splitlines: that also splits on characters that may stand in a statement.
        yield from io.StringIO(text, newline="\n")
        self._given += whole.count(b"\n")

    def _line_of(self, whole: bytes, position: int) -> int:
        return self._given + whole.count(b"\n", 0, position) + 1

    def _not_utf8(self, whole: bytes, error: UnicodeDecodeError) -> ExportError:
        line = self._line_of(whole, error.start)
        if error.reason == "unexpected end of data":
            return broken_off(self.name, line)
        return refusal(
            self.name,
            _(
                "deze regel is geen UTF-8. Waarschijnlijk is het bestand in Excel opgeslagen als"
                " gewone CSV (Windows-1252 of Latin-1). Gebruik het bestand zoals het uit Polis"
                " kwam, of sla het op als ‘CSV UTF-8’."
            ),
            line=line,
        )


def broken_off(name: str, line: int) -> ExportError:
    return refusal(
        name,
        _("het bestand breekt hier af. Het is niet compleet: download het opnieuw."),
        line=line,
    )


def too_large(name: str) -> ExportError:
    return refusal(
        name,
        _("het bestand is groter dan %(limit)s en wordt niet gelezen.")
        % {"limit": f"{LARGEST_FILE / 1e9:.0f} GB"},
    )


def refuse_too_large(file: BinaryIO, name: str) -> None:
    """Before anything is read. A stream that does not know its size is stopped on the way."""
    if file.seekable():
        start = file.tell()
        size = file.seek(0, io.SEEK_END) - start
        file.seek(start)
        if size > LARGEST_FILE:
            raise too_large(name)


def _refuse_other_formats(start: bytes, name: str) -> None:
    looks_like = _other_format(start)
    if looks_like:
        raise refusal(name, looks_like)


def _other_format(start: bytes) -> str:
    text = start.removeprefix(codecs.BOM_UTF8).lstrip()
    if not text:
        return _("het bestand is leeg. Kies het opnieuw.")
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")):
        return _(
            "dit is een zipbestand of een Excel-bestand, geen CSV. Pak het zipbestand uit, of"
            " gebruik het bestand zoals het uit Polis kwam."
        )
    if start.startswith((b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"%PDF")):
        return _(
            "dit is een ingepakt bestand of een PDF, geen CSV. Gebruik de losse CSV-bestanden."
        )
    if _is_utf16(start):
        return _(
            "het bestand is UTF-16 (‘Unicode-tekst’). Gebruik het bestand zoals het uit Polis"
            " kwam, of sla het op als ‘CSV UTF-8’."
        )
    if text.startswith(b"<"):
        return _(
            "dit is een webpagina, geen CSV. Waarschijnlijk is een foutmelding of inlogpagina"
            " bewaard: download het bestand opnieuw."
        )
    if text.startswith((b"{", b"[")):
        return _("dit is JSON, geen CSV. Gebruik de CSV-bestanden van de export.")
    return ""


def _is_utf16(start: bytes) -> bool:
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    head = start[:100]
    # Without a mark: Latin text in UTF-16 has a nul in every other byte.
    return len(head) > 3 and head.count(0) >= len(head) // 2 - 1
