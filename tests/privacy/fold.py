"""Let the worker of an installation fold the answers of an open round. Waits until all are.

Usage: python -m tests.privacy.fold DATA ROUND
"""

import sys
import time
from pathlib import Path
from uuid import UUID

from samenspel.web import django_start

WAITS = "SELECT count(*) FROM urn.open_answer WHERE round = %s AND value IS DISTINCT FROM folded"


def main() -> None:
    folder = Path(sys.argv[1])
    url = (folder / "secrets" / "database-url").read_text()
    django_start.settle(folder, database_url=url)
    django_start.start_django()

    # What Django must be started for.
    from django.db import connection

    from samenspel.soundings.tasks import fold_round

    round_id = UUID(sys.argv[2])
    fold_round.defer(sounding_id=str(round_id))
    with connection.cursor() as cursor:
        while True:
            cursor.execute(WAITS, [round_id])
            if cursor.fetchone() == (0,):
                return
            time.sleep(0.1)


if __name__ == "__main__":
    main()
