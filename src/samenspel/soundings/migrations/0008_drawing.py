from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """What weighs more in the draw of open rounds. No model knows it: only the urn does."""

    dependencies = [("soundings", "0007_ballots")]

    operations = [
        migrations.RunSQL((Path(__file__).parent / "drawing.sql").read_text(encoding="utf-8"))
    ]
