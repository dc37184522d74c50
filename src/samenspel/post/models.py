from django.db import models
from django.utils import timezone


class OutgoingMessage(models.Model):
    """An e-mail that waits to be sent. Gone as soon as it is."""

    to = models.EmailField(max_length=254)
    subject = models.CharField(max_length=300)
    body = models.TextField(max_length=20_000)
    due = models.DateTimeField(default=timezone.now, db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["due", "pk"]

    def __str__(self) -> str:
        # Neither the address nor the words: this ends up in logs.
        return f"message {self.pk}"
