"""The calendar as a file that other programs follow (RFC 5545)."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar as File
from icalendar import Event, vText

from samenspel.duties.models import Plan
from samenspel.duties.pictures import Calendar, Entry
from samenspel.post.links import link

_PRODUCT = "-//Samenspel//Wettelijke termijnen//NL"
# One year back, and two ahead.
_BEFORE, _AHEAD = 1, 2


def as_file(plan: Plan, today: date) -> bytes:
    """All-day entries. The same plan on the same day gives the same bytes.

    A day of the law that moves keeps its name, so that a calendar moves it too.
    """
    cooperation = plan.cooperation
    file = File()
    file.add("prodid", _PRODUCT)
    file.add("version", "2.0")
    file.add("calscale", "GREGORIAN")
    file.add("method", "PUBLISH")
    # As text of the standard: the library knows neither of the two, and would escape nothing.
    name = vText(_("Wettelijke termijnen: %(cooperation)s") % {"cooperation": cooperation.name})
    file.add("name", name)
    file.add("x-wr-calname", name)
    file.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    file.add("x-published-ttl", timedelta(days=1))
    first, last = date(today.year - _BEFORE, 1, 1), date(today.year + _AHEAD, 12, 31)
    page = link(reverse("duties:calendar", args=[cooperation.slug]))
    for entry in Calendar(cooperation, plan).between(first, last):
        file.add_component(_event(entry, plan, page))
    return bytes(file.to_ical())


def _event(entry: Entry, plan: Plan, page: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.key}.{plan.pk}@samenspel")
    event.add("dtstamp", plan.changed_at)
    event.add("dtstart", entry.on)
    event.add("dtend", entry.on + timedelta(days=1))
    done = _("Gedaan: %(what)s") % {"what": entry.what} if entry.done else entry.what
    event.add("summary", done)
    event.add("description", "\n".join(_lines(entry)))
    event.add("url", page)
    # It is the last day of something, and nobody's time.
    event.add("transp", "TRANSPARENT")
    return event


def _lines(entry: Entry) -> list[str]:
    lines = [_("Wie: %(who)s.") % {"who": entry.who}, *entry.notes]
    if entry.asked is not None:
        where = f"{entry.asked.article} " if entry.asked.article else ""
        place = _("artikel %(article)s") % {"article": where.strip()} if where else ""
        lines.append(" ".join(filter(None, [place, entry.asked.law.short])))
        if entry.asked.is_unchecked:
            lines.append(_("Te controleren: wij vonden hier geen bron bij."))
    lines.append(_("Leg dit voor aan uw jurist."))
    return lines
