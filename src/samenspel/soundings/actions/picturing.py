"""What a closed round showed, computed on the cores of this machine or where the host says."""

from typing import Any

import structlog
from django.conf import settings

from samenspel.soundings import queries
from samenspel.soundings.access import counting
from samenspel.soundings.executors import ExecutorError, executor_for
from samenspel.soundings.instruments.registry import instrument_of
from samenspel.soundings.instruments.statements import picture
from samenspel.soundings.instruments.statements.asked_before import ToldBefore
from samenspel.soundings.instruments.statements.map_before import MapBefore
from samenspel.soundings.models import Sounding

log = structlog.get_logger("samenspel.soundings")


def content_of(sounding: Sounding) -> dict[str, Any]:
    """The content of the picture: the same bytes, whoever computes. Belongs in a transaction."""
    freeze = instrument_of(sounding.instrument).freeze
    if freeze is not None:
        # Published, and so for the role of the pages to read.
        earlier = queries.earlier_pictures(sounding)
        with counting():
            spoken = queries.spoken_in(sounding)
        return freeze(spoken, minimum=sounding.minimum, reissued=sounding.reissued, before=earlier)
    texts = queries.shown_items(sounding).order_by("number").values_list("text", flat=True)
    # Published, and so for the role of the pages to read.
    before = queries.map_before_of(sounding, list(texts))
    told = ToldBefore(queries.told_before(sounding))
    if settings.EXECUTOR != "threads":
        try:
            return _by_executor(sounding, before, told)
        except Exception as error:  # noqa: BLE001 - whatever goes wrong there can be done here
            # Other errors may hold the address of the database.
            reason = str(error) if isinstance(error, ExecutorError) else type(error).__name__
            log.warning("closing.computed_here", sounding=str(sounding.pk), reason=reason)
    return _here(sounding, before, told)


def _here(sounding: Sounding, before: MapBefore | None, told: ToldBefore) -> dict[str, Any]:
    with counting():
        answers = queries.answers_of(sounding)
        if sounding.is_asked_here:
            answers = queries.with_moments(sounding, answers)
    return picture.freeze(
        answers,
        minimum=sounding.minimum,
        reissued=sounding.reissued,
        before=before,
        told_before=told,
    )


def _by_executor(sounding: Sounding, before: MapBefore | None, told: ToldBefore) -> dict[str, Any]:
    """Its workers read the votes over connections of their own; none come to this process."""
    with executor_for(settings.EXECUTOR) as executor:
        with counting():
            ballots = queries.ballots_of(sounding)
        return picture.freeze_parts(
            ballots,
            minimum=sounding.minimum,
            reissued=sounding.reissued,
            before=before,
            told_before=told,
            executor=executor,
        )
