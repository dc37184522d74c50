"""What those who are invited by mail read: in Dutch, and below in English where the round is."""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from samenspel.post.links import link
from samenspel.soundings.models import Sounding
from samenspel.soundings.queries import has_english
from samenspel.soundings.tokens import Token

_MOST_OF_THE_TITLE = 200
_BETWEEN_LANGUAGES = "\n\n---\n\n"
# Where the link comes. Made once for a round; a title cannot hold it, for it cannot be typed.
_LINK = "\x00link\x00"


@dataclass(frozen=True)
class Words:
    """The mail of a round, but for the link."""

    subject: str
    _body: str

    def body(self, token: Token) -> str:
        return self._body.replace(_LINK, personal_link(token))


def personal_link(token: Token) -> str:
    return link(reverse("answering:door", kwargs={"token": str(token)}))


def words_of(sounding: Sounding, *, is_another: bool) -> Words:
    """is_another : the link comes beside one that was mailed before"""
    with override("nl"):
        subject = _("Uitnodiging: %(title)s")
        if is_another:
            je = sounding.address == Sounding.Address.INFORMAL
            subject = _("Je nieuwe link: %(title)s") if je else _("Uw nieuwe link: %(title)s")
        subject %= {"title": _short(sounding.title)}
    body = _in_each_language(sounding, "soundings/mails/invitation.txt", is_another=is_another)
    return Words(subject, body)


def reminder(sounding: Sounding) -> tuple[str, str]:
    """Subject and body: the same for everybody, and without a link that is somebody's own."""
    with override("nl"):
        subject = _("Herinnering: %(title)s") % {"title": _short(sounding.title)}
    return subject, _in_each_language(sounding, "soundings/mails/reminder.txt")


def _in_each_language(sounding: Sounding, template: str, *, is_another: bool = False) -> str:
    with override("nl"):
        bodies = [_rendered(sounding, template, sounding.title, is_another)]
    if has_english(sounding):
        with override("en"):
            bodies.append(_rendered(sounding, template, sounding.title_en, is_another))
    return _BETWEEN_LANGUAGES.join(bodies)


def _rendered(sounding: Sounding, template: str, title: str, is_another: bool) -> str:
    query = "" if get_language() == "nl" else f"?taal={get_language()}"
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


def _organisations(sounding: Sounding) -> str:
    return get_text_list(sounding.organisations or [sounding.cooperation.name], _("en"))


def _short(title: str) -> str:
    return " ".join(title.split())[:_MOST_OF_THE_TITLE]
