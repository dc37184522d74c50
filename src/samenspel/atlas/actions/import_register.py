"""Reading in the export of the Register van Overheidsorganisaties."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from samenspel.atlas.actions.municipality_dates import settle_municipalities
from samenspel.atlas.actions.one_import import one_import, refuse_fewer
from samenspel.atlas.actions.register_arrangements import PARTICIPATIONS, Arrangements
from samenspel.atlas.actions.register_organisations import Organisations
from samenspel.atlas.actions.water_board_dates import settle_water_boards
from samenspel.atlas.importing.opening import Opened
from samenspel.atlas.importing.reading_error import ReadingError
from samenspel.atlas.importing.register_file import records
from samenspel.atlas.importing.register_records import (
    FoundArrangement,
    FoundOrganisation,
    Reading,
)
from samenspel.atlas.importing.report import Report, number
from samenspel.atlas.models import Dataset, Organisation, Participation
from samenspel.atlas.queries.on_a_day import participations_on

# So many records are in memory at once.
_BATCH = 200


def import_register(
    *,
    opened: Opened,
    day: date | None = None,
    allow_fewer: bool = False,
    progress: Callable[[str], None] = lambda _line: None,
) -> Report:
    """Make the atlas say what an export says.

    day : of the export; if None when its address says it changed, or today
    allow_fewer : also where more than half of what was known is not in it

    Raises ReadingError, and then nothing was changed.
    """
    told = day or opened.day or timezone.localdate()
    try:
        with one_import(Dataset.REGISTER, origin=opened.origin, day=told) as report:
            _Import(report, told, allow_fewer=allow_fewer, progress=progress).read(opened)
            settle_municipalities(report=report)
            settle_water_boards(report=report, day=told)
    except IntegrityError as error:
        raise ReadingError(
            _(
                "In dit bestand heeft een organisatie het nummer, de code of het adres van een "
                "andere die er al was. Dat kan als twee organisaties in het register van code "
                "wisselden. Er is niets veranderd. (%(why)s)"
            )
            % {"why": str(error).splitlines()[0]}
        ) from error
    return report


class _Import:
    def __init__(
        self, report: Report, day: date, *, allow_fewer: bool, progress: Callable[[str], None]
    ) -> None:
        self._report = report
        self._day = day
        self._allow_fewer = allow_fewer
        self._progress = progress
        self._organisations = Organisations(report)
        self._arrangements = Arrangements(report, self._organisations, day)
        self._before = Participation.objects.filter(arrangement__gone=False).count()

    def read(self, opened: Opened) -> None:
        reading = Reading(skipped=self._report.skipped, note=self._report.note)
        done = 0
        for batch in _batches(self._known_kinds(records(opened.stream, reading))):
            organisations = [each for each in batch if isinstance(each, FoundOrganisation)]
            arrangements = [each for each in batch if isinstance(each, FoundArrangement)]
            self._organisations.keep_listed(organisations)
            self._arrangements.keep_batch(arrangements)
            done += len(batch)
            self._progress(
                _("Bezig: %(done)s organisaties en regelingen gelezen") % {"done": number(done)}
            )
        self._must_hold_both()
        self._arrangements.link_versions()
        self._let_go()
        self._look_back()

    def _known_kinds(
        self, found: Iterable[FoundOrganisation | FoundArrangement]
    ) -> Iterator[FoundOrganisation | FoundArrangement]:
        for each in found:
            if isinstance(each, FoundOrganisation) and each.kind is None:
                what = f"organisatie van de soort “{each.type_name[:80]}”"
                self._report.skipped[what] += 1
            else:
                yield each

    def _must_hold_both(self) -> None:
        if not self._organisations.listed or not self._arrangements.any_found:
            raise ReadingError(
                _(
                    "In dit bestand staan geen gemeenten of geen gemeenschappelijke regelingen. "
                    "Er is niets veranderd. Neem de volledige export: exportOO.xml."
                )
            )

    def _let_go(self) -> None:
        for what, (known, gone) in (
            ("organisaties", self._organisations.let_go()),
            ("regelingen", self._arrangements.let_go()),
            ("deelnames", (self._before, self._report.of(PARTICIPATIONS).gone)),
        ):
            refuse_fewer(what, known=known, gone=gone, allow_fewer=self._allow_fewer)

    def _look_back(self) -> None:
        """What is odd can only be told once everything is there."""
        abolished = participations_on(self._day).filter(
            organisation__kind=Organisation.Kind.MUNICIPALITY,
            organisation__registered_to__lte=self._day,
        )
        for each in abolished.select_related("organisation", "arrangement"):
            self._report.note(
                "opgeheven gemeente die nog deelneemt aan een geldende regeling",
                f"{each.organisation.name}: {each.arrangement.register_id} {each.arrangement}",
            )
        for body in Organisation.objects.filter(bodies_of__gone=False, listed=False).distinct():
            self._report.note("orgaan van een regeling dat niet in de lijst staat", body.name)
        for each in Participation.objects.filter(
            joined=None, arrangement__gone=False
        ).select_related("organisation", "arrangement")[:1000]:
            self._report.note(
                "deelname zonder datum van toetreding",
                f"{each.organisation.name}: {each.arrangement.register_id}",
            )


def _batches(
    found: Iterable[FoundOrganisation | FoundArrangement],
) -> Iterator[list[FoundOrganisation | FoundArrangement]]:
    batch: list[FoundOrganisation | FoundArrangement] = []
    for each in found:
        batch.append(each)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
