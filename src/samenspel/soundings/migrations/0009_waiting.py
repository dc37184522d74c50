from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Many who wait in groups that are too small keep nobody else waiting."""

    dependencies = [("soundings", "0008_drawing")]

    operations = [
        migrations.RunSQL((Path(__file__).parent / "waiting.sql").read_text(encoding="utf-8"))
    ]
