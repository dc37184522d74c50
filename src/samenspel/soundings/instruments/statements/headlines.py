"""What an outcome says as a whole: its headline, its sentences, and why a statement is listed.

Fair: what is found, for whom, never one organisation held up. "In meerderheid" is only said where
the whole interval lies beyond half.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samenspel.cooperations.models import Role
from samenspel.measures.disclosure import DISAGREE
from samenspel.soundings.instruments.statements.outcome import Cell, Group, Outcome, Statement
from samenspel.soundings.instruments.statements.words import (
    group_name,
    joined,
    sentence_case,
    share_in_full,
)


def headline(outcome: Outcome) -> str:
    if not outcome.shown_groups:
        return _("Er deden te weinig mensen mee om iets te tonen")
    if outcome.purpose and outcome.purpose.shown_cells:
        return _purpose_headline(outcome.purpose)
    if outcome.is_one_group:
        clear = len(outcome.shared) + len(outcome.rejected)
        return ngettext(
            "Bij %(clear)s van de %(all)s stellingen is er een duidelijke meerderheid",
            "Bij %(clear)s van de %(all)s stellingen is er een duidelijke meerderheid",
            clear,
        ) % {"clear": clear, "all": len(outcome.statements)}
    return _groups_headline(outcome)


def _purpose_headline(purpose: Statement) -> str:
    cells = purpose.shown_cells
    majorities = sum(cell.agree.is_majority for cell in cells)
    minorities = sum(cell.agree.is_minority for cell in cells)
    if majorities == len(cells):
        return _("De bedoeling wordt gedeeld")
    if majorities and minorities:
        return _("De bedoeling leeft, maar niet bij iedereen")
    if majorities:
        return _("De bedoeling leeft, maar nog niet zeker bij iedereen")
    if minorities:
        return _("De bedoeling wordt nog niet gedeeld")
    return _("Of de bedoeling gedeeld wordt, is nog niet te zeggen")


def _groups_headline(outcome: Outcome) -> str:
    same, apart = len(outcome.shared) + len(outcome.rejected), len(outcome.divisive)
    if same and apart:
        return _("De groepen delen veel, maar denken niet over alles hetzelfde")
    if same:
        return _("De groepen delen veel")
    if apart:
        return _("De groepen denken er verschillend over")
    return _("Wat de groepen delen, is nog niet te zeggen")


def sentences(outcome: Outcome) -> list[str]:
    """Under the headline: what was found, who is not sure, who cannot be shown."""
    if not outcome.shown_groups:
        return [
            _("Een groep wordt getoond vanaf %(k)s deelnemers. Zo is niemand te herkennen.")
            % {"k": outcome.minimum}
        ]
    if outcome.purpose and outcome.purpose.shown_cells:
        said = _purpose_sentences(outcome, outcome.purpose)
    else:
        said = _statements_sentences(outcome)
    if outcome.hidden_groups:
        names = joined(role_name(group).lower() for group in _one_per_role(outcome.hidden_groups))
        said.append(
            sentence_case(
                _("%(names)s tonen we niet: van hen deden er te weinig mee.") % {"names": names}
            )
        )
    return said


def role_name(group: Group) -> str:
    """People are spoken of by their role, so that no organisation is held up."""
    if group.role == Role.PARTICIPANT:
        return group_name(group)
    return str(Role(group.role).label)


def _one_per_role(groups: Iterable[Group]) -> list[Group]:
    return list({role_name(group): group for group in groups}.values())


def _purpose_sentences(outcome: Outcome, purpose: Statement) -> list[str]:
    verdicts: dict[str, set[str]] = {}
    silent: dict[str, list[float]] = {}
    nothing_told = []
    for group in outcome.shown_groups:
        cell = purpose.cells[group.position]
        if cell is None:
            nothing_told.append(role_name(group).lower())
            continue
        verdicts.setdefault(role_name(group).lower(), set()).add(_verdict(cell))
        silent.setdefault(role_name(group).lower(), []).append(group.silent_share or 0)

    def roles(verdict: str) -> list[str]:
        return [role for role, found in verdicts.items() if found == {verdict}]

    said = []
    if behind := roles("majority"):
        said.append(
            _("%(roles)s staan in meerderheid achter de bedoeling.")
            % {"roles": sentence_case(joined(behind))}
        )
    if against := roles("minority"):
        said.append(
            _("Bij %(roles)s staat minder dan de helft erachter.") % {"roles": joined(against)}
        )
    if unsure := roles("unsure"):
        least_silent = min(share for role in unsure for share in silent[role])
        text = (
            _("Bij %(roles)s is dat nog niet zeker; van hen deed een groot deel niet mee.")
            if least_silent >= 0.4
            else _("Bij %(roles)s is dat nog niet zeker.")
        )
        said.append(text % {"roles": joined(unsure)})
    if mixed := [role for role, found in verdicts.items() if len(found) > 1]:
        said.append(_("Bij %(roles)s verschilt het per organisatie.") % {"roles": joined(mixed)})
    if nothing_told:
        said.append(
            _("Over %(roles)s zeggen we hier niets: van hen zijn er te weinig antwoorden.")
            % {"roles": joined(dict.fromkeys(nothing_told))}
        )
    return said


def _verdict(cell: Cell) -> str:
    if cell.agree.is_majority:
        return "majority"
    return "minority" if cell.agree.is_minority else "unsure"


def _statements_sentences(outcome: Outcome) -> list[str]:
    agreed, rejected = len(outcome.shared), len(outcome.rejected)
    apart = len(outcome.divisive)
    if not outcome.is_one_group:
        return [
            ngettext(
                "Met %(n)s stelling is een meerderheid van elke groep het eens.",
                "Met %(n)s stellingen is een meerderheid van elke groep het eens.",
                agreed,
            )
            % {"n": agreed},
            ngettext(
                "Over %(n)s stelling denken groepen duidelijk verschillend.",
                "Over %(n)s stellingen denken groepen duidelijk verschillend.",
                apart,
            )
            % {"n": apart},
        ]
    said = [
        _("De deelnemers zijn het in meerderheid eens met %(agreed)s en oneens met %(rejected)s.")
        % {"agreed": agreed, "rejected": rejected}
    ]
    if apart:
        said.append(_("Over %(n)s zijn ze duidelijk verdeeld.") % {"n": apart})
    if outcome.groups[0].size is None:
        said.append(_("Hoeveel mensen niet meededen, is niet bekend."))
    return said


def shared_note(statement: Statement, *, rejected: bool = False) -> str:
    """How sure it is, and of which groups it is said."""
    found = statement.shared_disagree if rejected else statement.shared_agree
    very_sure = found.is_very_sure
    if len(statement.cells) == 1:
        return (
            _("vrijwel zeker een meerderheid")
            if very_sure
            else _("zeer waarschijnlijk een meerderheid")
        )
    if all(statement.cells):
        note = (
            _("vrijwel zeker een meerderheid in elke groep")
            if very_sure
            else _("zeer waarschijnlijk een meerderheid in elke groep")
        )
    else:
        note = (
            _("vrijwel zeker een meerderheid in elke groep die we hier tonen")
            if very_sure
            else _("zeer waarschijnlijk een meerderheid in elke groep die we hier tonen")
        )
    if found.whatever_the_silent:
        note += _(", ook als iedereen die niet meedeed er anders over denkt")
    return note


def divided_note(statement: Statement, outcome: Outcome) -> str:
    """Between whom, by role; within one group: how it is split."""
    if statement.pairs:
        more = {role_name(outcome.groups[g]).lower() for g, _h in statement.pairs}
        less = {role_name(outcome.groups[h]).lower() for _g, h in statement.pairs}
        if more & less:
            roles = dict.fromkeys(
                role_name(group).lower()
                for group in outcome.groups
                if role_name(group).lower() in more | less
            )
            return (
                _("%(roles)s denken hier verschillend over") % {"roles": joined(roles)}
                if len(roles) > 1
                else (_("bij %(roles)s verschilt het per organisatie") % {"roles": joined(roles)})
            )
        return _("%(more)s vaker eens dan %(less)s") % {
            "more": joined(sorted(more)),
            "less": joined(sorted(less)),
        }
    [cell] = statement.shown_cells
    return _("%(disagree)s oneens") % {"disagree": share_in_full(cell, DISAGREE)}


def rejected_sentence(statement: Statement) -> str:
    if len(statement.cells) == 1:
        return _("Een meerderheid is het hier zeer waarschijnlijk mee oneens.")
    return _("In elke groep is een meerderheid het hier zeer waarschijnlijk mee oneens.")
