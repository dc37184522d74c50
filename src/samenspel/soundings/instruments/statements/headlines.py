"""What an outcome says as a whole: its headline, its sentences, and why a statement is listed.

Fair: what is found, for whom, never one organisation held up. "In meerderheid" is only said where
the whole interval lies beyond half.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samenspel.cooperations.models import Role
from samenspel.measures.disclosure import DISAGREE
from samenspel.soundings.instruments.statements.cells import Cell
from samenspel.soundings.instruments.statements.outcome import Group, Outcome, Statement
from samenspel.soundings.instruments.statements.words import (
    group_name,
    joined,
    sentence_case,
    share_in_full,
)


def headline(outcome: Outcome) -> str:
    if not outcome.shown_groups:
        return _("Er deden te weinig mensen mee om iets te tonen")
    if outcome.purpose and outcome.purpose.compared_cells:
        if outcome.only_open_links:
            return _purpose_of_an_open_link(outcome.purpose.compared_cells[0])
        return _purpose_headline(outcome.purpose)
    if len(outcome.compared) == 1:
        clear = len(outcome.shared) + len(outcome.rejected)
        return ngettext(
            "Bij %(clear)s van de %(all)s stellingen is er een duidelijke meerderheid",
            "Bij %(clear)s van de %(all)s stellingen is er een duidelijke meerderheid",
            clear,
        ) % {"clear": clear, "all": len(outcome.statements)}
    return _groups_headline(outcome)


def _purpose_headline(purpose: Statement) -> str:
    cells = purpose.compared_cells
    majorities = sum(cell.agree.is_majority for cell in cells)
    minorities = sum(cell.agree.is_minority for cell in cells)
    if majorities == len(cells) and purpose.was_put_to_all:
        return _("De bedoeling wordt gedeeld")
    if majorities and minorities:
        return _("De bedoeling leeft, maar niet bij iedereen")
    if majorities:
        return _("De bedoeling leeft, maar nog niet zeker bij iedereen")
    if minorities:
        return _("De bedoeling wordt nog niet gedeeld")
    return _("Of de bedoeling gedeeld wordt, is nog niet te zeggen")


def _purpose_of_an_open_link(cell: Cell) -> str:
    """Of who took part and of nobody else: they may be anybody."""
    if cell.agree.is_majority:
        return _("Wie meedeed, staat in meerderheid achter de bedoeling")
    if cell.agree.is_minority:
        return _("Van wie meedeed, staat minder dan de helft achter de bedoeling")
    return _("Of wie meedeed achter de bedoeling staat, is nog niet te zeggen")


def _groups_headline(outcome: Outcome) -> str:
    if outcome.only_open_links:
        return _("Wat deelnemers via de open links antwoordden")
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
    said = _what_was_found(outcome)
    if open_links := [group for group in outcome.open_groups if group.is_shown]:
        said.append(_open_link_sentence(outcome, open_links))
    if outcome.hidden_groups:
        names = joined(role_name(group).lower() for group in _one_per_role(outcome.hidden_groups))
        said.append(
            sentence_case(
                _("%(names)s tonen we niet: van hen deden er te weinig mee.") % {"names": names}
            )
        )
    return said


def _what_was_found(outcome: Outcome) -> list[str]:
    if outcome.purpose and outcome.purpose.compared_cells:
        # Of an open link the headline says it all, as it is about no group.
        return [] if outcome.only_open_links else _purpose_sentences(outcome, outcome.purpose)
    return _statements_sentences(outcome) if outcome.compared else []


def _open_link_sentence(outcome: Outcome, groups: Iterable[Group]) -> str:
    if outcome.only_open_links:
        return _(
            "Iedereen met de open link kon meedoen. Dit zegt niets over wie niet meedeed, en dus "
            "ook niet over alle inwoners of een hele groep."
        )
    names = joined(role_name(group).lower() for group in _one_per_role(groups))
    return sentence_case(
        _(
            "%(names)s deden mee via een open link: hun antwoorden zeggen niets over wie niet "
            "meedeed, en tellen niet mee in wat groepen delen."
        )
        % {"names": names}
    )


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
    for position in outcome.compared:
        group = outcome.groups[position]
        if not group.is_shown or not purpose.was_put_to(position):
            continue
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
    if len(outcome.compared) == 1:
        return _sentences_of_one_group(outcome)
    agreed, apart = len(outcome.shared), len(outcome.divisive)
    return [
        ngettext(
            "Met %(n)s stelling is een meerderheid van %(groups)s het eens.",
            "Met %(n)s stellingen is een meerderheid van %(groups)s het eens.",
            agreed,
        )
        % {"n": agreed, "groups": _every_group(beside_open_links=bool(outcome.open_groups))},
        ngettext(
            "Over %(n)s stelling denken groepen duidelijk verschillend.",
            "Over %(n)s stellingen denken groepen duidelijk verschillend.",
            apart,
        )
        % {"n": apart},
    ]


def _sentences_of_one_group(outcome: Outcome) -> list[str]:
    counts = {"agreed": len(outcome.shared), "rejected": len(outcome.rejected)}
    group = outcome.groups[outcome.compared[0]]
    if outcome.is_one_group:
        text = _(
            "De deelnemers zijn het in meerderheid eens met %(agreed)s en oneens met %(rejected)s."
        )
    else:
        text = _("%(who)s zijn het in meerderheid eens met %(agreed)s en oneens met %(rejected)s.")
    said = [text % (counts | {"who": sentence_case(role_name(group).lower())})]
    if outcome.divisive:
        said.append(_("Over %(n)s zijn ze duidelijk verdeeld.") % {"n": len(outcome.divisive)})
    if group.size is None:
        said.append(_("Hoeveel mensen niet meededen, is niet bekend."))
    return said


def _every_group(*, beside_open_links: bool) -> str:
    return _("elke uitgenodigde groep") if beside_open_links else _("elke groep")


def shared_note(statement: Statement, *, rejected: bool = False) -> str:
    """How sure it is, and of which groups it is said."""
    found = statement.shared_disagree if rejected else statement.shared_agree
    very_sure = found.is_very_sure
    if len(statement.compared) == 1:
        return (
            _("vrijwel zeker een meerderheid")
            if very_sure
            else _("zeer waarschijnlijk een meerderheid")
        )
    if len(statement.compared_cells) == len(statement.compared):
        note = (
            _("vrijwel zeker een meerderheid in %(groups)s")
            if very_sure
            else _("zeer waarschijnlijk een meerderheid in %(groups)s")
        )
    else:
        note = (
            _("vrijwel zeker een meerderheid in %(groups)s die we hier tonen")
            if very_sure
            else _("zeer waarschijnlijk een meerderheid in %(groups)s die we hier tonen")
        )
    note %= {"groups": _every_group(beside_open_links=statement.stands_beside_open_links)}
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
    if len(statement.compared) == 1:
        return _("Een meerderheid is het hier zeer waarschijnlijk mee oneens.")
    return _("In %(groups)s is een meerderheid het hier zeer waarschijnlijk mee oneens.") % {
        "groups": _every_group(beside_open_links=statement.stands_beside_open_links)
    }
