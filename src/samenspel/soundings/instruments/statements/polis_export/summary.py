"""summary.csv: a name and a value on each line."""

from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _

from samenspel.soundings.instruments.statements.polis_export.error import ExportError, refusal
from samenspel.soundings.instruments.statements.polis_export.oddities import Findings
from samenspel.soundings.instruments.statements.polis_export.table import Table, whole_number
from samenspel.soundings.instruments.statements.polis_export.texts import (
    LONGEST_TEXT,
    clean_text,
    one_line,
)

LONGEST_TITLE = 1_000
# Somebody may have answered or been removed between the making of two files. A file that was cut
# off between two lines looks whole: only this number gives it away.
_TOLERATED_LOSS = 0.02


@dataclass(frozen=True)
class Summary:
    title: str
    description: str
    voters: int | None
    comments: int | None


def read_summary(file: BinaryIO) -> Summary:
    table = Table(file, "summary.csv")
    if len(table.first) != 2:
        raise table.refuse(
            _(
                "hier horen per regel twee kolommen te staan: een naam en een waarde."
                " Download het bestand opnieuw."
            )
        )
    values = {name.strip().lower(): value for name, value in (table.first, *table)}
    if not values.keys() & {"topic", "voters", "comments"}:
        raise table.refuse(
            _("de regels ‘topic’, ‘voters’ en ‘comments’ ontbreken. Is dit het goede bestand?")
        )
    return Summary(
        title=one_line(_limited(table, values, "topic", LONGEST_TITLE))
        or _("Gesprek zonder titel"),
        description=clean_text(_limited(table, values, "conversation-description", LONGEST_TEXT)),
        voters=whole_number(values.get("voters", "")),
        comments=whole_number(values.get("comments", "")),
    )


def compare_with_summary(
    summary: Summary, *, voters: int, statements: int, votes_file: str, findings: Findings
) -> None:
    findings.add("unchecked-participants", int(summary.voters is None))
    findings.add("unchecked-statements", int(summary.comments is None))
    listed = statements if summary.comments is None else summary.comments
    findings.add("other-statements", abs(statements - listed))
    expected = voters if summary.voters is None else summary.voters
    if expected - voters > expected * _TOLERATED_LOSS:
        raise _incomplete(votes_file, voters, expected)
    findings.add("other-participants", abs(voters - expected))


def _limited(table: Table, values: dict[str, str], name: str, longest: int) -> str:
    text = values.get(name, "")
    if len(text) > longest:
        raise table.refuse(
            _("de tekst bij ‘%(name)s’ is langer dan %(longest)d tekens. Kort de tekst in.")
            % {"name": name, "longest": longest}
        )
    return text


def _incomplete(votes_file: str, found: int, expected: int) -> ExportError:
    return refusal(
        votes_file,
        _(
            "er staan stemmen van %(found)d deelnemers in, maar volgens summary.csv deden er"
            " %(expected)d mee. Het bestand is niet compleet: download de export opnieuw."
        )
        % {"found": found, "expected": expected},
    )
