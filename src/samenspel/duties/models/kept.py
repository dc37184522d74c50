from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from samenspel.cooperations.models import Cooperation


class Done(models.Model):
    """Somebody ticked off a duty: of a budget year where it comes every year."""

    cooperation = models.ForeignKey(
        Cooperation, on_delete=models.CASCADE, related_name="duties_done"
    )
    key = models.CharField(max_length=60)
    # Names and not persons: they must survive the account.
    done_by = models.CharField(max_length=254)
    done_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager["Done"]] = ScopedManager(cooperation="cooperation")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cooperation", "key"], name="duty_done_once")
        ]

    def __str__(self) -> str:
        return f"{self.cooperation_id} {self.key}"


class InArrangement(models.Model):
    """Where the arrangement says what the law asks of it."""

    class State(models.TextChoices):
        NOT_YET = "", _("nog niet bekeken")
        YES = "yes", _("staat erin")
        DRAFT = "draft", _("staat in een ontwerp")
        NO = "no", _("ontbreekt nog")
        NOT_NEEDED = "not", _("niet nodig voor ons")

    cooperation = models.ForeignKey(
        Cooperation, on_delete=models.CASCADE, related_name="in_arrangement"
    )
    key = models.CharField(max_length=60)
    state = models.CharField(
        _("hoe staat het ervoor"), max_length=5, choices=State.choices, blank=True
    )
    where = models.CharField(
        _("waar het staat"),
        max_length=160,
        blank=True,
        help_text=_("Zoals “artikel 12 van het ontwerp van 3 maart”."),
    )
    note = models.TextField(_("wat u erbij wilt onthouden"), max_length=1_000, blank=True)
    written_by = models.CharField(max_length=254, editable=False)
    written_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[models.Manager["InArrangement"]] = ScopedManager(cooperation="cooperation")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cooperation", "key"], name="in_arrangement_once")
        ]

    def __str__(self) -> str:
        return f"{self.cooperation_id} {self.key}"


class Reminder(models.Model):
    """That leaders were reminded of a duty by this day. Another day is another reminder."""

    cooperation = models.ForeignKey(
        Cooperation, on_delete=models.CASCADE, related_name="duties_reminders"
    )
    key = models.CharField(max_length=60)
    due_on = models.DateField()
    sent_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager["Reminder"]] = ScopedManager(cooperation="cooperation")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cooperation", "key", "due_on"], name="reminded_once")
        ]

    def __str__(self) -> str:
        return f"{self.cooperation_id} {self.key} {self.due_on}"
