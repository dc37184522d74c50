"""`samenspel analyse`: what a Polis export holds and shows, without a database."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from samenspel.soundings.analysis import analyse, as_data, drawings
from samenspel.soundings.instruments.statements import headlines
from samenspel.soundings.instruments.statements.polis_export import ExportError, read_folder


class Command(BaseCommand):
    help = "Reken een Polis-export door, zonder database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--groups", type=Path, metavar="FILE")
        parser.add_argument("--json", type=Path, metavar="FILE")
        parser.add_argument("--svg", type=Path, metavar="FOLDER")

    def handle(
        self,
        *_args: Any,
        folder: Path,
        groups: Path | None = None,
        json: Path | None = None,
        svg: Path | None = None,
        **_options: Any,
    ) -> None:
        try:
            conversation = read_folder(folder, groups=groups)
        except ExportError as error:
            raise CommandError(str(error)) from error
        outcome = analyse(conversation)
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
        self.stdout.write(headlines.headline(outcome))
        for sentence in headlines.sentences(outcome):
            self.stdout.write(sentence)
        for oddity in conversation.oddities:
            self.stdout.write(f"  · {oddity.sentence}")


def _write_json(path: Path, data: dict[str, Any]) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
