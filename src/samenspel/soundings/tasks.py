"""Background work on soundings. Every task calls one action and may run twice without harm."""

from contextlib import suppress
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django_scopes import scopes_disabled
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from samenspel.soundings import actions
from samenspel.soundings.models import Sounding


@app.task(name="soundings.finish_closing", retry=RetryStrategy(max_attempts=5, exponential_wait=2))
def finish_closing(sounding_id: str) -> None:
    actions.finish_closing(sounding_id=UUID(sounding_id))


@app.periodic(cron="* * * * *")
@app.task(name="soundings.open_due_rounds", queueing_lock="soundings.open_due_rounds")
def open_due_rounds(timestamp: int) -> None:  # noqa: ARG001, the queue passes it
    for sounding_id in actions.open_due_rounds(today=timezone.localdate()):
        invite_soon(sounding_id)


@app.task(name="soundings.send_invitations")
def send_invitations(sounding_id: str) -> None:
    actions.send_invitations(sounding_id=UUID(sounding_id))


@app.periodic(cron="* * * * *")
@app.task(name="soundings.invite_who_waits", queueing_lock="soundings.invite_who_waits")
def invite_who_waits(timestamp: int) -> None:  # noqa: ARG001, the queue passes it
    """Invitations whose job was lost, links that were asked for again, addresses to try again.

    A job each, so that a round whose mail is slow holds up no other.
    """
    for sounding_id in actions.rounds_with_mail_due():
        invite_soon(sounding_id)


def invite_soon(sounding_id: UUID) -> None:
    """Let the worker mail what is due in a round. Asking twice makes one job."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        send_invitations.configure(queueing_lock=f"inviting-{sounding_id}").defer(
            sounding_id=str(sounding_id)
        )


@app.periodic(cron="* * * * *")
@app.task(name="soundings.finish_due_closings", queueing_lock="soundings.finish_due_closings")
def finish_due_closings(timestamp: int) -> None:  # noqa: ARG001, the queue passes it
    """Rounds whose time is over, and closings whose job was lost.

    The state of the sounding is what counts, not the queue.

    A job each, so that one that cannot be finished holds up no other.
    """
    actions.begin_due_closings(now=timezone.now())
    with scopes_disabled():
        due = list(
            Sounding.objects.filter(state=Sounding.State.CLOSING).values_list("pk", flat=True)
        )
    for sounding_id in due:
        finish_soon(sounding_id)


def finish_soon(sounding_id: UUID) -> None:
    """Let the worker finish a closing. Asking twice makes one job."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        finish_closing.configure(queueing_lock=f"closing-{sounding_id}").defer(
            sounding_id=str(sounding_id)
        )


@app.task(name="soundings.fold_round")
def fold_round(sounding_id: str) -> None:
    actions.fold_answers(sounding_id=UUID(sounding_id))


@app.periodic(cron="*/5 * * * *")
@app.task(name="soundings.fold_answers", queueing_lock="soundings.fold_answers")
def fold_answers(timestamp: int) -> None:  # noqa: ARG001, the queue passes it
    """Whether or not something was answered, so that no job tells."""
    for sounding_id in actions.rounds_to_fold():
        with suppress(AlreadyEnqueued), transaction.atomic():
            fold_round.configure(queueing_lock=f"folding-{sounding_id}").defer(
                sounding_id=str(sounding_id)
            )


@app.periodic(cron="17 3 * * *")
@app.task(name="soundings.delete_voices_after_term")
def delete_voices_after_term(timestamp: int) -> None:  # noqa: ARG001, the queue passes it
    actions.delete_voices_after_term(today=timezone.localdate())


@app.periodic(cron="5 6 * * *")
@app.task(name="soundings.count_response")
def count_response(timestamp: int) -> None:  # noqa: ARG001, the queue passes it
    actions.count_response(today=timezone.localdate())


@app.periodic(cron="*/15 * * * *")
@app.task(name="soundings.release_batches", queueing_lock="soundings.release_batches")
def release_batches(timestamp: int) -> None:  # noqa: ARG001, the queue passes it
    actions.release_batches()


@app.periodic(cron="47 * * * *")
@app.task(name="soundings.destroy_left_over_keys")
def destroy_left_over_keys(timestamp: int) -> None:  # noqa: ARG001, the queue passes it
    actions.destroy_left_over_keys(now=timezone.now())


@app.periodic(cron="23 * * * *")
@app.task(name="soundings.forget_the_past")
def forget_the_past(timestamp: int) -> None:  # noqa: ARG001, the queue passes it
    """Also addresses of a round that closed: its last messages are sent after the closing."""
    actions.forget_the_past()
