import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cooperations", "0001_initial"),
        ("soundings", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Response",
            fields=[
                (
                    "group",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="response",
                        serialize=False,
                        to="soundings.askedgroup",
                    ),
                ),
                ("at_least", models.PositiveIntegerField()),
                ("counted_on", models.DateField()),
            ],
        ),
        migrations.RenameField("sounding", "closed_on", "closes_on"),
        migrations.RenameField("sounding", "opened_on", "opens_on"),
        migrations.AlterModelOptions(
            name="sounding",
            options={
                "ordering": [
                    models.OrderBy(models.F("closes_on"), descending=True, nulls_last=True),
                    "-created_at",
                ]
            },
        ),
        migrations.AddField(
            model_name="askedgroup",
            name="confirmed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="lists_confirmed",
                to="cooperations.party",
            ),
        ),
        migrations.AddField(
            model_name="askedgroup",
            name="letters",
            field=models.PositiveIntegerField(
                default=0,
                help_text="Voor wie geen e-mailadres heeft.",
                verbose_name="aantal brieven",
            ),
        ),
        migrations.AddField(
            model_name="askedgroup",
            name="listed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="lists_made",
                to="cooperations.party",
            ),
        ),
        migrations.AddField(
            model_name="askedgroup",
            name="made_of",
            field=models.ManyToManyField(
                blank=True, related_name="asked_as", to="cooperations.group"
            ),
        ),
        migrations.AddField(
            model_name="askedgroup",
            name="open_code",
            field=models.CharField(editable=False, max_length=26, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="item",
            name="added",
            field=models.BooleanField(
                default=False, help_text="Written by somebody who took part."
            ),
        ),
        migrations.AddField(
            model_name="item",
            name="only_for",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveSmallIntegerField(), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="item",
            name="text_en",
            field=models.TextField(blank=True, max_length=10000),
        ),
        migrations.AddField(
            model_name="sounding",
            name="address",
            field=models.CharField(
                choices=[("u", "u"), ("je", "je")],
                default="u",
                max_length=2,
                verbose_name="aanspreekvorm",
            ),
        ),
        migrations.AlterField(
            model_name="sounding",
            name="closes_on",
            field=models.DateField(null=True, verbose_name="sluit op"),
        ),
        migrations.AddField(
            model_name="sounding",
            name="code",
            field=models.CharField(editable=False, max_length=6, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="sounding",
            name="introduction_en",
            field=models.TextField(blank=True, verbose_name="inleiding in het Engels"),
        ),
        migrations.AddField(
            model_name="sounding",
            name="may_add",
            field=models.BooleanField(
                default=False, verbose_name="deelnemers mogen zelf stellingen toevoegen"
            ),
        ),
        migrations.AlterField(
            model_name="sounding",
            name="opens_on",
            field=models.DateField(null=True, verbose_name="opent op"),
        ),
        migrations.AddField(
            model_name="sounding",
            name="outcome_key",
            field=models.CharField(editable=False, max_length=26, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="sounding",
            name="reissued",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="sounding",
            name="title_en",
            field=models.CharField(blank=True, max_length=300, verbose_name="titel in het Engels"),
        ),
        migrations.AlterField(
            model_name="sounding",
            name="introduction",
            field=models.TextField(blank=True, verbose_name="inleiding"),
        ),
        migrations.AlterField(
            model_name="sounding",
            name="minimum",
            field=models.PositiveSmallIntegerField(
                default=5,
                validators=[django.core.validators.MinValueValidator(5)],
                verbose_name="kleinste groep die wordt getoond",
            ),
        ),
        migrations.AlterField(
            model_name="sounding",
            name="source",
            field=models.CharField(
                choices=[
                    ("asked", "gevraagd met Samenspel"),
                    ("example", "voorbeeld"),
                    ("polis", "ingelezen uit Polis"),
                ],
                default="asked",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="sounding",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "in voorbereiding"),
                    ("planned", "staat klaar"),
                    ("open", "open"),
                    ("closing", "wordt afgerond"),
                    ("closed", "gesloten"),
                ],
                default="closing",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="sounding",
            name="title",
            field=models.CharField(max_length=300, verbose_name="titel"),
        ),
        migrations.CreateModel(
            name="OutcomePass",
            fields=[
                ("h3", models.BinaryField(max_length=32, primary_key=True, serialize=False)),
                (
                    "sounding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="passes",
                        to="soundings.sounding",
                    ),
                ),
            ],
        ),
        migrations.AlterField(
            model_name="sounding",
            name="voices_deleted_after",
            field=models.DateField(blank=True, null=True),
        ),
    ]
