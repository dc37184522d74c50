"""Where the facts of the atlas were read from, and when."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Dataset(models.TextChoices):
    REGISTER = "register", _("Register van Overheidsorganisaties")
    BOUNDARIES = "boundaries", _("gemeentegrenzen")
    POPULATION = "population", _("aantal inwoners")
    REGIONS = "regions", _("regio-indelingen")
    AMALGAMATIONS = "amalgamations", _("herindelingen")


class Source(models.Model):
    """One file that was read and changed something. The newest tells how new a dataset is."""

    dataset = models.CharField(max_length=14, choices=Dataset.choices)
    # Address or name of the file, without the folders of the machine.
    origin = models.CharField(max_length=500)
    # The day of the facts: what the publisher says, else the day it was read.
    day = models.DateField()
    read_at = models.DateTimeField(auto_now_add=True)
    # Kind of change → how many: new, changed, gone, skipped, odd.
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-read_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.dataset} {self.day}"
