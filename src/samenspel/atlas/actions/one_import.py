"""What every import has in common: one transaction, no two at once, and a source that is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samenspel.atlas.importing.reading_error import ReadingError
from samenspel.atlas.importing.report import Report
from samenspel.atlas.models import Source
from samenspel.audit.actions import record

# Any number will do, as long as every import takes the same.
_LOCK = 7261_4362


@contextmanager
def alone() -> Iterator[None]:
    """Whole or not at all, and nothing else is read in or worked out meanwhile."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        yield


@contextmanager
def one_import(dataset: str, *, origin: str, day: date | None) -> Iterator[Report]:
    """Whatever goes wrong, nothing was changed. A Source is kept only of what changed something."""
    report = Report()
    with alone():
        yield report
        if report.wrote:
            source = Source.objects.create(
                dataset=dataset,
                origin=origin[:500],
                day=day or timezone.localdate(),
                counts=report.as_counts(),
            )
            record(actor="atlas-import", action="atlas.imported", about=source, origin="command")


def refuse_fewer(what: str, *, known: int, gone: int, allow_fewer: bool) -> None:
    """A file from which half is missing is more likely half a file than news."""
    if gone * 2 > known and not allow_fewer:
        raise ReadingError(
            _(
                "In dit bestand ontbreken %(gone)s van de %(known)s %(what)s die al bekend waren. "
                "Dat is meer dan de helft. Er is niets veranderd. Klopt het bestand toch? Geef dan "
                "--allow-fewer mee."
            )
            % {"gone": gone, "known": known, "what": what}
        )
