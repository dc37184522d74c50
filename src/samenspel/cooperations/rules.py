"""Who may do what with a cooperation."""

from typing import Any

import rules

from samenspel.cooperations.models import Cooperation, Membership


def _leads(person: Any, cooperation: Cooperation | None) -> bool:
    return _is_member(person, cooperation, Membership.Kind.LEADER)


def _reads(person: Any, cooperation: Cooperation | None) -> bool:
    return _is_member(person, cooperation, *Membership.Kind)


def _is_member(person: Any, cooperation: Cooperation | None, *kinds: Membership.Kind) -> bool:
    return (
        cooperation is not None
        and person.is_authenticated
        and cooperation.memberships.filter(person=person, kind__in=kinds).exists()
    )


leads = rules.predicate(_leads)
reads = rules.predicate(_reads)

rules.add_perm("cooperations.view_cooperation", reads)
rules.add_perm("cooperations.change_cooperation", leads)
rules.add_perm("soundings.add_sounding", leads)
