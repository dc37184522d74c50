"""Who may do what with a cooperation. Who does not belong to it does not get to see it at all."""

from typing import Any

import rules

from samenspel.cooperations.models import Cooperation, Membership


def _leads(person: Any, cooperation: Cooperation | None) -> bool:
    return (
        cooperation is not None
        and person.is_authenticated
        and cooperation.memberships.filter(person=person, kind=Membership.Kind.LEADER).exists()
    )


leads = rules.predicate(_leads)

rules.add_perm("cooperations.change_cooperation", leads)
rules.add_perm("soundings.add_sounding", leads)
