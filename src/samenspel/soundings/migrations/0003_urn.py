"""The register and the urn: schemas of their own, with functions that are the only way in."""

import uuid
from pathlib import Path
from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def _key_without_constraint(to: str, related_name: str) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        db_constraint=False,
        on_delete=django.db.models.deletion.CASCADE,
        related_name=related_name,
        to=f"soundings.{to}",
    )


class Migration(migrations.Migration):
    dependencies = [("soundings", "0002_asking")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL((Path(__file__).parent / "urn.sql").read_text(encoding="utf-8"))
            ],
            state_operations=[
                migrations.CreateModel(
                    name="Invitation",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        (
                            "email",
                            models.EmailField(
                                blank=True, max_length=254, verbose_name="e-mailadres"
                            ),
                        ),
                        ("h1", models.BinaryField(max_length=32, null=True)),
                        ("mail_due", models.BooleanField(default=False)),
                        ("asked_again_at", models.DateTimeField(null=True)),
                        (
                            "asked_again",
                            models.PositiveSmallIntegerField(db_default=0, default=0),
                        ),
                        ("group", _key_without_constraint("askedgroup", "invitations")),
                        ("sounding", _key_without_constraint("sounding", "invitations")),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("sounding", "h1"), name="one_invitation_for_a_token"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("email", ""), _negated=True),
                                fields=("sounding", "group", "email"),
                                name="invited_once_in_a_group",
                            ),
                        ],
                    },
                ),
                migrations.DeleteModel("Answer"),
                migrations.DeleteModel("Voice"),
                migrations.CreateModel(
                    name="Voice",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("group", _key_without_constraint("askedgroup", "voices")),
                        ("sounding", _key_without_constraint("sounding", "voices")),
                    ],
                ),
                migrations.CreateModel(
                    name="Answer",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "sounding_id",
                                "voice_id",
                                "item_id",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        (
                            "value",
                            models.SmallIntegerField(
                                choices=[(1, "eens"), (0, "weet niet"), (-1, "oneens")]
                            ),
                        ),
                        ("weight", models.FloatField(default=1.0)),
                        ("item", _key_without_constraint("item", "answers")),
                        ("sounding", _key_without_constraint("sounding", "answers")),
                        ("voice", _key_without_constraint("voice", "answers")),
                    ],
                ),
            ],
        )
    ]
