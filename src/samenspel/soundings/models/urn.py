"""What was said, of rounds that are closed. Lies in the schema `urn`.

The tables are divided by round, so that what one round said can be destroyed by dropping its
part: rows that are deleted one by one stay readable on the disk for a long time. What is said while
a round is open lies in tables of its own that only the functions of the urn reach.
"""

import uuid
from typing import ClassVar

from django.db import models
from django_scopes import ScopedManager

from samenspel.soundings.models.rounds import AskedGroup, Sounding


class Voice(models.Model):
    """A seat without a name in one sounding, and what it said. Nothing joins it to a person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Without constraints in the database: those would leave locks, and times, on other rows.
    sounding = models.ForeignKey(
        Sounding, on_delete=models.CASCADE, related_name="voices", db_constraint=False
    )
    group = models.ForeignKey(
        AskedGroup, on_delete=models.CASCADE, related_name="voices", db_constraint=False
    )
    # As `packed_ballots` tells. No time, no sequence: only what was said.
    ballot = models.BinaryField()

    objects: ClassVar[models.Manager["Voice"]] = ScopedManager(cooperation="sounding__cooperation")

    def __str__(self) -> str:
        return "voice"
