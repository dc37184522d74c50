from pathlib import Path

from django.db import migrations, models


class Migration(migrations.Migration):
    """Rounds that ask in another way than by statements."""

    dependencies = [("soundings", "0009_waiting")]

    operations = [
        migrations.AddField(
            "sounding",
            "instrument",
            models.CharField(db_default="statements", default="statements", max_length=20),
        ),
        migrations.AddField("item", "lowest", models.SmallIntegerField(db_default=-1, default=-1)),
        migrations.AddField("item", "highest", models.SmallIntegerField(db_default=1, default=1)),
        migrations.AddField(
            "item", "detail", models.JSONField(blank=True, db_default={}, default=dict)
        ),
        migrations.AlterField(
            "sounding",
            "source",
            models.CharField(
                choices=[
                    ("asked", "gevraagd met Samenspel"),
                    ("example", "voorbeeld"),
                    ("polis", "ingelezen uit Polis"),
                    ("survey", "ingelezen uit een tabel"),
                ],
                default="asked",
                max_length=10,
            ),
        ),
        migrations.RunSQL((Path(__file__).parent / "answers.sql").read_text(encoding="utf-8")),
    ]
