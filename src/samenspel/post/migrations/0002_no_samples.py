"""No samples of addresses and words: those of a row outlive it in PostgreSQL's statistics."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("post", "0001_initial")]

    operations = [
        migrations.RunSQL(
            """
            ALTER TABLE post_outgoingmessage
                ALTER COLUMN "to" SET STATISTICS 0,
                ALTER COLUMN subject SET STATISTICS 0,
                ALTER COLUMN body SET STATISTICS 0;
            """,
            migrations.RunSQL.noop,
        )
    ]
