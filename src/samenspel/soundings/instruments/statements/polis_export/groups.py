"""The groups file: who belongs to which group, and how large each group is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from samenspel.soundings.instruments.statements.polis_export.conversation import KnownGroup
from samenspel.soundings.instruments.statements.polis_export.error import (
    refusal,
    short,
)
from samenspel.soundings.instruments.statements.polis_export.oddities import Findings
from samenspel.soundings.instruments.statements.polis_export.table import Table, whole_number
from samenspel.soundings.instruments.statements.polis_export.texts import one_line

LONGEST_NAME = 200
MOST_GROUPS = 60
LARGEST_SIZE = 20_000_000


@dataclass
class GroupList:
    file: str
    sizes: dict[str, int | None] = field(default_factory=dict)
    """name → size, in the order of the file: that is the order in which they are shown"""
    group_of: dict[str, str] = field(default_factory=dict)
    """voter id → name of the group"""


@dataclass(frozen=True)
class Members:
    """How the file tells who belongs to a group.

    key : the participant as it is known elsewhere; None for what cannot be one
    problem : what to say of that
    required : False where it is told elsewhere, and the file gives sizes alone
    """

    key: Callable[[str], str | None]
    problem: Callable[[], str]
    required: bool = True


def read_groups(file: BinaryIO, name: str, members: Members | None = None) -> GroupList:
    members = _OF_AN_EXPORT if members is None else members
    table = Table(file, name, separators=",;")
    find = table.column if members.required else table.optional_column
    at_participant, at_group = find("participant"), table.column("group")
    at_size = table.optional_column("size")
    found = GroupList(name)
    for row in table:
        participant = "" if at_participant is None else row[at_participant].strip()
        group = _name(table, row, row[at_group])
        size = _size(table, row, "" if at_size is None else row[at_size].strip())
        if group:
            _note_size(table, row, found, group, size)
        # A line with a group and its size alone is for a group of which nobody took part.
        if participant or (members.required and (not group or size is None)):
            _note_member(table, row, found, members, participant, group)
    if not found.sizes:
        raise table.refuse(_("er staat geen enkele groep in. Vul de kolom ‘group’."))
    return found


def divide(
    listed: GroupList, voters: dict[str, int], has_votes: NDArray[np.bool_], findings: Findings
) -> tuple[tuple[KnownGroup, ...], NDArray[np.int64]]:
    """The groups, and for each voter the index of its group; last come those without a group."""
    index = {name: at for at, name in enumerate(listed.sizes)}
    without = len(index)
    group_of = np.full(len(voters), without, dtype=np.int64)
    absent = 0
    for participant, name in listed.group_of.items():
        voter = voters.get(participant)
        if voter is None or not has_votes[voter]:
            absent += 1
        elif name:
            group_of[voter] = index[name]
    if listed.group_of and bool(np.all(group_of[has_votes] == without)):
        raise refusal(
            listed.file,
            _(
                "geen van deze deelnemers komt voor in de export. In de kolom ‘participant’ hoort"
                " het nummer van de deelnemer (voter-id) te staan."
            ),
        )
    findings.add("group-members-without-votes", absent)
    return divided(listed, group_of, has_votes, findings), group_of


def divided(
    listed: GroupList,
    group_of: NDArray[np.int64],
    has_votes: NDArray[np.bool_],
    findings: Findings,
) -> tuple[KnownGroup, ...]:
    """The groups of a list, and those without a group where there are any.

    group_of : (voters,) the place in the list of each voter's group, or the number of groups

    Raises ExportError where more people of a group have votes than it is said to have.
    """
    without = len(listed.sizes)
    counts = np.bincount(group_of[has_votes], minlength=without + 1)
    for (name, size), count in zip(listed.sizes.items(), counts[:-1].tolist(), strict=True):
        if size is not None and size < count:
            raise refusal(
                listed.file,
                _(
                    "groep ‘%(group)s’ telt volgens het bestand %(size)d mensen, maar er deden er"
                    " %(count)d mee. Verbeter de kolom ‘size’."
                )
                % {"group": name, "size": size, "count": count},
            )
    findings.add("participants-without-group", int(counts[without]))
    groups = [KnownGroup(name, size) for name, size in listed.sizes.items()]
    if counts[without]:
        groups.append(KnownGroup(no_group(), None))
    return tuple(groups)


def no_group() -> str:
    return _("Zonder groep")


def _name(table: Table, row: list[str], text: str) -> str:
    if len(text) > LONGEST_NAME:
        raise table.refuse(
            _("deze naam van een groep is langer dan 200 tekens. Kort de naam in."), row=row
        )
    name = one_line(text)
    return "" if name == no_group() else name


def _size(table: Table, row: list[str], text: str) -> int | None:
    if not text:
        return None
    size = whole_number(text)
    if not size:
        raise table.refuse(
            _("de omvang ‘%(size)s’ is geen heel getal groter dan nul. Verbeter de kolom ‘size’.")
            % {"size": short(text, 20)},
            row=row,
        )
    if size > LARGEST_SIZE:
        raise table.refuse(
            _("de omvang ‘%(size)s’ is groter dan Nederland. Verbeter de kolom ‘size’.")
            % {"size": short(text, 20)},
            row=row,
        )
    return size


def _note_size(
    table: Table, row: list[str], found: GroupList, group: str, size: int | None
) -> None:
    known = found.sizes.setdefault(group, size)
    if known is None:
        found.sizes[group] = size
    elif size is not None and size != known:
        raise table.refuse(
            _(
                "groep ‘%(group)s’ heeft hier omvang %(size)d en eerder %(known)d. Geef elke groep"
                " één omvang."
            )
            % {"group": group, "size": size, "known": known},
            row=row,
        )
    if len(found.sizes) > MOST_GROUPS:
        raise table.refuse(
            _("er staan meer dan 60 groepen in. Staat de naam van de groep in ‘group’?")
        )


def _note_member(
    table: Table,
    row: list[str],
    found: GroupList,
    members: Members,
    participant: str,
    group: str,
) -> None:
    key = members.key(participant)
    if key is None:
        raise table.refuse(members.problem(), row=row)
    if found.group_of.setdefault(key, group) != group:
        raise table.refuse(
            _("deze deelnemer staat al in een andere groep. Laat één van de twee regels staan."),
            row=row,
        )


def _number_as_text(participant: str) -> str | None:
    number = whole_number(participant)
    return None if number is None else str(number)


def _no_number() -> str:
    return _(
        "in de kolom ‘participant’ staat geen heel getal. Daar hoort het nummer van de"
        " deelnemer (voter-id) uit de export."
    )


_OF_AN_EXPORT = Members(_number_as_text, _no_number)
