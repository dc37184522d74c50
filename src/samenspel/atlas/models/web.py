"""Who works together through shared arrangements on a day, worked out once and kept."""

from django.db import models


class Web(models.Model):
    """Frozen: a page shows it as it is, and it is made anew where its facts change."""

    day = models.DateField(unique=True)
    # A fingerprint of the facts it was made of and of how, to leave alone what is as it was.
    basis = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now=True)
    # [[key, name], …] by key; everything below tells municipalities by their place in it.
    municipalities = models.JSONField()
    # [[number in the register, title, [place, …]], …]
    arrangements = models.JSONField()
    # What `measures.webs.Groups` holds.
    groups = models.JSONField()
    # Of each municipality, as `measures.webs.betweenness`; None where it was not worked out.
    betweenness = models.JSONField(null=True)
    # [{kind, year, regions: [[code, name], …], of: [place of the region, or −1 …]}, …]
    divisions = models.JSONField()
    # Of each of these by its kind, what `measures.area_webs.AreaWeb` holds.
    areas = models.JSONField(default=dict)

    class Meta:
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day}"
