"""What a mean, its interval and its course are called in words and numbers."""

from math import inf

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samenspel.measures.agreement import Verdict
from samenspel.measures.steady import Told
from samenspel.soundings.instruments.scale.figures import VOICES_FOR_A_MEAN, Figure
from samenspel.soundings.instruments.scale.outcome import Band, Construct, Wave
from samenspel.soundings.instruments.scale.series import Change
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
    return str(formats.date_format(found.closed_on, "j b Y"))


def course(construct: Construct) -> str:
    """Did it change, and what could have been seen."""
    change = construct.series.change
    if change is None:
        return ""
    before = change.waves - 1
    if change.fell:
        return ngettext(
            "Dat is lager dan in de peiling daarvoor.",
            "Dat is lager dan in eerdere peilingen.",
            before,
        )
    if change.rose:
        return ngettext(
            "Dat is hoger dan in de peiling daarvoor.",
            "Dat is hoger dan in eerdere peilingen.",
            before,
        )
    if construct.came_back > 0:
        return _("Dat is weer hoger dan in de peiling daarvoor, en zoals eerder.")
    if construct.came_back < 0:
        return _("Dat is weer lager dan in de peiling daarvoor, en zoals eerder.")
    return f"{_('Het is niet merkbaar veranderd.')} {what_would_be_seen(construct, change)}"


def what_would_be_seen(construct: Construct, change: Change) -> str:
    """The smallest change that people would not hope for, and that would be seen."""
    text = {
        "high": _("Een daling van %(size)s of meer zouden we hier waarschijnlijk zien."),
        "low": _("Een stijging van %(size)s of meer zouden we hier waarschijnlijk zien."),
        "neither": _("Een verandering van %(size)s of meer zouden we hier waarschijnlijk zien."),
    }[construct.favourable]
    return text % {"size": decimal(change.visible)}


def visible(construct: Construct, change: Change | None) -> str:
    """The same in short, below a picture."""
    if change is None:
        return _("nog niet te vergelijken")
    text = {
        "high": _("zichtbaar vanaf een daling van %(size)s"),
        "low": _("zichtbaar vanaf een stijging van %(size)s"),
        "neither": _("zichtbaar vanaf een verandering van %(size)s"),
    }[construct.favourable]
    return text % {"size": decimal(change.visible)}


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
