import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models
from django.db.models import F, Func, Value

Search = django.contrib.postgres.search


def words() -> models.GeneratedField:
    spaced = Func(
        F("purpose"),
        Value("([[:alpha:])]{2})\\.(?=[[:upper:][:digit:]])"),
        Value("\\1. "),
        Value("g"),
        function="regexp_replace",
        output_field=models.TextField(),
    )
    return models.GeneratedField(
        db_persist=True,
        expression=Search.CombinedSearchVector(
            Search.SearchVector(F("title"), F("cite_title"), config="dutch", weight="A"),
            "||",
            Search.SearchVector(spaced, config="dutch", weight="B"),
            Search.SearchConfig("dutch"),
        ),
        output_field=Search.SearchVectorField(),
    )


class Migration(migrations.Migration):
    dependencies = [("atlas", "0004_long_addresses")]

    # A column that is computed cannot be changed: it goes, and comes back computed anew.
    operations = [
        migrations.RemoveIndex("arrangement", "atlas_arran_words_bf23d6_gin"),
        migrations.RemoveField("arrangement", "words"),
        migrations.AddField("arrangement", "words", words()),
        migrations.AddIndex(
            "arrangement",
            django.contrib.postgres.indexes.GinIndex(
                fields=["words"], name="atlas_arran_words_bf23d6_gin"
            ),
        ),
    ]
