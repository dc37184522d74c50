"""The rows of a picture of one statement: its known groups or, with one group, its answers."""

from django.utils.translation import gettext as _

from samenspel.measures.disclosure import AGREE, DISAGREE
from samenspel.soundings.instruments.statements import words
from samenspel.soundings.instruments.statements.outcome import Outcome, Statement
from samenspel.soundings.pictures.shares import Row


def group_rows(outcome: Outcome, statement: Statement, kind: int = AGREE) -> list[Row]:
    """One row per known group, also for the groups that cannot be shown."""
    return [
        Row(
            label=words.group_name(group),
            note=words.took_part(group)
            if statement.was_put_to(group.position)
            and (not group.is_shown or statement.cells[group.position])
            else words.why_not_shown(statement, group),
            kind=kind,
            cell=statement.cells[group.position],
            silence=group.size is not None,
        )
        for group in outcome.groups
    ]


def answer_rows(statement: Statement) -> list[Row]:
    """With one group: a row for agree and one for disagree."""
    [cell] = statement.cells
    if cell is None:
        return [Row(_("Eens"), _("te weinig antwoorden om te tonen"))]
    note = _("%(count)s van %(n)s antwoorden")
    answered = words.answered(cell)
    return [
        Row(
            label=label,
            note=note % {"count": words.count(cell, kind), "n": answered},
            kind=kind,
            cell=cell,
            silence=False,
        )
        for label, kind in ((_("Eens"), AGREE), (_("Oneens"), DISAGREE))
    ]


def statement_rows(outcome: Outcome, statement: Statement) -> list[Row]:
    if outcome.is_one_group:
        return answer_rows(statement)
    return group_rows(outcome, statement)
