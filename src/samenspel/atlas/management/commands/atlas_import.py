"""`samenspel atlas-import`: what registers and statistics say goes into the atlas."""

import time
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samenspel.atlas.actions.import_boundaries import import_boundaries
from samenspel.atlas.actions.import_register import import_register
from samenspel.atlas.actions.import_tables import (
    import_amalgamations,
    import_population,
    import_regions,
)
from samenspel.atlas.actions.webs import weave_webs
from samenspel.atlas.importing.opening import opened
from samenspel.atlas.importing.reading_error import ReadingError
from samenspel.atlas.importing.report import Report
from samenspel.atlas.models import Dataset

REGISTER_ADDRESS = "https://organisaties.overheid.nl/archive/exportOO.xml"
_OTHERS = {
    Dataset.BOUNDARIES: import_boundaries,
    Dataset.POPULATION: import_population,
    Dataset.REGIONS: import_regions,
    Dataset.AMALGAMATIONS: import_amalgamations,
}
# What a web is made of.
_WOVEN = (Dataset.REGISTER, Dataset.REGIONS, Dataset.AMALGAMATIONS)
# So often, in seconds, it says how far it is.
_EVERY = 2.0


class Command(BaseCommand):
    help = "Lees een register of een statistiek in de atlas."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dataset", choices=Dataset.values)
        parser.add_argument("file", nargs="?", metavar="FILE|URL")
        parser.add_argument("--date", type=date.fromisoformat, metavar="YYYY-MM-DD")
        parser.add_argument("--allow-fewer", action="store_true")

    def handle(
        self,
        *_args: Any,
        dataset: str,
        file: str | None = None,
        date: date | None = None,
        allow_fewer: bool = False,
        **_options: Any,
    ) -> None:
        if file is None and dataset != Dataset.REGISTER:
            raise CommandError(
                _("Noem het bestand: atlas-import %(dataset)s BESTAND.") % {"dataset": dataset}
            )
        self._told_at = time.monotonic()
        place = file or REGISTER_ADDRESS
        self.stdout.write(_("Bezig: %(place)s openen") % {"place": place})
        try:
            report = self._read(dataset, place, day=date, allow_fewer=allow_fewer)
        except ReadingError as error:
            raise CommandError(str(error)) from error
        for line in report.lines():
            self.stdout.write(line)
        if dataset in _WOVEN:
            self._weave()

    def _weave(self) -> None:
        """Also where nothing was new: an earlier run can have been stopped before this."""
        self.stdout.write(_("Bezig: uitrekenen wie met wie samenwerkt"))
        self.stdout.flush()
        days = len(weave_webs())
        self.stdout.write(
            ngettext(
                "Uitgerekend wie met wie samenwerkt: %(days)s dag",
                "Uitgerekend wie met wie samenwerkt: %(days)s dagen",
                days,
            )
            % {"days": days}
            if days
            else _("Wie met wie samenwerkt, is nog als het was")
        )

    def _read(self, dataset: str, place: str, *, day: date | None, allow_fewer: bool) -> Report:
        with opened(place) as file:
            if dataset == Dataset.REGISTER:
                return import_register(
                    opened=file, day=day, allow_fewer=allow_fewer, progress=self._progress
                )
            return _OTHERS[Dataset(dataset)](opened=file, day=day, allow_fewer=allow_fewer)

    def _progress(self, line: str) -> None:
        if time.monotonic() - self._told_at > _EVERY:
            self._told_at = time.monotonic()
            self.stdout.write(line)
            self.stdout.flush()
