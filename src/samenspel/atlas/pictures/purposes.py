"""What the stated purposes speak of: counted per theme, per form and per policy field."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from samenspel.atlas.models import ArrangementForm
from samenspel.atlas.pictures.by_field import main_fields
from samenspel.atlas.purposes.reading import sentences_of, themes_of
from samenspel.atlas.purposes.word_list import Theme, themes
from samenspel.atlas.queries.marked import Piece, marked_at
from samenspel.atlas.queries.purposes import Purpose

# In the address of the page with what speaks of nothing on the list.
NONE = "geen"


@dataclass(frozen=True)
class Counted:
    purposes: int
    of: int

    @property
    def share(self) -> float:
        """Of 0 to 1; 0 where there is nothing to count."""
        return self.purposes / self.of if self.of else 0.0

    @property
    def percent(self) -> int:
        return round(100 * self.share)

    @property
    def width(self) -> float:
        """Of a bar, on a scale of 0 to 100."""
        return round(100 * self.share, 1)


@dataclass(frozen=True)
class Row:
    address: str
    name: str
    explanation: str
    counted: Counted


@dataclass(frozen=True)
class TableRow:
    name: str
    total: int
    cells: Sequence[Counted]
    """per theme, and at last those that speak of none"""


@dataclass(frozen=True)
class SpokenOf:
    total: int
    with_text: int
    rows: Sequence[Row]
    """the theme that most speak of first"""
    none: Row
    headings: Sequence[str]
    """of the cells of both tables"""
    by_form: Sequence[TableRow]
    by_field: Sequence[TableRow]

    @property
    def without_text(self) -> int:
        return self.total - self.with_text


@dataclass(frozen=True)
class Said:
    """A sentence that speaks of a theme, or a purpose that speaks of none."""

    purpose: Purpose
    pieces: Sequence[Piece]


def spoken_of(purposes: Sequence[Purpose]) -> SpokenOf:
    stated = [each for each in purposes if each.text]
    rows = [
        Row(theme.address, theme.name, theme.explanation, _counted(stated, theme))
        for theme in themes()
    ]
    return SpokenOf(
        total=len(purposes),
        with_text=len(stated),
        rows=sorted(rows, key=lambda row: -row.counted.purposes),
        none=Row(NONE, _("Noemt geen van deze"), _without(), _counted(stated, None)),
        headings=[*(theme.short_name for theme in themes()), _("Geen")],
        by_form=_table(stated, _form_of),
        by_field=_table(stated, _fields_of),
    )


def said(purposes: Iterable[Purpose], theme: Theme | None) -> list[Said]:
    """The sentences that speak of it, or where it is None all purposes that speak of no theme."""
    if theme is None:
        return [
            Said(each, [Piece(each.text)])
            for each in purposes
            if each.text and not themes_of(each.text)
        ]
    return [
        Said(each, marked_at(sentence.text, spans))
        for each in purposes
        for sentence in sentences_of(each.text)
        if (spans := sentence.spans(theme.key))
    ]


def _counted(stated: Sequence[Purpose], theme: Theme | None) -> Counted:
    return Counted(sum(_speaks(each, theme) for each in stated), len(stated))


def _speaks(purpose: Purpose, theme: Theme | None) -> bool:
    spoken = themes_of(purpose.text)
    return theme.key in spoken if theme else not spoken


def _table(
    stated: Sequence[Purpose], kinds_of: Callable[[Purpose], Sequence[str]]
) -> list[TableRow]:
    """The kind that most are of first, and those without a kind last."""
    of_kind: dict[str, list[Purpose]] = {}
    for each in stated:
        for kind in kinds_of(each):
            of_kind.setdefault(kind, []).append(each)
    ordered = sorted(of_kind.items(), key=lambda found: (not found[0], -len(found[1]), found[0]))
    return [
        TableRow(
            kind or _("staat niet in het register"),
            len(those),
            [_counted(those, theme) for theme in (*themes(), None)],
        )
        for kind, those in ordered
    ]


def _form_of(purpose: Purpose) -> list[str]:
    return [str(ArrangementForm(purpose.form).label)]


def _fields_of(purpose: Purpose) -> list[str]:
    return main_fields(purpose.policy_fields) or [""]


def _without() -> str:
    return _(
        "Vaak staat er alleen een taak of een terrein, of een verwijzing naar een artikel van de "
        "regeling."
    )
