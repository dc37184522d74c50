"""What one group or one share is called in words and numbers."""

from collections.abc import Iterable

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from samenspel.cooperations.models import Role
from samenspel.measures.disclosure import AGREE, DISAGREE, PASS
from samenspel.soundings.instruments.statements.cells import Cell, Share
from samenspel.soundings.instruments.statements.outcome import Group, Outcome, Statement


def number(value: int) -> str:
    return str(number_format(value, use_l10n=True, force_grouping=True))


def percent(share: float) -> str:
    return f"{round(share * 100)}%"


def joined(names: Iterable[str]) -> str:
    """a, b en c"""
    *front, last = names
    return _("%(front)s en %(last)s") % {"front": ", ".join(front), "last": last} if front else last


def sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]


def share_in_short(cell: Cell, kind: int) -> str:
    """What stands at the dot: a percentage, or the words that take its place."""
    if cell.is_banded:
        return [_("weinigen"), _("rond de helft"), _("de meesten")][cell.thirds[kind]]
    if cell.is_nearly_all(kind):
        return _("bijna iedereen")
    if cell.is_nearly_none(kind):
        return _("bijna niemand")
    share = percent(share_of(cell, kind).share or 0)
    # Nearly all is not all, and nearly none is not none.
    return {"100%": _("bijna iedereen"), "0%": _("bijna niemand")}.get(share, share)


def share_of(cell: Cell, kind: int) -> Share:
    return cell.disagree if kind == DISAGREE else cell.agree


def share_in_full(cell: Cell, kind: int) -> str:
    """The same, with its interval: "71% (66% tot 76%)"."""
    share = share_of(cell, kind)
    if cell.open_link:
        return share_in_short(cell, kind)
    return _("%(share)s (%(low)s tot %(high)s)") % {
        "share": share_in_short(cell, kind),
        "low": percent(share.low),
        "high": percent(share.high),
    }


def answered(cell: Cell) -> str:
    if cell.is_exact:
        return number(cell.answered)
    return _("ongeveer %(n)s") % {"n": number(cell.answered)}


def count(cell: Cell, kind: int) -> str:
    """A released count as it stands in a table."""
    if cell.is_banded:
        return share_in_short(cell, kind) if kind != PASS else "–"
    told = int(cell.told_of(kind))
    if cell.is_exact:
        return number(told)
    if told == 0:
        return _("hoogstens %(n)s") % {"n": cell.high[kind]}
    return _("ongeveer %(n)s") % {"n": number(told)}


def group_name(group: Group) -> str:
    """In the language of whoever reads. The name that is frozen is that of an imported group."""
    name = f"{Role(group.role).label} {group.party}".strip()
    if group.role == Role.PARTICIPANT and group.name:
        name = group.name
    # Beside it there may be people of the same role who were invited.
    return _("%(name)s (open link)") % {"name": name} if group.open_link else name


def took_part(group: Group) -> str:
    if group.people is None:
        return _("te weinig deelnemers om te tonen")
    people = number(group.people[0])
    if group.size:
        text = (
            _("ongeveer %(people)s van %(size)s deden mee")
            if group.is_rounded
            else _("%(people)s van %(size)s deden mee")
        )
        return text % {"people": people, "size": number(group.size)}
    if group.is_rounded:
        return _("ongeveer %(people)s deelnemers") % {"people": people}
    return _("%(people)s deelnemers") % {"people": people}


def people(outcome: Outcome) -> str:
    """How many took part in what is shown, all groups together."""
    told = number(outcome.people)
    if any(group.is_rounded for group in outcome.groups):
        return _("ongeveer %(n)s deelnemers") % {"n": told}
    return _("%(n)s deelnemers") % {"n": told}


def marks(statement: Statement, outcome: Outcome) -> list[str]:
    """What sets a statement apart: who wrote it, and who got it."""
    found = [_("toegevoegd door een deelnemer")] if statement.added else []
    if statement.only_for:
        names = joined(
            _within_a_sentence(outcome.groups[position]) for position in statement.only_for
        )
        found.append(_("alleen gevraagd aan %(groups)s") % {"groups": names})
    return found


def _within_a_sentence(group: Group) -> str:
    name = group_name(group)
    # The name of an imported group can be that of something.
    return name if group.role == Role.PARTICIPANT else name[:1].lower() + name[1:]


def why_not_shown(statement: Statement, group: Group) -> str:
    """Why there is nothing of this group on this statement."""
    if not statement.was_put_to(group.position):
        return _("niet gevraagd")
    if statement.only_for:
        return _("te weinig antwoorden om te tonen")
    return _("niet gevraagd, of te weinig antwoorden om te tonen")


def share_sentence(name: str, cell: Cell, kind: int = AGREE) -> str:
    """What a row of a picture says: read aloud, and shown when the row is pointed at."""
    word = _("oneens") if kind == DISAGREE else _("eens")
    share = share_of(cell, kind)
    if cell.open_link:
        return _("%(name)s: %(share)s %(word)s van wie meedeed") % {
            "name": name,
            "share": share_in_short(cell, kind),
            "word": word,
        }
    return _("%(name)s: %(share)s %(word)s, waarschijnlijk tussen %(low)s en %(high)s") % {
        "name": name,
        "share": share_in_short(cell, kind),
        "word": word,
        "low": percent(share.low),
        "high": percent(share.high),
    }


def bounds(cell: Cell) -> str:
    """Between which shares the whole group lies, whatever the silent think."""
    return _("%(lowest)s tot %(highest)s") % {
        "lowest": percent(cell.agree.lowest),
        "highest": percent(cell.agree.highest),
    }
