"""What everybody who was invited is mailed when a round has closed: the same words to all."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from samenspel.post.links import link
from samenspel.soundings.models import Sounding

# A title can be as long as a subject may be.
_MOST_OF_THE_TITLE = 200


def last_message(sounding: Sounding) -> tuple[str, str]:
    """Its subject and its body; with the same in English below where the round is in English."""
    with override("nl"):
        subject, body = _in_this_language(sounding, sounding.title, "")
    if sounding.title_en:
        with override("en"):
            body += "\n\n---\n\n" + _in_this_language(sounding, sounding.title_en, "?taal=en")[1]
    return subject, body


def _in_this_language(sounding: Sounding, title: str, query: str) -> tuple[str, str]:
    address = reverse("outcome:outcome", kwargs={"key": sounding.outcome_key}) + query
    body = _(
        "%(title)s is gesloten. Dit kwam eruit:\n\n%(link)s\n\nIedereen die was uitgenodigd ziet "
        "de uitkomsten op hetzelfde moment, ook wie de samenwerking leidt. Dit is de laatste "
        "e-mail over deze vragenlijst. Het adres waar deze e-mail aankwam, is uit de lijst "
        "verwijderd."
    ) % {"title": title, "link": link(address)}
    return _("De uitkomsten: %(title)s") % {"title": title[:_MOST_OF_THE_TITLE]}, body
