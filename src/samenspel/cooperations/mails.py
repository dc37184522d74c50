"""The mails of a cooperation: plain text, in Dutch, whatever language the writer reads."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext, override

from samenspel.cooperations.models import ColleagueInvitation
from samenspel.post.actions import write_message
from samenspel.post.links import link


def invite(invitation: ColleagueInvitation, *, token: str, by: str) -> None:
    with override("nl"):
        write_message(
            to=invitation.email,
            subject=gettext("Uitnodiging voor %(cooperation)s")
            % {"cooperation": invitation.cooperation.name},
            body=render_to_string(
                "cooperations/mails/invitation.txt",
                {
                    "invitation": invitation,
                    "by": by,
                    "link": link(reverse("accept-invitation", kwargs={"token": token})),
                },
            ),
        )
