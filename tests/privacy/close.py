"""Let the time of an open round be over in an installation. Its worker closes it.

Usage: python -m tests.privacy.close DATA ROUND
"""

import datetime
import sys
import time
from pathlib import Path
from uuid import UUID

from samenspel.web import django_start


def main() -> None:
    folder = Path(sys.argv[1])
    url = (folder / "secrets" / "database-url").read_text()
    django_start.settle(folder, database_url=url)
    django_start.start_django()

    # What Django must be started for.
    from django.utils import timezone
    from django_scopes import scopes_disabled

    from samenspel.post.tasks import send_soon
    from samenspel.soundings.actions import begin_due_closings
    from samenspel.soundings.models import Sounding
    from samenspel.soundings.tasks import finish_soon

    round_id = UUID(sys.argv[2])
    begin_due_closings(now=timezone.now() + datetime.timedelta(days=30))
    finish_soon(round_id)
    with scopes_disabled():
        closed = Sounding.objects.filter(pk=round_id, state=Sounding.State.CLOSED)
        while not closed.exists():
            time.sleep(0.1)
    # Else the last messages wait for the next minute.
    send_soon()


if __name__ == "__main__":
    main()
