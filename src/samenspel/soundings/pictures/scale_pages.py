"""What the pages about rated questions show, made from the frozen picture and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from samenspel.soundings.instruments.scale import headlines, words
from samenspel.soundings.instruments.scale.constructs import explanation_of
from samenspel.soundings.instruments.scale.cue_rules import DIFFERENT
from samenspel.soundings.instruments.scale.cues import cues_of, levels_sentence
from samenspel.soundings.instruments.scale.figures import Figure
from samenspel.soundings.instruments.scale.outcome import Construct, ScaleOutcome
from samenspel.soundings.instruments.statements.cues import Cue
from samenspel.soundings.pictures.courses import (
    Course,
    CoursesPicture,
    courses_picture,
    of_groups,
    together,
)
from samenspel.soundings.pictures.means import (
    MeanRow,
    MeansPicture,
    group_rows,
    means_picture,
    part_rows,
)
from samenspel.soundings.pictures.pages import Listed, listed
from samenspel.soundings.pictures.participation import Participation, participation
from samenspel.soundings.pictures.saved import saved_drawing
from samenspel.soundings.pictures.shares import NARROW, WIDE

COURSES = "soundings/instruments/scale/_courses.svg"


@dataclass(frozen=True)
class TableRow:
    """What the table says of one row: the same figure as the drawing."""

    name: str
    note: str
    people: str = ""
    mean: str = ""
    spread: str = ""
    verdict: str = ""
    towards_all: str = ""
    bounds: str = ""
    why_not: str = ""


@dataclass(frozen=True)
class ShownMeans:
    """A picture of means with its table."""

    title: str
    wide: MeansPicture
    narrow: MeansPicture
    table: list[TableRow]
    has_silence: bool


@dataclass(frozen=True)
class ShownCourses:
    """Courses beside each other, with their table."""

    wide: CoursesPicture
    narrow: CoursesPicture
    waves: list[str]
    table: list[tuple[str, list[str], str]]
    """name, a cell for each wave, and the smallest drop that would be seen"""


@dataclass(frozen=True)
class Card:
    """One construct on the page of the outcome."""

    number: int
    construct: Construct
    explanation: str
    sentence: str
    means: ShownMeans


@dataclass(frozen=True)
class Link:
    """To the page of another construct."""

    number: int
    name: str


@dataclass(frozen=True)
class OutcomePage:
    outcome: ScaleOutcome
    headline: str
    sentences: list[str]
    courses: ShownCourses | None
    cards: list[Card]
    own: list[Listed]
    participation: list[Participation]
    cues: list[Cue]


@dataclass(frozen=True)
class ConstructPage:
    outcome: ScaleOutcome
    card: Card
    whole: Link | None
    """of which this is an aspect"""
    sentences: list[str]
    parts: ShownMeans | None
    part_links: list[Link]
    courses: ShownCourses | None
    reliability: str
    questions: list[Listed]
    before: Link | None
    after: Link | None


def outcome_page(outcome: ScaleOutcome) -> OutcomePage:
    courses = [together(outcome, construct) for construct in outcome.wholes]
    return OutcomePage(
        outcome=outcome,
        headline=headlines.headline(outcome),
        sentences=headlines.sentences(outcome),
        courses=_courses([course for course in courses if course is not None]),
        cards=[_card(outcome, construct) for construct in outcome.wholes],
        own=listed(outcome.statements, outcome.own_questions),
        participation=participation(outcome.statements),
        cues=cues_of(outcome),
    )


def construct_page(outcome: ScaleOutcome, construct: Construct) -> ConstructPage:
    place = outcome.constructs.index(construct)
    around = outcome.constructs
    parts = outcome.parts(construct)
    whole = outcome.construct(construct.part_of)
    questions = [one for one in outcome.statements.statements if one.number in construct.numbers]
    return ConstructPage(
        outcome=outcome,
        card=_card(outcome, construct),
        whole=None if whole is None else _link(outcome, whole),
        sentences=_sentences(outcome, construct),
        parts=_parts(construct, parts),
        part_links=[_link(outcome, part) for part in parts],
        courses=_courses(_with_all(outcome, construct)),
        reliability=words.reliability(construct.reliability),
        questions=listed(outcome.statements, questions),
        before=_link(outcome, around[place - 1]) if place else None,
        after=_link(outcome, around[place + 1]) if place + 1 < len(around) else None,
    )


def means_svg(outcome: ScaleOutcome, construct: Construct) -> str:
    """The drawing as a file of its own, with what it is about above it."""
    picture = means_picture(construct.name, group_rows(outcome, construct), width=WIDE)
    return saved_drawing("soundings/pictures/shares.svg", picture, construct.name)


def courses_svg(outcome: ScaleOutcome, construct: Construct) -> str | None:
    """None where there is no earlier wave."""
    courses = _with_all(outcome, construct)
    if not courses:
        return None
    return saved_drawing(COURSES, courses_picture(courses, width=WIDE), construct.name)


def _with_all(outcome: ScaleOutcome, construct: Construct) -> list[Course]:
    """All groups together, and each of them."""
    groups = of_groups(outcome, construct)
    everybody = together(outcome, construct)
    if everybody is None or len(construct.of) < 2:
        return groups
    named = Course(_("Alle groepen samen"), everybody.note, everybody.told)
    return [named, *groups]


def _sentences(outcome: ScaleOutcome, construct: Construct) -> list[str]:
    said = [words.sentence(construct)]
    apart = [gap for gap in outcome.gaps if gap.construct == construct.key and gap.q <= DIFFERENT]
    if apart:
        said.append(levels_sentence(construct, apart))
    return said


def _link(outcome: ScaleOutcome, construct: Construct) -> Link:
    return Link(outcome.constructs.index(construct) + 1, construct.name)


def _card(outcome: ScaleOutcome, construct: Construct) -> Card:
    return Card(
        number=outcome.constructs.index(construct) + 1,
        construct=construct,
        explanation=explanation_of(construct.key),
        sentence=words.sentence(construct),
        means=_means(outcome, construct),
    )


def _means(outcome: ScaleOutcome, construct: Construct) -> ShownMeans:
    rows = group_rows(outcome, construct)
    return _shown(
        construct.name,
        rows,
        [
            _table_row(row, None if row.group is None else construct.towards_all[row.group])
            for row in rows
        ],
    )


def _parts(construct: Construct, parts: Sequence[Construct]) -> ShownMeans | None:
    if not parts:
        return None
    rows = part_rows(parts)
    return _shown(construct.name, rows, [_table_row(row, None) for row in rows])


def _shown(title: str, rows: Sequence[MeanRow], table: list[TableRow]) -> ShownMeans:
    return ShownMeans(
        title=title,
        wide=means_picture(title, rows, width=WIDE),
        narrow=means_picture(title, rows, width=NARROW),
        table=table,
        has_silence=any(row.bounds for row in rows),
    )


def _table_row(row: MeanRow, towards_all: float | None) -> TableRow:
    figure = row.figure
    if figure is None:
        return TableRow(row.label, row.note, why_not=row.note)
    bounds = row.bounds
    return TableRow(
        name=row.label,
        note=row.note,
        people=words.people(figure.people),
        mean=words.mean(figure.mean) if row.open_link else words.in_full(figure),
        spread=words.spread(figure.spread),
        verdict=words.verdict(figure.verdict),
        towards_all="–" if towards_all is None else words.decimal(towards_all),
        bounds="–" if bounds is None else words.between(*bounds),
    )


def _courses(courses: Sequence[Course]) -> ShownCourses | None:
    if not courses:
        return None
    named = {one.position: one.wave for course in courses for one in course.told}
    waves = sorted(named)
    return ShownCourses(
        wide=courses_picture(courses, width=WIDE),
        narrow=courses_picture(courses, width=NARROW),
        waves=[named[wave] for wave in waves],
        table=[(course.name, _cells(course, waves), course.note) for course in courses],
    )


def _cells(course: Course, waves: Sequence[int]) -> list[str]:
    told = {one.position: one.figure for one in course.told}
    return [_cell(told.get(wave)) for wave in waves]


def _cell(figure: Figure | None) -> str:
    return "–" if figure is None else words.in_full(figure)
