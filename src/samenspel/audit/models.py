from django.db import models


class Line(models.Model):
    """Who did what, to what, and how it ended. Lines are added and never changed."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    # An actor is written down, not pointed at: the line must survive the account.
    actor = models.CharField(max_length=254)
    action = models.CharField(max_length=60)
    object_kind = models.CharField(max_length=60)
    object_id = models.CharField(max_length=60)
    result = models.CharField(max_length=20)
    origin = models.CharField(max_length=20)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.actor} {self.action} {self.object_kind} {self.object_id}: {self.result}"
