"""What moderators are mailed: that there is something to look at, and nothing of what it is."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from samenspel.cooperations.models import Membership
from samenspel.post.actions import write_message
from samenspel.post.links import link
from samenspel.soundings.models import Sounding

_MOST_OF_THE_TITLE = 200


def tell_moderators(sounding: Sounding) -> None:
    moderators = Membership.objects.filter(
        cooperation=sounding.cooperation, kind=Membership.Kind.MODERATOR
    )
    page = reverse(
        "soundings:moderate",
        kwargs={"cooperation": sounding.cooperation.slug, "sounding": sounding.pk},
    )
    with override("nl"):
        subject = _("Stellingen om te beoordelen: %(title)s") % {
            "title": sounding.title[:_MOST_OF_THE_TITLE]
        }
        body = _(
            "Deelnemers voegden stellingen toe aan %(title)s. Beoordeelt u ze? Pas als u een "
            "stelling plaatst, krijgen anderen haar te zien:\n\n%(link)s"
        ) % {"title": sounding.title, "link": link(page)}
    for address in sorted(moderators.values_list("person__email", flat=True)):
        write_message(to=address, subject=subject, body=body)
