from pathlib import Path

from django.db import migrations, models


class Migration(migrations.Migration):
    """The answers of a closed voice in its own row, packed."""

    dependencies = [("soundings", "0006_folding")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    (Path(__file__).parent / "ballots.sql").read_text(encoding="utf-8")
                )
            ],
            state_operations=[
                migrations.DeleteModel("Answer"),
                migrations.AddField("voice", "ballot", models.BinaryField()),
            ],
        )
    ]
