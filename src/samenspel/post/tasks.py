"""The worker sends mail: as soon as it was asked to, and each minute what was lost or waits."""

from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from samenspel.post import actions

_LOCK = "post.send_due"


@app.task(name="post.send_due")
def send_due() -> None:
    actions.send_due()


@app.periodic(cron="* * * * *")
@app.task(name="post.send_what_waits", queueing_lock="post.send_what_waits")
def send_what_waits(timestamp: int) -> None:  # noqa: ARG001, the queue passes it
    actions.send_due()


@app.periodic(cron="37 3 * * *")
@app.task(name="post.forget_old")
def forget_old(timestamp: int) -> None:  # noqa: ARG001, the queue passes it
    actions.forget_old()


def send_soon() -> None:
    """Let the worker send what was written. Asking twice makes one job."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        send_due.configure(queueing_lock=_LOCK).defer()
