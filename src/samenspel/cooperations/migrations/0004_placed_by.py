import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cooperations", "0003_first_versions")]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="placed_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="membership",
            name="placed_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="cooperations.party",
            ),
        ),
    ]
