import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models
from django.db.models import F, Func, Value
from django.db.models.expressions import Combinable

Search = django.contrib.postgres.search
# Letters with an accent, and the same letters without.
_WITH = "ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝàáâãäåçèéêëìíîïñòóôõöùúûüýÿ"
_WITHOUT = "AAAAAACEEEEIIIINOOOOOUUUUYaaaaaaceeeeiiiinooooouuuuyy"


def bare(text: Combinable) -> Func:
    return Func(
        text,
        Value(_WITH),
        Value(_WITHOUT),
        function="translate",
        output_field=models.TextField(),
    )


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
            Search.SearchVector(
                bare(F("title")), bare(F("cite_title")), config="dutch", weight="A"
            ),
            "||",
            Search.SearchVector(bare(spaced), config="dutch", weight="B"),
            Search.SearchConfig("dutch"),
        ),
        output_field=Search.SearchVectorField(),
    )


class Migration(migrations.Migration):
    dependencies = [("atlas", "0006_who_lies_between")]

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
