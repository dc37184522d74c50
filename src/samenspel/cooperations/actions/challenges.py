"""The societal challenges that a cooperation is for."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _
from django_scopes import scope

from samenspel.audit.actions import record
from samenspel.cooperations.actions.permission import locked, require
from samenspel.cooperations.models import Challenge, Cooperation
from samenspel.people.models import Person

MOST_CHALLENGES = 50


@transaction.atomic
def write_challenge(
    *,
    person: Person,
    cooperation: Cooperation,
    title: str,
    for_whom: str = "",
    what_would_be_better: str = "",
    partners: str = "",
    challenge: Challenge | None = None,
    origin: str = "web",
) -> Challenge:
    """Add a challenge, or change the one that is given. One that is there already is not added.

    Raises ValidationError where there are as many as a page can hold.
    """
    require(person, "cooperations.change_challenges", cooperation)
    words = {
        "title": title,
        "for_whom": for_whom,
        "what_would_be_better": what_would_be_better,
        "partners": partners,
    }
    with scope(cooperation=cooperation):
        locked(cooperation)
        if challenge is not None:
            Challenge.objects.filter(pk=challenge.pk).update(**words)
            written = Challenge.objects.get(pk=challenge.pk)
        elif there := Challenge.objects.filter(**words).first():
            return there  # a second click finds its work done
        else:
            written = _add(cooperation, words)
    record(actor=person.email, action="challenge.written", about=written, origin=origin)
    return written


@transaction.atomic
def remove_challenge(*, person: Person, cooperation: Cooperation, challenge_id: int) -> None:
    require(person, "cooperations.change_challenges", cooperation)
    with scope(cooperation=cooperation):
        challenge = Challenge.objects.filter(pk=challenge_id).first()
        if challenge is None:
            return  # a second click finds its work done
        record(actor=person.email, action="challenge.removed", about=challenge)
        challenge.delete()


@transaction.atomic
def raise_challenge(*, person: Person, cooperation: Cooperation, challenge_id: int) -> None:
    """Put a challenge one place higher. The first stays where it is."""
    require(person, "cooperations.change_challenges", cooperation)
    with scope(cooperation=cooperation):
        locked(cooperation)
        in_order = list(Challenge.objects.all())
        place = next((n for n, each in enumerate(in_order) if each.pk == challenge_id), 0)
        if place == 0:
            return
        in_order[place - 1 : place + 1] = [in_order[place], in_order[place - 1]]
        for position, each in enumerate(in_order, start=1):
            each.position = position
        Challenge.objects.bulk_update(in_order, ["position"])
        record(actor=person.email, action="challenge.raised", about=in_order[place - 1])


def _add(cooperation: Cooperation, words: dict[str, str]) -> Challenge:
    if Challenge.objects.count() >= MOST_CHALLENGES:
        raise ValidationError(
            _("Er staan al %(most)s opgaven. Haal er eerst een weg."),
            params={"most": MOST_CHALLENGES},
        )
    last = Challenge.objects.aggregate(last=Max("position"))["last"] or 0
    return Challenge.objects.create(cooperation=cooperation, position=last + 1, **words)
