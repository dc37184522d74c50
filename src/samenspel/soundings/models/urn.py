"""What was said, of rounds that are closed. Lies in the schema `urn`.

The tables are divided by round, so that what one round said can be destroyed by dropping its
part: rows that are deleted one by one stay readable on the disk for a long time. What is said while
a round is open lies in tables of its own that only the functions of the urn reach.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from samenspel.soundings.models.rounds import AskedGroup, Item, Sounding


class Voice(models.Model):
    """A seat without a name in one sounding. Nothing joins it to a person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Without constraints in the database: those would leave locks, and times, on other rows.
    sounding = models.ForeignKey(
        Sounding, on_delete=models.CASCADE, related_name="voices", db_constraint=False
    )
    group = models.ForeignKey(
        AskedGroup, on_delete=models.CASCADE, related_name="voices", db_constraint=False
    )

    objects: ClassVar[models.Manager["Voice"]] = ScopedManager(cooperation="sounding__cooperation")

    def __str__(self) -> str:
        return "voice"


class Answer(models.Model):
    """What a voice said on one statement. No time, no sequence: only what was said."""

    class Value(models.IntegerChoices):
        AGREE = 1, _("eens")
        PASS = 0, _("weet niet")
        DISAGREE = -1, _("oneens")

    pk = models.CompositePrimaryKey("sounding_id", "voice_id", "item_id")
    sounding = models.ForeignKey(
        Sounding, on_delete=models.CASCADE, related_name="answers", db_constraint=False
    )
    voice = models.ForeignKey(
        Voice, on_delete=models.CASCADE, related_name="answers", db_constraint=False
    )
    item = models.ForeignKey(
        Item, on_delete=models.CASCADE, related_name="answers", db_constraint=False
    )
    value = models.SmallIntegerField(choices=Value.choices)
    # All that is left of the order in which statements were drawn: 1 where draws are uniform.
    weight = models.FloatField(default=1.0)

    objects: ClassVar[models.Manager["Answer"]] = ScopedManager(cooperation="sounding__cooperation")

    def __str__(self) -> str:
        return self.get_value_display()
