"""Organisations of government, those that are no more included."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Organisation(models.Model):
    """An organisation of the register, or one that only takes part in an arrangement of it."""

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", _("gemeente")
        PROVINCE = "province", _("provincie")
        WATER_BOARD = "water_board", _("waterschap")
        BODY = "body", _("samenwerkingsorgaan")
        MINISTRY = "ministry", _("ministerie")
        OTHER = "other", _("andere organisatie")

    # In addresses and files: GM0344, PV26, WS0665, SO0715; roo-28159898 where there is no code.
    key = models.CharField(max_length=40, unique=True)
    # Of the TOOI standard, where the register gives one.
    uri = models.URLField(max_length=200, null=True, unique=True)  # noqa: DJ001 - none is not ""
    register_id = models.BigIntegerField(null=True, unique=True)
    kind = models.CharField(max_length=14, choices=Kind.choices)
    name = models.CharField(max_length=300)
    short_name = models.CharField(max_length=300, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    # As the register says. The dates above also know what the lists of municipalities say.
    registered_from = models.DateField(null=True)
    registered_to = models.DateField(null=True)
    website = models.CharField(max_length=2000, blank=True)
    area_km2 = models.FloatField(null=True)
    # Of a body: the version of the arrangement that it belongs to, by its number in the register.
    arrangement_id = models.BigIntegerField(null=True)
    # Stands in the list of organisations of the newest export; otherwise only takes part.
    listed = models.BooleanField(default=True)
    # Stood in an earlier export and no more in the newest.
    gone = models.BooleanField(default=False)

    class Meta:
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["kind", "name"])]

    def __str__(self) -> str:
        return shown_name(self.kind, self.name, self.short_name)


def shown_name(kind: str, name: str, short_name: str) -> str:
    """A municipality without "Gemeente". Of others the register shortens to letters: NH, VrAA."""
    return (short_name if kind == Organisation.Kind.MUNICIPALITY else "") or name
