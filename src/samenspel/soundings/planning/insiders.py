"""Who works inside the organisations: some statements make sense to them only."""

from collections.abc import Collection, Iterable, Mapping

from samenspel.cooperations.models import Role

INSIDERS = frozenset({Role.COUNCIL, Role.COLLEGE, Role.MANAGEMENT, Role.STAFF})
# A place among the positions of groups that no group ever has. A statement with it is for every
# group of insiders, also for those that come later, and for nobody as long as there is none.
ALL_INSIDERS = 0
# Another such place. A statement with it is for nobody now.
NOBODY = 32_767
# In the detail of an item: the roles it is meant for, until somebody chooses groups for it by hand.
ROLES = "roles"


def settled(only_for: Collection[int], roles: Mapping[int, str]) -> list[int]:
    """For whom a statement is, now that these groups are asked.

    A statement whose groups are all gone is for nobody. It may not become one for everybody, so it
    keeps a position that no group has.

    roles : the role of each group that is asked, by its position
    """
    if not only_for:
        return []
    if ALL_INSIDERS in only_for:
        return [ALL_INSIDERS, *sorted(p for p, role in roles.items() if role in INSIDERS)]
    return sorted(p for p in only_for if p in roles) or sorted(only_for)


def is_for_nobody(only_for: Collection[int], positions: Iterable[int]) -> bool:
    return bool(only_for) and not set(only_for) & set(positions)


def meant_for(roles: Collection[str], asked: Mapping[int, str]) -> list[int]:
    """The positions that get what is meant for these roles; no roles: everybody does.

    asked : the role of each group that is asked, by its position
    """
    if not roles:
        return []
    if set(roles) == INSIDERS:
        return settled([ALL_INSIDERS], asked)
    return sorted(p for p, role in asked.items() if role in roles) or [NOBODY]
