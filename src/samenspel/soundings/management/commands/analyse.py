"""`samenspel analyse`: what votes from elsewhere hold and show, without a database."""

import json
import resource
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from samenspel.soundings.analysis import HeldOutcome, analyse, as_data, drawings
from samenspel.soundings.executors import ExecutorError, executor_for
from samenspel.soundings.instruments.statements import groups_found, headlines
from samenspel.soundings.instruments.statements.items import too_much
from samenspel.soundings.instruments.statements.polis_export import (
    Conversation,
    ExportError,
    read_folder,
)
from samenspel.soundings.instruments.statements.vote_table import read_table
from samenspel.soundings.management.progress_line import ProgressLine
from samenspel.soundings.models import Item


class Command(BaseCommand):
    help = "Reken een Polis-export of een tabel met stemmen door, zonder database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="PATH")
        parser.add_argument("--groups", type=Path, metavar="FILE")
        parser.add_argument("--json", type=Path, metavar="FILE")
        parser.add_argument("--svg", type=Path, metavar="FOLDER")
        parser.add_argument("--seed", type=int, default=0, metavar="NUMBER")
        parser.add_argument("--executor", default="threads", metavar="WHO")

    def handle(
        self,
        *_args: Any,
        path: Path,
        groups: Path | None,
        json: Path | None,
        svg: Path | None,
        seed: int,
        executor: str,
        **_options: Any,
    ) -> None:
        began = time.monotonic()
        progress = ProgressLine(sys.stderr)
        try:
            conversation = _read(path, groups, progress)
            outcome = _analysed(conversation, seed, executor, progress)
        finally:
            progress.end()
        _write(conversation, outcome, json, svg)
        self.stdout.write(headlines.headline(outcome))
        for sentence in headlines.sentences(outcome):
            self.stdout.write(sentence)
        if outcome.groups_found is not None:
            self.stdout.write(f"{groups_found.headline(outcome.groups_found)}.")
        for oddity in conversation.oddities:
            self.stdout.write(f"  · {oddity.sentence}")
        self.stdout.write(_cost(time.monotonic() - began))


def _read(path: Path, groups: Path | None, progress: ProgressLine) -> Conversation:
    try:
        if path.is_file():
            return read_table(path, groups=groups, progress=progress)
        return read_folder(path, groups=groups)
    except ExportError as error:
        raise CommandError(str(error)) from error


def _analysed(
    conversation: Conversation, seed: int, choice: str, progress: ProgressLine
) -> HeldOutcome:
    shown = sum(s.moderation != Item.Moderation.OUT for s in conversation.statements)
    groups = max(1, len(conversation.groups))
    if refusal := too_much(groups, shown):
        raise CommandError(refusal)
    try:
        with executor_for(choice) as executor:
            return analyse(conversation, seed=seed, executor=executor, progress=progress)
    except ExecutorError as error:
        raise CommandError(str(error)) from error


def _write(
    conversation: Conversation, outcome: HeldOutcome, json: Path | None, svg: Path | None
) -> None:
    try:
        if json:
            _write_json(json, as_data(conversation, outcome))
        if svg:
            svg.mkdir(parents=True, exist_ok=True)
            for name, drawing in drawings(outcome):
                (svg / name).write_text(drawing, encoding="utf-8")
    except OSError as error:
        raise CommandError(
            _("Schrijven lukt niet: %(name)s (%(reason)s).")
            % {"name": error.filename, "reason": error.strerror}
        ) from error


def _write_json(path: Path, data: dict[str, Any]) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _cost(seconds: float) -> str:
    """What it took: of processes that were started here, the memory of the largest."""
    peaks = [
        resource.getrusage(who).ru_maxrss / 1024
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    return _("Klaar in %(seconds)s seconden, met hoogstens %(megabytes)s MB geheugen.") % {
        "seconds": number_format(seconds, decimal_pos=1),
        "megabytes": _counted(round(max(peaks))),
    }


def _counted(number: int) -> str:
    return number_format(number, force_grouping=True)
