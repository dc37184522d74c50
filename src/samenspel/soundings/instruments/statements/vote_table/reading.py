"""From a table of votes to a conversation."""

from pathlib import Path

import numpy as np
import pyarrow as pa
from django.utils.translation import gettext as _

from samenspel.measures.opinions.partitions import PEOPLE_IN_A_PARTITION
from samenspel.soundings.instruments.statements.polis_export.conversation import (
    Conversation,
    Statement,
)
from samenspel.soundings.instruments.statements.polis_export.oddities import Findings
from samenspel.soundings.instruments.statements.polis_export.texts import (
    LONGEST_TEXT,
    clean_text,
    one_line,
)
from samenspel.soundings.instruments.statements.vote_table import values
from samenspel.soundings.instruments.statements.vote_table.columns import find_columns
from samenspel.soundings.instruments.statements.vote_table.groups import known_groups
from samenspel.soundings.instruments.statements.vote_table.last_votes import (
    RowArray,
    Times,
    last_votes,
)
from samenspel.soundings.instruments.statements.vote_table.names import NONE
from samenspel.soundings.instruments.statements.vote_table.opening import OpenTable, open_table
from samenspel.soundings.instruments.statements.vote_table.partitions import table_parts
from samenspel.soundings.instruments.statements.vote_table.scanning import Progress, Scanned, scan

_NOT_LOOKED_AT = 0


def read_table(
    path: Path, *, groups: Path | None = None, progress: Progress | None = None
) -> Conversation:
    """All votes of a table, the last of each participant on each statement.

    Participants and statements come in the order of their ids, whatever the order of the rows.

    Raises ExportError for what cannot be used.
    """
    findings = Findings()
    with open_table(path) as table:
        columns = find_columns(table)
        scanned = scan(table, columns, progress=progress)
        known, group_of = known_groups(table, scanned, groups, findings)
        statements = _statements(table, scanned)
        times = None if columns.time is None else _times(table, columns.time)
        last = last_votes(scanned.rows, len(statements), times)
    findings.add("missing-times", scanned.without_time)
    findings.add("revotes", table.rows - len(last))
    first_day, last_day = scanned.days
    return Conversation(
        title=one_line(path.stem) or _("Gesprek zonder titel"),
        description="",
        statements=statements,
        participants=len(scanned.participants),
        voter=last.voter,
        statement=last.statement,
        value=last.value,
        groups=known,
        group_of=group_of,
        first_day=first_day,
        last_day=last_day,
        oddities=findings.oddities(),
        weight=last.weight,
        parts=table_parts(
            path,
            scanned.participants,
            scanned.statements,
            group_of,
            people=PEOPLE_IN_A_PARTITION,
        ),
    )


def _times(table: OpenTable, column: str) -> Times:
    """Reads them once more: only of who voted twice on a statement, who may be few."""

    def times(rows: RowArray) -> RowArray:
        order = np.argsort(rows)
        ascending = rows[order]
        found = np.empty(len(rows), dtype=np.int64)
        for before, batch in table.batches([column]):
            first, after = np.searchsorted(ascending, [before, before + batch.num_rows])
            some = slice(first, after)
            found[order[some]] = values.times(batch.column(column))[ascending[some] - before]
        return found

    return times


def _statements(table: OpenTable, scanned: Scanned) -> tuple[Statement, ...]:
    """Named by their ids where they have no text."""
    ids = scanned.statements.to_pylist()
    texts = [str(key) for key in ids]
    if scanned.text_of is not None:
        for at, text in enumerate(scanned.text_of.tolist()):
            if text != NONE:
                texts[at] = clean_text(scanned.texts[text])
    if any(len(text) > LONGEST_TEXT for text in texts):
        raise table.refuse(_("een tekst is langer dan 10.000 tekens. Kort de tekst in."))
    numbered = pa.types.is_integer(scanned.statements.type)
    return tuple(
        Statement(key, text, _NOT_LOOKED_AT)
        if numbered
        else Statement(number, text, _NOT_LOOKED_AT, name=key)
        for number, (key, text) in enumerate(zip(ids, texts, strict=True), start=1)
    )
