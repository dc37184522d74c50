"""What a mean, its interval and its course are called in words and numbers."""

from math import inf

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samenspel.measures.agreement import Verdict
from samenspel.measures.steady import Told
from samenspel.soundings.instruments.scale.figures import VOICES_FOR_A_MEAN, Figure
from samenspel.soundings.instruments.scale.outcome import Band, Construct, Wave
from samenspel.soundings.instruments.statements import words as of_statements
from samenspel.soundings.instruments.statements.outcome import Group

_HANGS_TOGETHER = 0.7


def decimal(value: float) -> str:
    """One decimal, as they are told."""
    return str(formats.number_format(value, 1))


def mean(told: Told) -> str:
    """What stands at the dot. Beyond an outermost step only that is told."""
    if told.most == inf:
        return _("ten minste %(mean)s") % {"mean": decimal(told.value)}
    if told.least == -inf:
        return _("hoogstens %(mean)s") % {"mean": decimal(told.value)}
    return decimal(told.value)


def between(low: float, high: float) -> str:
    return _("%(low)s tot %(high)s") % {"low": decimal(low), "high": decimal(high)}


def in_full(figure: Figure) -> str:
    """With its interval: "3,4 (3,1 tot 3,7)"."""
    return _("%(mean)s (%(interval)s)") % {
        "mean": mean(figure.mean),
        "interval": between(figure.low, figure.high),
    }


def people(told: Told) -> str:
    return _("ongeveer %(n)s") % {"n": of_statements.number(int(told.value))}


def spread(told: Told) -> str:
    if told.least == -inf:
        return _("hoogstens %(spread)s") % {"spread": decimal(told.value)}
    return _("ongeveer %(spread)s") % {"spread": decimal(told.value)}


def verdict(found: Verdict | None) -> str:
    if found is None:
        return "–"
    return {
        Verdict.AGREES: _("eens met zichzelf"),
        Verdict.DIVIDED: _("oneens met zichzelf"),
        Verdict.UNCLEAR: _("niet te zeggen"),
    }[found]


def reliability(band: Band | None) -> str:
    """Do the questions measure one thing? With the band that α lies in."""
    if band is None:
        return ""
    low, high = band
    if low is None:
        return _("De vragen hangen weinig samen (α lager dan %(high)s).") % {
            "high": decimal(high or 0.0)
        }
    if high is None:
        return _("De vragen hangen sterk samen (α hoger dan %(low)s).") % {"low": decimal(low)}
    text = (
        _("De vragen hangen goed samen (α tussen %(low)s en %(high)s).")
        if low >= _HANGS_TOGETHER
        else _("De vragen hangen matig samen (α tussen %(low)s en %(high)s).")
    )
    return text % {"low": decimal(low), "high": decimal(high)}


def why_no_mean(group: Group) -> str:
    if not group.is_shown:
        return of_statements.took_part(group)
    return _("minder dan %(n)s antwoorden: geen gemiddelde") % {"n": VOICES_FOR_A_MEAN}


def wave(found: Wave) -> str:
    if found.closed_on is None:
        return found.title
    return str(formats.date_format(found.closed_on, "j M Y"))


def course(construct: Construct) -> str:
    """Did it change, and what could have been seen."""
    change = construct.series.change
    if change is None:
        return ""
    if change.fell:
        return _fell(construct)
    if change.rose:
        return ngettext(
            "Dat is hoger dan in de peiling daarvoor.",
            "Dat is hoger dan in eerdere peilingen.",
            change.waves - 1,
        )
    return _("Het is niet merkbaar veranderd. %(visible)s") % {
        "visible": smallest_visible_drop(change.visible)
    }


def _fell(construct: Construct) -> str:
    change = construct.series.change
    return ngettext(
        "Dat is lager dan in de peiling daarvoor.",
        "Dat is lager dan in eerdere peilingen.",
        1 if change is None else change.waves - 1,
    )


def smallest_visible_drop(drop: float) -> str:
    return _("Een daling van %(drop)s of meer zouden we hier waarschijnlijk zien.") % {
        "drop": decimal(drop)
    }


def sentence(construct: Construct) -> str:
    """What a construct shows, all groups together, and whether that changed."""
    if construct.together is None:
        return _("Er zijn te weinig antwoorden voor een gemiddelde.")
    text = (
        _("Alle groepen samen: gemiddeld %(mean)s.")
        if len(construct.of) > 1
        else _("Gemiddeld %(mean)s.")
    )
    told = text % {"mean": in_full(construct.together)}
    return " ".join(filter(None, [told, course(construct)]))
