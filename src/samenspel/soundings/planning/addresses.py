"""Reading a list of addresses, pasted or from a file: whole, or with everything that is wrong."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

_LONGEST = 254
_HEADERS = {"email", "emailadres", "emailaddress", "mail", "mailadres", "mailaddress"}


class NotTextError(ValueError):
    """A file that holds something else than text, such as a spreadsheet."""


@dataclass
class AddressList:
    addresses: dict[str, int] = field(default_factory=dict)
    """each once, in lower case, with the line it stands on"""
    doubles: list[str] = field(default_factory=list)
    """those that stood there again"""
    problems: list[str] = field(default_factory=list)
    """a sentence for every line that cannot be used"""


def decode(content: bytes) -> str:
    """The text of a file, as programs for spreadsheets write it.

    Raises NotTextError where it holds none.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252", "latin-1"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and not content.startswith(b"PK\x03\x04"):
            return text
    raise NotTextError


def read_addresses(text: str) -> AddressList:
    """One or more addresses a line, alone or in a table with or without names of its columns."""
    found = AddressList()
    column: int | None = None
    first = True
    for number, cells in _lines(text):
        if first:
            first = False
            column = _column_of_addresses(cells)
            if column is not None:
                continue
        _read_line(found, number, _picked(cells, column))
    return found


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    separator = next((sign for sign in ";\t" if sign in text), ",")
    for number, line in enumerate(text.splitlines(), start=1):
        if number == 1 and line.casefold().startswith("sep="):
            continue
        filled = [_tidied(part) for cell in _cells(line, separator) for part in _parts(cell)]
        if any(filled):
            yield number, filled


def _cells(line: str, separator: str) -> list[str]:
    """Of one line, so that a quote that is never closed spoils no more than its own."""
    try:
        return next(csv.reader([line], delimiter=separator, skipinitialspace=True), [])
    except csv.Error:  # a cell of more than 100,000 characters
        return [line]


def _parts(cell: str) -> list[str]:
    """Several addresses in one cell; a comma in somebody's name is not between two of them."""
    return cell.split(",") if cell.count("@") > 1 else [cell]


def _tidied(cell: str) -> str:
    """`Anna <anna@voorbeeld.nl>` as mail programs write it, without the name."""
    cell = cell.strip().strip("\u200b\ufeff")
    if cell.endswith(">") and "<" in cell:
        cell = cell[cell.rindex("<") + 1 : -1]
    return cell.removeprefix("mailto:").strip()


def _column_of_addresses(cells: list[str]) -> int | None:
    for index, cell in enumerate(cells):
        if "".join(sign for sign in cell.casefold() if sign.isalpha()) in _HEADERS:
            return index
    return None


def _picked(cells: list[str], column: int | None) -> list[str]:
    if column is not None:
        return [cell for cell in cells[column : column + 1] if cell]
    with_at = [cell for cell in cells if "@" in cell]
    # A line of one word is an address with something wrong; so is the word somebody typed.
    return with_at or [cell for cell in cells if cell and len(cells) == 1]


def _read_line(found: AddressList, number: int, cells: list[str]) -> None:
    if not cells:
        found.problems.append(_("Regel %(n)d: hier staat geen e-mailadres") % {"n": number})
    for cell in cells:
        address = cell.lower()
        if not _is_address(address):
            found.problems.append(
                _("Regel %(n)d: ‘%(cell)s’ is geen e-mailadres") % {"n": number, "cell": cell[:80]}
            )
        elif address in found.addresses:
            found.doubles.append(address)
        else:
            found.addresses[address] = number


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= _LONGEST
