"""What the pages about an outcome show, made from the frozen picture and nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from samenspel.measures.disclosure import AGREE, DISAGREE, PASS
from samenspel.soundings.instruments.statements import headlines, words
from samenspel.soundings.instruments.statements.cues import Cue, cues_of
from samenspel.soundings.instruments.statements.outcome import Outcome, Statement
from samenspel.soundings.pictures.landscape import Landscape, landscape
from samenspel.soundings.pictures.participation import Participation, participation
from samenspel.soundings.pictures.rows import statement_rows
from samenspel.soundings.pictures.saved import saved_drawing
from samenspel.soundings.pictures.shares import NARROW, WIDE, SupportPicture, support_picture
from samenspel.soundings.pictures.strips import Strip, strip

SHOWN_AT_ONCE = 5


@dataclass(frozen=True)
class TableRow:
    """What the table says of one group: the same cell as the drawing."""

    group: str
    took_part: str
    answered: str = ""
    agree: str = ""
    disagree: str = ""
    passed: str = ""
    share: str = ""
    bounds: str = ""
    is_shown: bool = False
    why_not: str = ""


@dataclass(frozen=True)
class StatementPicture:
    statement: Statement
    wide: SupportPicture
    narrow: SupportPicture
    table: list[TableRow]
    has_silence: bool
    has_bands: bool
    marks: list[str]


@dataclass(frozen=True)
class Listed:
    """A statement in a list, with why it is there."""

    statement: Statement
    strip: Strip
    marks: list[str]
    note: str = ""


@dataclass(frozen=True)
class OutcomePage:
    outcome: Outcome
    headline: str
    sentences: list[str]
    focus: StatementPicture | None
    landscapes: tuple[Landscape, Landscape] | None
    shared: list[Listed]
    rejected: list[Listed]
    divisive: list[Listed]
    participation: list[Participation]
    cues: list[Cue]


@dataclass(frozen=True)
class StatementPage:
    outcome: Outcome
    picture: StatementPicture
    sentences: list[str]
    before: Statement | None
    after: Statement | None


def outcome_page(outcome: Outcome) -> OutcomePage:
    purpose = outcome.purpose
    return OutcomePage(
        outcome=outcome,
        headline=headlines.headline(outcome),
        sentences=headlines.sentences(outcome),
        focus=statement_picture(outcome, purpose) if purpose else None,
        landscapes=(landscape(outcome, width=WIDE), landscape(outcome, width=NARROW))
        if outcome.is_one_group and outcome.shown_groups
        else None,
        shared=[
            _listed(outcome, s, note=headlines.shared_note(s))
            for s in outcome.shared[:SHOWN_AT_ONCE]
        ],
        rejected=[
            _listed(outcome, s, DISAGREE, note=headlines.shared_note(s, rejected=True))
            for s in outcome.rejected[:SHOWN_AT_ONCE]
        ],
        divisive=[
            _listed(outcome, s, note=headlines.divided_note(s, outcome))
            for s in outcome.divisive[:SHOWN_AT_ONCE]
        ],
        participation=participation(outcome) if _was_known_who_could_take_part(outcome) else [],
        cues=cues_of(outcome),
    )


def _was_known_who_could_take_part(outcome: Outcome) -> bool:
    return not outcome.is_one_group or outcome.groups[0].size is not None


def statement_page(outcome: Outcome, statement: Statement) -> StatementPage:
    place = outcome.statements.index(statement)
    return StatementPage(
        outcome=outcome,
        picture=statement_picture(outcome, statement),
        sentences=_what_it_says(outcome, statement),
        before=outcome.statements[place - 1] if place else None,
        after=next(iter(outcome.statements[place + 1 : place + 2]), None),
    )


def _what_it_says(outcome: Outcome, statement: Statement) -> list[str]:
    said = []
    if statement.is_shared:
        said.append(words.sentence_case(headlines.shared_note(statement)) + ".")
    if statement.is_rejected:
        said.append(headlines.rejected_sentence(statement))
    if statement in outcome.divisive:
        said.append(words.sentence_case(headlines.divided_note(statement, outcome)) + ".")
    return said


def statement_picture(outcome: Outcome, statement: Statement) -> StatementPicture:
    rows = statement_rows(outcome, statement)
    cells = statement.shown_cells
    return StatementPicture(
        statement=statement,
        wide=support_picture(statement.text, rows, width=WIDE),
        narrow=support_picture(statement.text, rows, width=NARROW),
        table=_table(outcome, statement),
        has_silence=any(row.silence and row.cell for row in rows),
        has_bands=any(cell.is_banded for cell in cells),
        marks=words.marks(statement, outcome),
    )


def _table(outcome: Outcome, statement: Statement) -> list[TableRow]:
    rows = []
    for group in outcome.groups:
        cell = statement.cells[group.position]
        if cell is None:
            why = words.why_not_shown(statement, group)
            rows.append(TableRow(words.group_name(group), words.took_part(group), why_not=why))
            continue
        rows.append(
            TableRow(
                group=words.group_name(group),
                took_part=words.took_part(group),
                answered=words.answered(cell),
                agree=words.count(cell, AGREE),
                disagree=words.count(cell, DISAGREE),
                passed=words.count(cell, PASS),
                share=words.share_in_full(cell, AGREE),
                bounds=words.bounds(cell) if group.size else "–",
                is_shown=True,
            )
        )
    return rows


def statement_svg(outcome: Outcome, statement: Statement) -> str:
    """The drawing as a file of its own, with the statement above it."""
    picture = support_picture(statement.text, statement_rows(outcome, statement), width=WIDE)
    return saved_drawing("soundings/pictures/shares.svg", picture, statement.text)


def landscape_svg(outcome: Outcome) -> str:
    return saved_drawing(
        "soundings/pictures/landscape.svg", landscape(outcome), _("Alle stellingen in één beeld")
    )


def statements_in_order(outcome: Outcome, *, search: str, sort: str) -> list[Statement]:
    wanted = search.casefold().split()
    found = [
        statement
        for statement in outcome.statements
        if all(word in statement.text.casefold() for word in wanted)
    ]
    if sort == "gedeeld":
        return sorted(found, key=lambda s: -s.agreement)
    if sort == "verdeeld":
        return sorted(found, key=lambda s: -s.division)
    if sort == "antwoorden":
        return sorted(found, key=lambda s: -s.answered)
    return found


def listed(outcome: Outcome, statements: Iterable[Statement]) -> list[Listed]:
    return [_listed(outcome, statement) for statement in statements]


def _listed(outcome: Outcome, statement: Statement, kind: int = AGREE, note: str = "") -> Listed:
    return Listed(statement, strip(statement, kind), words.marks(statement, outcome), note)
