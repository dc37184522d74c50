from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    """Statistics of open rounds. No model knows them: only the functions of the urn do."""

    dependencies = [("soundings", "0005_list_makers")]

    operations = [
        migrations.RunSQL((Path(__file__).parent / "folding.sql").read_text(encoding="utf-8"))
    ]
