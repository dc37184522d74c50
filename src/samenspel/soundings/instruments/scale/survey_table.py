"""A survey that was held elsewhere, as a table: a row for each person, a column for each question.

The header of a column is the question. A cell holds 1 to 5, or one of the five answers in words;
0 or "weet ik niet" says so, and an empty cell is no answer. Columns `group` and `size` tell who is
in which group and how large that is. Other columns, such as names or times, are refused: what is
not read cannot be kept.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

import numpy as np
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from samenspel.soundings.instruments.scale.instrument import FIVE
from samenspel.soundings.instruments.statements.items import LONGEST, MOST
from samenspel.soundings.instruments.statements.polis_export import (
    Conversation,
    ExportError,
    KnownGroup,
    Statement,
)
from samenspel.soundings.instruments.statements.polis_export.error import refusal, short
from samenspel.soundings.instruments.statements.polis_export.lines import Lines

MOST_PEOPLE = 200_000
MOST_GROUPS = 50
_GROUP, _SIZE = frozenset({"group", "groep"}), frozenset({"size", "grootte"})
_LONGEST_NAME = 250
_LARGEST_GROUP = 20_000_000
_IN_WORDS = {
    "helemaal oneens": 1,
    "oneens": 2,
    "niet eens en niet oneens": 3,
    "neutraal": 3,
    "eens": 4,
    "helemaal eens": 5,
    "weet ik niet": 0,
    "weet niet": 0,
    "geen mening": 0,
    "strongly disagree": 1,
    "disagree": 2,
    "neither agree nor disagree": 3,
    "neutral": 3,
    "agree": 4,
    "strongly agree": 5,
    "don't know": 0,
    "no opinion": 0,
} | {str(number): number for number in range(FIVE + 1)}


@dataclass(frozen=True)
class _Columns:
    questions: tuple[tuple[int, str], ...]
    """its place in a row, and its text"""
    group: int | None
    size: int | None


def read_survey(file: BinaryIO, *, name: str, title: str, closed_on: date) -> Conversation:
    """Raises ExportError where it is no such table, and says what to do."""
    rows = _rows(file, name)
    columns = _columns(next(rows, (1, []))[1], name)
    groups: dict[str, int | None] = {}
    group_of: list[int] = []
    said: list[tuple[int, int, int]] = []
    for line, cells in rows:
        answers = list(_answers(cells, columns, name, line))
        if not answers:
            continue
        if len(group_of) == MOST_PEOPLE:
            raise refusal(name, _("er staan meer dan %(n)s mensen in.") % {"n": _n(MOST_PEOPLE)})
        said += [(len(group_of), place, value) for place, value in answers]
        group_of.append(_group(cells, columns, groups, name, line))
    if not group_of:
        raise refusal(name, _("er staat geen enkel antwoord in."))
    voter, question, value = np.array(said, dtype=np.int64).T
    return Conversation(
        title=title,
        description="",
        statements=tuple(
            Statement(number, text, moderation=1)
            for number, (_place, text) in enumerate(columns.questions, start=1)
        ),
        participants=len(group_of),
        voter=voter,
        statement=question,
        value=value.astype(np.int8),
        groups=tuple(KnownGroup(group, size) for group, size in groups.items()),
        group_of=np.array(group_of, dtype=np.int64),
        first_day=None,
        last_day=closed_on,
        oddities=(),
        instrument="scale",
    )


def _rows(file: BinaryIO, name: str) -> Iterator[tuple[int, list[str]]]:
    """Every row with its line; `;` or `,` between cells, whichever the header has more of."""
    lines = iter(Lines(file, name))
    first = next(lines, "")
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(_with(first, lines), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error as error:
        problem = _("deze regel is geen CSV. Sla het bestand opnieuw op als ‘CSV UTF-8’.")
        raise refusal(name, problem, line=reader.line_num) from error


def _with(first: str, rest: Iterable[str]) -> Iterator[str]:
    yield first
    yield from rest


def _columns(header: Sequence[str], name: str) -> _Columns:
    titles = [" ".join(cell.split()) for cell in header]
    small = [title.casefold() for title in titles]
    group = next((at for at, title in enumerate(small) if title in _GROUP), None)
    size = next((at for at, title in enumerate(small) if title in _SIZE), None)
    questions = [(at, title) for at, title in enumerate(titles) if at not in {group, size}]
    texts = [text for _at, text in questions]
    if not questions or not all(texts):
        raise refusal(name, _("zet boven elke kolom de vraag, en haal lege kolommen weg."), line=1)
    if long := next((text for text in texts if len(text) > LONGEST), None):
        raise refusal(
            name,
            _("de vraag “%(text)s” is langer dan %(most)d tekens.")
            % {"text": short(long), "most": LONGEST},
            line=1,
        )
    if len(questions) > MOST:
        raise refusal(name, _("er zijn meer dan %(most)d vragen.") % {"most": MOST}, line=1)
    if twice := next((text for at, text in enumerate(texts) if text in texts[:at]), None):
        raise refusal(name, _("“%(text)s” staat er twee keer.") % {"text": short(twice)}, line=1)
    return _Columns(tuple(questions), group, size)


def _answers(
    cells: Sequence[str], columns: _Columns, name: str, line: int
) -> Iterator[tuple[int, int]]:
    """The place of each question that has an answer, and the answer."""
    for place, (at, question) in enumerate(columns.questions):
        written = " ".join(cells[at].split()) if at < len(cells) else ""
        if not written:
            continue
        value = _IN_WORDS.get(written.casefold())
        if value is None:
            # The cell itself is not quoted: it may be a name.
            raise refusal(
                name,
                _(
                    "in de kolom “%(question)s” staat iets anders dan 1 tot en met 5, 0 of een "
                    "antwoord in woorden. Haal kolommen weg die geen vraag zijn, zoals namen."
                )
                % {"question": short(question)},
                line=line,
            )
        yield place, value


def _group(
    cells: Sequence[str],
    columns: _Columns,
    groups: dict[str, int | None],
    name: str,
    line: int,
) -> int:
    """The place of the group of a row among `groups`, where it is put if it is new."""
    if columns.group is None:
        return 0
    group = " ".join(cells[columns.group].split()) if columns.group < len(cells) else ""
    if not group or len(group) > _LONGEST_NAME:
        raise refusal(name, _("bij welke groep hoort deze rij? Vul de kolom in."), line=line)
    size = _size(cells, columns, name, line)
    if "@" in group or (group not in groups and len(groups) == MOST_GROUPS):
        raise refusal(
            name,
            _(
                "in de kolom met groepen lijken namen van mensen te staan, of er zijn meer dan "
                "%(most)d groepen. Zet er groepen in, zoals medewerkers of raad."
            )
            % {"most": MOST_GROUPS},
            line=line,
        )
    if groups.setdefault(group, size) != size:
        raise refusal(
            name,
            _("de groep “%(group)s” heeft hier een andere grootte dan eerder.")
            % {"group": short(group)},
            line=line,
        )
    return list(groups).index(group)


def _size(cells: Sequence[str], columns: _Columns, name: str, line: int) -> int | None:
    if columns.size is None:
        return None
    written = cells[columns.size].strip() if columns.size < len(cells) else ""
    if not written:
        return None
    if not (written.isascii() and written.isdecimal() and len(written) < 12):
        raise refusal(name, _("de grootte van een groep is geen heel getal."), line=line)
    if not 1 <= int(written) <= _LARGEST_GROUP:
        raise refusal(name, _("de grootte van een groep kan niet kloppen."), line=line)
    return int(written)


def _n(number: int) -> str:
    return number_format(number, force_grouping=True)


__all__ = ["MOST_PEOPLE", "ExportError", "read_survey"]
