"""Who may do what with a cooperation. Who does not belong to it does not get to see it at all."""

from typing import Any

import rules

from samenspel.cooperations.models import Cooperation, Membership

Kind = Membership.Kind


def _is_one_of(person: Any, cooperation: Cooperation | None, *kinds: Kind) -> bool:
    return (
        cooperation is not None
        and person.is_authenticated
        and cooperation.memberships.filter(person=person, kind__in=kinds).exists()
    )


def _leads(person: Any, cooperation: Cooperation | None) -> bool:
    return _is_one_of(person, cooperation, Kind.LEADER)


def _works(person: Any, cooperation: Cooperation | None) -> bool:
    return _is_one_of(person, cooperation, Kind.LEADER, Kind.MEMBER)


def _moderates(person: Any, cooperation: Cooperation | None) -> bool:
    return _is_one_of(person, cooperation, Kind.MODERATOR)


leads = rules.predicate(_leads)
# Who leads and who is a member write together; a moderator and a reader stand outside.
works = rules.predicate(_works)
moderates = rules.predicate(_moderates)

# Name, stage, form, organisations and groups.
rules.add_perm("cooperations.change_cooperation", leads)
rules.add_perm("cooperations.change_people", leads)
rules.add_perm("cooperations.change_purpose", works)
rules.add_perm("cooperations.change_challenges", works)
rules.add_perm("soundings.add_sounding", leads)
