"""The mails of this room: plain text, in Dutch, whatever language the writer reads."""

from collections.abc import Sequence

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext, override

from samenspel.cooperations.models import Cooperation
from samenspel.duties.pictures import Entry
from samenspel.post.actions import write_message
from samenspel.post.links import link


def remind(to: str, *, cooperation: Cooperation, entries: Sequence[Entry]) -> None:
    with override("nl"):
        write_message(
            to=to,
            subject=gettext("Wat de wet straks vraagt: %(cooperation)s")
            % {"cooperation": cooperation.name},
            body=render_to_string(
                "duties/mails/reminder.txt",
                {
                    "cooperation": cooperation,
                    "entries": entries,
                    "link": link(reverse("duties:calendar", args=[cooperation.slug])),
                },
            ),
        )
