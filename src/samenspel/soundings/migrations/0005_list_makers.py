import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def _names() -> "models.Field[object, object]":
    return django.contrib.postgres.fields.ArrayField(
        base_field=models.CharField(max_length=120),
        blank=True,
        default=list,
        editable=False,
        size=None,
    )


class Migration(migrations.Migration):
    """Of lists that were being made it is not known who did: those are begun again."""

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("cooperations", "0004_placed_by"),
        ("soundings", "0004_inviting"),
    ]

    operations = [
        migrations.RemoveField(model_name="askedgroup", name="listed_by"),
        migrations.RemoveField(model_name="askedgroup", name="listed_by_person"),
        migrations.AddField(
            model_name="askedgroup",
            name="confirmed_by_name",
            field=models.CharField(blank=True, editable=False, max_length=120),
        ),
        migrations.AddField(model_name="askedgroup", name="listed_by_names", field=_names()),
        migrations.AddField(model_name="sounding", name="organisations", field=_names()),
        migrations.AddField(
            model_name="sounding",
            name="letters_made_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="cooperations.party",
            ),
        ),
        migrations.CreateModel(
            name="ListMaker",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("began_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="makers",
                        to="soundings.askedgroup",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="cooperations.party",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("group", "person", "party"), name="list_maker_once"
                    )
                ],
            },
        ),
    ]
