"""Background work on duties."""

from django.utils import timezone
from procrastinate.contrib.django import app

from samenspel.duties import actions


@app.periodic(cron="17 6 * * *")
@app.task(name="duties.remind_of_what_comes", queueing_lock="duties.remind_of_what_comes")
def remind_of_what_comes(timestamp: int) -> None:  # noqa: ARG001, the queue passes it
    actions.remind_of_what_comes(today=timezone.localdate())
