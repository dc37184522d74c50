"""Purposes that were written before there were versions become their first version."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def write_first_versions(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    cooperations = apps.get_model("cooperations", "Cooperation")
    versions = apps.get_model("cooperations", "PurposeVersion")
    for cooperation in cooperations.objects.exclude(purpose=""):
        # Who wrote it then is not known.
        versions.objects.create(
            cooperation=cooperation,
            number=1,
            text=cooperation.purpose,
            changed_at=cooperation.created_at,
        )


class Migration(migrations.Migration):
    dependencies = [("cooperations", "0002_people_purpose_and_challenges")]

    operations = [migrations.RunPython(write_first_versions, migrations.RunPython.noop)]
