"""Known groups of a table: told in its own column, in a file beside it, or not at all.

Who belongs where is told in one place only. Where the table has a column `group`, the file beside
it gives sizes, and groups of which nobody took part.
"""

from pathlib import Path

import numpy as np
import pyarrow as pa
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from samenspel.soundings.instruments.statements.polis_export.conversation import KnownGroup
from samenspel.soundings.instruments.statements.polis_export.groups import (
    LONGEST_NAME,
    MOST_GROUPS,
    GroupList,
    Members,
    divide,
    divided,
    no_group,
    read_groups,
)
from samenspel.soundings.instruments.statements.polis_export.lines import refuse_too_large
from samenspel.soundings.instruments.statements.polis_export.oddities import Findings
from samenspel.soundings.instruments.statements.polis_export.reading import opened_file
from samenspel.soundings.instruments.statements.polis_export.texts import one_line
from samenspel.soundings.instruments.statements.vote_table.opening import OpenTable
from samenspel.soundings.instruments.statements.vote_table.scanning import Scanned

KnownGroups = tuple[tuple[KnownGroup, ...], NDArray[np.int64]]


def known_groups(
    table: OpenTable, scanned: Scanned, file: Path | None, findings: Findings
) -> KnownGroups:
    """The groups, and for each participant the index of its group; none where nobody told."""
    told_here = scanned.group_of is not None
    if file is None and not told_here:
        return (), np.zeros(len(scanned.participants), dtype=np.int64)
    listed = GroupList(table.name)
    if file is not None:
        with opened_file(file) as opened:
            refuse_too_large(opened, file.name)
            listed = read_groups(opened, file.name, _members(scanned))
    everybody = np.ones(len(scanned.participants), dtype=np.bool_)
    if told_here:
        group_of = _told_by_table(table, scanned, listed)
        return divided(listed, group_of, everybody, findings), group_of
    voters = {str(key): at for at, key in enumerate(scanned.participants.to_pylist())}
    return divide(listed, voters, everybody, findings)


def _told_by_table(table: OpenTable, scanned: Scanned, listed: GroupList) -> NDArray[np.int64]:
    """Adds the groups of the table to the list, after those of the file and by name."""
    names = [one_line(name) for name in scanned.groups]
    if any(len(name) > LONGEST_NAME for name in names):
        raise table.refuse(
            _("een naam in de kolom ‘group’ is langer dan 200 tekens. Kort de naam in.")
        )
    for name in sorted({*names} - {"", no_group()}):
        listed.sizes.setdefault(name, None)
    if len(listed.sizes) > MOST_GROUPS:
        raise table.refuse(
            _("er staan meer dan 60 groepen in. Staat de naam van de groep in ‘group’?")
        )
    index = {name: at for at, name in enumerate(listed.sizes)}
    without = len(index)
    # The last place is for who is in no group.
    place = np.array([*(index.get(name, without) for name in names), without], dtype=np.int64)
    group_of: NDArray[np.int64] = place[scanned.group_of]
    return group_of


def _members(scanned: Scanned) -> Members:
    if scanned.group_of is not None:
        return Members(lambda _participant: None, _told_twice, required=False)
    numbered = pa.types.is_integer(scanned.participants.type)
    return Members(_whole_number if numbered else _some_text, _no_participant)


def _whole_number(participant: str) -> str | None:
    """As the table writes it. `int` alone would take 1_000 and ١."""
    digits = participant.removeprefix("-")
    is_number = digits.isascii() and digits.isdigit() and len(digits) <= 20
    return str(int(participant)) if is_number else None


def _some_text(participant: str) -> str | None:
    return participant or None


def _no_participant() -> str:
    return _(
        "in de kolom ‘participant’ staat geen deelnemer. Daar hoort wat in de tabel in de kolom"
        " ‘participant’ staat."
    )


def _told_twice() -> str:
    return _(
        "de tabel zegt zelf, in de kolom ‘group’, wie bij welke groep hoort. Laat hier de kolom"
        " ‘participant’ leeg: dan geeft dit bestand alleen hoe groot elke groep is."
    )
