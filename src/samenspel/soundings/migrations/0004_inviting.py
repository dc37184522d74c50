import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("soundings", "0003_urn"),
    ]

    operations = [
        migrations.AddField(
            model_name="askedgroup",
            name="listed_by_person",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="attempts",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="invitation",
            name="try_after",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="sounding",
            name="closes_on",
            field=models.DateField(blank=True, null=True, verbose_name="sluit op"),
        ),
        migrations.AlterField(
            model_name="sounding",
            name="opens_on",
            field=models.DateField(blank=True, null=True, verbose_name="opent op"),
        ),
        migrations.AddField(
            model_name="sounding",
            name="reminded_on",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="sounding",
            name="reminders",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
    ]
