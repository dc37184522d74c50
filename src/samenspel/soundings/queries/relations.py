"""What a round about the other organisations can ask, now that these groups are asked."""

from dataclasses import dataclass

from samenspel.cooperations.queries import party_names
from samenspel.measures.recognition import FEWEST_PEOPLE
from samenspel.soundings.instruments.relations.items import (
    Organisation,
    can_be_recognised,
    can_be_spoken_of,
    speaks_for_an_organisation,
)
from samenspel.soundings.models import AskedGroup, Sounding
from samenspel.soundings.planning.forecast import Chance, forecast


@dataclass(frozen=True)
class AskedOrganisation:
    """What can be asked about one, as whoever prepares the round sees it."""

    organisation: Organisation
    spoken_of: bool
    recognised: bool

    @property
    def name(self) -> str:
        return self.organisation.name


def organisations_of(sounding: Sounding) -> list[Organisation]:
    """Those that are asked, in the order of the cooperation.

    How many people take part nobody knows yet. So it goes by the forecast of how many that are.
    """
    of: dict[str, list[AskedGroup]] = {}
    for group in AskedGroup.objects.filter(sounding=sounding):
        if speaks_for_an_organisation(group.role, group.party, open_link=group.is_open_link):
            of.setdefault(group.party, []).append(group)
    in_order = dict.fromkeys([*party_names(sounding.cooperation), *of])
    return [_organisation(name, of[name], sounding.minimum) for name in in_order if name in of]


def asked_organisations(sounding: Sounding) -> list[AskedOrganisation]:
    found = organisations_of(sounding)
    return [
        AskedOrganisation(one, can_be_spoken_of(one, found), can_be_recognised(one, found))
        for one in found
    ]


def groups_of_no_organisation(sounding: Sounding) -> list[AskedGroup]:
    """Asked groups that cannot be put a question: who is in them speaks for no organisation."""
    return [
        group
        for group in AskedGroup.objects.filter(sounding=sounding)
        if not speaks_for_an_organisation(group.role, group.party, open_link=group.is_open_link)
    ]


def _organisation(name: str, groups: list[AskedGroup], minimum: int) -> Organisation:
    size = sum(group.size or 0 for group in groups)
    return Organisation(
        name=name,
        positions=tuple(group.position for group in groups),
        size=size,
        can_tell=forecast(size, minimum).chance is Chance.PROBABLE,
        can_pair=forecast(size, max(minimum, FEWEST_PEOPLE)).chance is Chance.PROBABLE,
    )
