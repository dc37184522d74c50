"""Background work on cooperations."""

from procrastinate.contrib.django import app

from samenspel.cooperations import actions


@app.periodic(cron="27 3 * * *")
@app.task(name="cooperations.delete_expired_invitations")
def delete_expired_invitations(timestamp: int) -> None:  # noqa: ARG001, the queue passes it
    actions.delete_expired_invitations()
