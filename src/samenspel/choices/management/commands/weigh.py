"""`samenspel weigh`: which option comes first, for which priorities. Without a database."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from samenspel.choices.weighed import Weighed, as_data, weighed
from samenspel.choices.weighing_file import Weighing, WeighingError, read_weighing
from samenspel.measures.smaa.acceptability import Acceptability


class Command(BaseCommand):
    help = "Weeg opties af onder ieders prioriteiten, zonder database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="FILE")
        parser.add_argument("--json", type=Path, metavar="FILE")
        parser.add_argument("--seed", type=int, default=0, metavar="NUMBER")

    def handle(
        self, *_args: Any, path: Path, json: Path | None, seed: int, **_options: Any
    ) -> None:
        try:
            weighing = read_weighing(path)
        except WeighingError as error:
            raise CommandError(str(error)) from error
        result = weighed(weighing, seed=seed)
        if json:
            _write(json, as_data(result))
        for sentence in _sentences(result):
            self.stdout.write(sentence)


def _write(path: Path, data: dict[str, Any]) -> None:
    try:
        path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise CommandError(
            _("Schrijven lukt niet: %(name)s (%(reason)s).")
            % {"name": error.filename, "reason": error.strerror}
        ) from error


def _sentences(result: Weighed) -> list[str]:
    whose = _("Onder alle denkbare prioriteiten:")
    if result.weighing.voices is not None:
        whose = _("Onder de prioriteiten van iedereen die meedeed:")
    told = [whose, *_of(result.weighing, result.everybody)]
    for group in result.groups:
        if len(result.groups) > 1:
            told += [
                _("%(group)s (%(voices)d van %(people)d):")
                % {"group": group.name, "voices": group.voices, "people": group.people},
                *_of(result.weighing, group.found),
            ]
    return [
        *told,
        _("Toeval van de berekening: hoogstens %s procentpunt.")
        % number_format(round(100 * 1.96 * result.everybody.error, 1), decimal_pos=1),
    ]


def _of(weighing: Weighing, found: Acceptability) -> list[str]:
    return [
        _("  · %(option)s: %(first)d%% op de eerste plaats, %(last)d%% op de laatste%(most)s")
        % {
            "option": option,
            "first": round(100 * found.rank[at, 0]),
            "last": round(100 * found.rank[at, -1]),
            "most": _what_weighs(weighing, found, at),
        }
        for at, option in enumerate(weighing.options)
    ]


def _what_weighs(weighing: Weighing, found: Acceptability, at: int) -> str:
    """What matters most to those for whom an option comes first."""
    weights = found.central_weights[at]
    if len(weights) < 2 or np.isnan(weights).any():
        return ""
    return _("; dan weegt “%s” het zwaarst") % weighing.criteria[int(np.argmax(weights))]
