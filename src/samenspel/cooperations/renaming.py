"""Which organisation became which, where a leader wrote the list of names anew.

A name that is written in another way is the same organisation still, with its groups, its people
and its place in the atlas. Where the new name does not tell, the leader does.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from samenspel.atlas.models import Organisation
from samenspel.atlas.queries.names import plain
from samenspel.atlas.queries.organisations import organisations_with
from samenspel.cooperations.first_draft import is_named
from samenspel.cooperations.models import (
    ColleagueInvitation,
    Cooperation,
    Group,
    Membership,
    Party,
)


@dataclass(frozen=True)
class KnownParty:
    party: Party
    organisation: Organisation | None
    """of the atlas, where it is linked to one that is there"""
    is_used: bool
    """whether groups, people or invitations belong to it"""

    @property
    def has_to_lose(self) -> bool:
        return self.is_used or bool(self.party.organisation_key)

    def is_meant_by(self, name: str) -> bool:
        """Whether this name is only another way to write it."""
        if self.organisation and is_named(self.organisation, name):
            return True
        return plain(self.party.name) == plain(name)


@dataclass(frozen=True)
class Renaming:
    renamed: Mapping[int, str]
    """new name by party, where it tells by itself"""
    unclear: Sequence[KnownParty]
    """left out while other names came: renamed, or no more in it"""
    new_names: Sequence[str]
    """that are of no party yet"""


def known_parties(cooperation: Cooperation) -> list[KnownParty]:
    """By name. Two queries."""
    belonging = (Group, Membership, ColleagueInvitation)
    parties = Party.objects.filter(cooperation=cooperation).annotate(
        **{
            f"has_{model._meta.model_name}": Exists(
                model._default_manager.filter(party=OuterRef("pk"))
            )
            for model in belonging
        }
    )
    found = list(parties)
    keys = [each.organisation_key for each in found if each.organisation_key]
    there = {each.key: each for each in organisations_with(keys)} if keys else {}
    return [
        KnownParty(
            each,
            there.get(each.organisation_key),
            any(getattr(each, f"has_{model._meta.model_name}") for model in belonging),
        )
        for each in found
    ]


def renaming(known: Iterable[KnownParty], names: Collection[str]) -> Renaming:
    """names : all that are written now"""
    every = list(known)
    there = {each.party.name for each in every}
    gone = [each for each in every if each.party.name not in names]
    new = [name for name in dict.fromkeys(names) if name not in there]
    renamed: dict[int, str] = {}
    for each in gone:
        meant = [name for name in new if each.is_meant_by(name)]
        if len(meant) == 1:
            renamed[each.party.pk] = meant[0]
            new.remove(meant[0])
    unclear = [each for each in gone if each.party.pk not in renamed and each.has_to_lose]
    return Renaming(renamed, unclear if new else [], new)
