"""What the mails of a round say: in Dutch, and below in English where the round is."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from samenspel.post.links import link
from samenspel.soundings import queries
from samenspel.soundings.models import Sounding
from samenspel.soundings.tokens import Token

# With the words around it a title is a subject, which can be shorter than a title.
_MOST_OF_THE_TITLE = 200
_BETWEEN_LANGUAGES = "\n\n---\n\n"
# Where the link comes. Made once for a round; a title cannot hold it, for it cannot be typed.
_LINK = "\x00link\x00"


@dataclass(frozen=True)
class InvitationMail:
    """Of a round, for everybody who is invited; but for the link."""

    subject: str
    _body: str

    def body(self, token: Token) -> str:
        return self._body.replace(_LINK, personal_link(token))


def personal_link(token: Token) -> str:
    return link(reverse("answering:door", kwargs={"token": str(token)}))


def invitation(sounding: Sounding, *, is_another: bool) -> InvitationMail:
    """is_another : the link comes beside one that was mailed before"""
    with override("nl"):
        subject = _("Uitnodiging: %(title)s")
        if is_another:
            je = sounding.address == Sounding.Address.INFORMAL
            subject = _("Je nieuwe link: %(title)s") if je else _("Uw nieuwe link: %(title)s")
    write = partial(_rendered, sounding, "soundings/mails/invitation.txt", is_another)
    return InvitationMail(_titled(subject, sounding), _in_each_language(sounding, write))


def reminder(sounding: Sounding) -> tuple[str, str]:
    """Subject and body: the same for everybody, and without a link that is somebody's own."""
    with override("nl"):
        subject = _("Herinnering: %(title)s")
    write = partial(_rendered, sounding, "soundings/mails/reminder.txt", False)
    return _titled(subject, sounding), _in_each_language(sounding, write)


def last_message(sounding: Sounding) -> tuple[str, str]:
    """Subject and body when the round has closed: the same words to all who were invited."""
    with override("nl"):
        subject = _("De uitkomsten: %(title)s")
    write = partial(_of_the_outcome, sounding)
    return _titled(subject, sounding), _in_each_language(sounding, write)


def to_moderators(sounding: Sounding) -> tuple[str, str]:
    """Subject and body: that there is something to look at, and nothing of what it is."""
    page = reverse(
        "soundings:moderate",
        kwargs={"cooperation": sounding.cooperation.slug, "sounding": sounding.pk},
    )
    # In Dutch only, as all mail to who works on a cooperation.
    with override("nl"):
        subject = _("Stellingen om te beoordelen: %(title)s")
        body = _(
            "Deelnemers voegden stellingen toe aan %(title)s. Beoordeelt u ze? Pas als u een "
            "stelling plaatst, krijgen anderen haar te zien:\n\n%(link)s"
        ) % {"title": sounding.title, "link": link(page)}
    return _titled(subject, sounding), body


def _titled(subject: str, sounding: Sounding) -> str:
    # On one line: a server of mail refuses a subject that is more.
    return subject % {"title": " ".join(sounding.title.split())[:_MOST_OF_THE_TITLE]}


def _in_each_language(sounding: Sounding, write: Callable[[str, str], str]) -> str:
    """write : makes the body in the language that is active, of the title and what asks for it"""
    with override("nl"):
        bodies = [write(sounding.title, "")]
    if queries.has_english(sounding):
        with override("en"):
            bodies.append(write(sounding.title_en, f"?taal={get_language()}"))
    return _BETWEEN_LANGUAGES.join(bodies)


def _rendered(sounding: Sounding, template: str, is_another: bool, title: str, query: str) -> str:
    context = {
        "title": title,
        "sounding": sounding,
        "is_another": is_another,
        "je": sounding.address == Sounding.Address.INFORMAL,
        "organisations": _organisations(sounding),
        "link": _LINK + query,
        "lost": link(reverse("answering:lost") + query),
    }
    return render_to_string(template, context).strip() + "\n"


def _of_the_outcome(sounding: Sounding, title: str, query: str) -> str:
    address = reverse("outcome:outcome", kwargs={"key": sounding.outcome_key}) + query
    return _(
        "%(title)s is gesloten. Dit kwam eruit:\n\n%(link)s\n\nIedereen die was uitgenodigd ziet "
        "de uitkomsten op hetzelfde moment, ook wie de samenwerking leidt. Wat er daarna mee "
        "gebeurt, leest u later op dezelfde plek. Dit is de laatste e-mail over deze "
        "vragenlijst. Het adres waar deze e-mail aankwam, is uit de lijst verwijderd."
    ) % {"title": title, "link": link(address)}


def _organisations(sounding: Sounding) -> str:
    return get_text_list(sounding.organisations or [sounding.cooperation.name], _("en"))
