"""Looking at what people added. Who decides sees the words, and not whose they are or of when."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _
from django_scopes import scope, scopes_disabled

from samenspel.audit.actions import record
from samenspel.cooperations.models import Membership
from samenspel.people.models import Person
from samenspel.post.actions import write_message
from samenspel.soundings import queries
from samenspel.soundings.access import counting
from samenspel.soundings.actions.inviting import is_taking_answers
from samenspel.soundings.actions.mails import to_moderators
from samenspel.soundings.instruments.statements.items import MOST
from samenspel.soundings.models import Item, Sounding

# Fewer at once could be timed: who added the one that came after a certain moment?
SMALLEST_BATCH = 3
LONGEST_REASON = 500


def accept_statement(
    *, person: Person, sounding: Sounding, statement_id: uuid.UUID, text_en: str = ""
) -> Item | None:
    """Put a statement to everybody from now on. None where it was decided on before."""
    with _moderating(sounding, person) as locked:
        text = queries.waiting_statements(locked).get(statement_id)
        if text is None:
            return None
        items = Item.objects.filter(sounding=locked)
        if items.count() >= MOST:
            raise ValidationError(
                _("Er zijn al %(most)d stellingen. Meer kan niet in één vragenronde."),
                params={"most": MOST},
                code="full",
            )
        last = items.aggregate(last=Max("number"))["last"] or 0
        item = Item.objects.create(
            sounding=locked, number=last + 1, text=text, text_en=text_en.strip(), added=True
        )
        _decide(locked, person, statement_id, "accepted", number=item.number)
        return item


def decline_statement(
    *, person: Person, sounding: Sounding, statement_id: uuid.UUID, reason: str
) -> bool:
    """Leave a statement out. Its author reads why. False where it was decided on before.

    Raises ValidationError without a reason.
    """
    if not (why := reason.strip()) or len(why) > LONGEST_REASON:
        raise ValidationError(
            _("Schrijf een reden van hoogstens %(most)d tekens."),
            params={"most": LONGEST_REASON},
            code="reason",
        )
    with _moderating(sounding, person) as locked:
        return _decide(locked, person, statement_id, "declined", reason=why)


def merge_statement(
    *, person: Person, sounding: Sounding, statement_id: uuid.UUID, into: int
) -> bool:
    """Let another statement, that says the same, stand for it. False where it was decided before.

    into : the number of a statement that everybody gets

    Raises ValidationError where there is no such statement.
    """
    with _moderating(sounding, person) as locked:
        if not queries.statements_to_merge_with(locked).filter(number=into).exists():
            raise ValidationError(_("Die stelling is er niet."), code="no-such-statement")
        return _decide(locked, person, statement_id, "merged", number=into)


def release_batches(*, smallest: int = SMALLEST_BATCH) -> int:
    """Let statements through to the moderators, never less than so many of a round at once.

    Gives the number of rounds whose moderators were told.
    """
    with scopes_disabled():
        rounds = list(
            Sounding.objects.filter(state=Sounding.State.OPEN, may_add=True).select_related(
                "cooperation"
            )
        )
        with transaction.atomic():
            had_none = [found for found in rounds if not queries.waiting_statements(found)]
            with counting(), connection.cursor() as cursor:
                cursor.execute("SELECT urn.release_batches(%s)", [smallest])
            to_tell = [found for found in had_none if queries.waiting_statements(found)]
            for sounding in to_tell:
                _tell_moderators(sounding)
    return len(to_tell)


def _tell_moderators(sounding: Sounding) -> None:
    moderators = Membership.objects.filter(
        cooperation=sounding.cooperation, kind=Membership.Kind.MODERATOR
    )
    subject, body = to_moderators(sounding)
    for address in sorted(moderators.values_list("person__email", flat=True)):
        write_message(to=address, subject=subject, body=body)


@contextmanager
def _moderating(sounding: Sounding, person: Person) -> Iterator[Sounding]:
    """The round, with one decision at a time, so that numbers follow each other.

    Raises ValidationError where it takes no answers: nobody would get to see what was decided.
    """
    if not person.has_perm("soundings.moderate", sounding):
        raise PermissionDenied
    with transaction.atomic(), scope(cooperation=sounding.cooperation):
        locked = Sounding.objects.select_for_update().get(pk=sounding.pk)
        if not is_taking_answers(locked):
            raise ValidationError(
                _("De vragenronde is gesloten. Over stellingen kan niet meer worden beslist."),
                code="not-open",
            )
        yield locked


def _decide(
    sounding: Sounding,
    person: Person,
    statement_id: uuid.UUID,
    state: str,
    *,
    reason: str = "",
    number: int | None = None,
) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT urn.decide_statement(%s, %s, %s, %s, %s)",
            [sounding.pk, statement_id, state, reason, number],
        )
        is_done_now: bool = cursor.fetchone() == (True,)
    if is_done_now:
        # About the round: neither the words nor a number that leads to them.
        record(actor=person.email, action=f"statement.{state}", about=sounding)
    return is_done_now
