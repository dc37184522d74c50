"""The audit line: written in the transaction of what it tells of, and on standard output."""

import structlog
from django.db import models

from samenspel.audit.models import Line

log = structlog.get_logger("samenspel.audit")


def record(
    *, actor: str, action: str, about: models.Model, result: str = "done", origin: str = "web"
) -> Line:
    """Write one audit line.

    actor : the e-mail address of whoever did it, or the name of a command or task
    action : `thing.verb`, as in `sounding.imported`
    origin : `web`, `command` or `task`; never an address of a network
    """
    line = Line.objects.create(
        actor=actor,
        action=action,
        object_kind=about._meta.model_name or "",
        object_id=str(about.pk),
        result=result,
        origin=origin,
    )
    log.info(
        action,
        actor=actor,
        object=f"{line.object_kind}:{line.object_id}",
        result=result,
        origin=origin,
    )
    return line
