"""Who may take part. Lies in the schema `register`, divided by round.

There is no flag that somebody answered: nothing here changes when they do. When a round closes
its part is dropped, because rows that are deleted stay readable on the disk for a long time.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from samenspel.soundings.models.rounds import AskedGroup, Sounding


class Invitation(models.Model):
    """The right of one person to take part: by mail, by letter, or through an open link."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sounding = models.ForeignKey(
        Sounding, on_delete=models.CASCADE, related_name="invitations", db_constraint=False
    )
    group = models.ForeignKey(
        AskedGroup, on_delete=models.CASCADE, related_name="invitations", db_constraint=False
    )
    # Personal data. Empty for a letter and for an open link.
    email = models.EmailField(_("e-mailadres"), max_length=254, blank=True)
    # Hash of the token, which itself is kept nowhere. None until the mail is made.
    h1 = models.BinaryField(max_length=32, null=True)
    # A mail with a link has to be made: the first, or one more because a link was lost.
    mail_due = models.BooleanField(default=False)
    asked_again_at = models.DateTimeField(null=True)
    # How often; and 1 for a link that was made because of it, which is a row without an address.
    asked_again = models.PositiveSmallIntegerField(default=0, db_default=0)
    # Since the last mail that was accepted. With no mail due, the address cannot be reached.
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    try_after = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Invitation"]] = ScopedManager(
        cooperation="sounding__cooperation"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["sounding", "h1"], name="one_invitation_for_a_token"),
            models.UniqueConstraint(
                fields=["sounding", "group", "email"],
                condition=~Q(email=""),
                name="invited_once_in_a_group",
            ),
        ]

    def __str__(self) -> str:
        return "invitation"


class OutcomePass(models.Model):
    """Lets whoever has a link to a round find its outcome, also after the invitations are gone."""

    h3 = models.BinaryField(max_length=32, primary_key=True)
    sounding = models.ForeignKey(Sounding, on_delete=models.CASCADE, related_name="passes")

    objects: ClassVar[models.Manager["OutcomePass"]] = ScopedManager(
        cooperation="sounding__cooperation"
    )

    def __str__(self) -> str:
        return "pass"
