"""Released counts in open formats. Single voices are never exported."""

from collections.abc import Iterator

from samenspel.measures.disclosure import AGREE, DISAGREE, PASS
from samenspel.pages.spreadsheets import as_text
from samenspel.soundings.instruments.statements import groups_found, words
from samenspel.soundings.instruments.statements.cells import Cell
from samenspel.soundings.instruments.statements.outcome import Outcome

_PRECISION = {1: "band", 2: "rounded", 3: "counted"}
HEADER = (
    "group",
    "group_size",
    "statement",
    "text",
    "precision",
    *(
        f"{what}_{edge}"
        for what in ("answered", "agree", "disagree", "pass")
        for edge in ("low", "high")
    ),
    *(f"agree_share{name}" for name in ("", "_low", "_high", "_lowest", "_highest")),
    "took_part_low",
    "took_part_high",
    "open_link",
    "added_by_participant",
)


def released_rows(outcome: Outcome) -> Iterator[tuple[object, ...]]:
    """A row for every group and statement of which something may be told."""
    yield HEADER
    for statement in outcome.statements:
        for group in outcome.groups:
            cell = statement.cells[group.position]
            if cell is None:
                continue
            yield (
                as_text(words.group_name(group)),
                group.size if group.size is not None else "",
                statement.number,
                as_text(statement.text),
                _PRECISION[cell.precision],
                *_counts(cell),
                *_shares(cell, known_size=group.size is not None),
                *(group.people[1:] if group.people else ("", "")),
                int(group.open_link),
                int(statement.added),
            )


GROUPS_FOUND_HEADER = (
    "group",
    "share_percent",
    "found_again_tenths",
    "statement",
    "text",
    "agree_percent",
    "agree_percent_elsewhere",
)


def groups_found_rows(outcome: Outcome) -> Iterator[tuple[object, ...]]:
    """A row for every statement that sets a group found apart; all numbers are in steps."""
    yield GROUPS_FOUND_HEADER
    found = outcome.groups_found
    for position, group in enumerate(found.groups if found else ()):
        about = (groups_found.name(position), group.share_percent, group.stability_tenths)
        for one in (*group.agrees_more, *group.agrees_less):
            statement = outcome.statements[one.statement]
            text = as_text(statement.text)
            yield (*about, statement.number, text, one.here_percent, one.elsewhere_percent)
        if not (group.agrees_more or group.agrees_less):
            yield (*about, "", "", "", "")


def _counts(cell: Cell) -> Iterator[int]:
    yield from (cell.answered_low, cell.answered_high)
    for kind in (AGREE, DISAGREE, PASS):
        yield from (cell.low[kind], cell.high[kind])


def _shares(cell: Cell, *, known_size: bool) -> Iterator[float | str]:
    agree = cell.agree
    yield "" if agree.share is None else agree.share
    # Of an open link nothing is inferred: it is told what those said who took part.
    yield from ("", "") if cell.open_link else (agree.low, agree.high)
    # Where nobody knows how many were asked, nothing is said of who did not take part.
    yield from (agree.lowest, agree.highest) if known_size else ("", "")
