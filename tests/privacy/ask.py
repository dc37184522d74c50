"""Make an open round in an installation, and let its worker invite people by mail.

Usage: python -m tests.privacy.ask DATA, with the people as JSON on standard input:
of each group the addresses. Says, as JSON, which round it is.
"""

import json
import sys
from pathlib import Path

from samenspel.web import django_start

LEADER, PASSWORD = "anna@voorbeeld.nl", "vier losse woorden samen"
STATEMENTS = 6
LETTERS = 3
"""In each group, beside those who have an address."""


def main() -> None:
    folder = Path(sys.argv[1])
    url = (folder / "secrets" / "database-url").read_text()
    django_start.settle(folder, database_url=url)
    django_start.start_django()
    sys.stdout.write(json.dumps(_ask(json.load(sys.stdin))))


def _ask(groups: dict[str, list[str]]) -> dict[str, object]:
    # What Django must be started for.
    from django_scopes import scopes_disabled

    from samenspel.cooperations.actions import start_cooperation
    from samenspel.people.models import Person
    from samenspel.soundings.actions import open_sounding, send_invitations
    from samenspel.soundings.models import Invitation, Sounding
    from tests.soundings.asked import open_round

    leader, _is_new = Person.objects.get_or_create(email=LEADER, name="Anna")
    leader.set_password(PASSWORD)
    leader.save()
    cooperation = start_cooperation(
        person=leader,
        name="Samen",
        purpose="Hulp dichtbij.",
        own_party="gemeente Oostwaard",
        parties=["gemeente Rijnveld"],
    )
    made = open_round(
        cooperation,
        groups=dict.fromkeys(groups, 0),
        statements=[f"Stelling nummer {number}" for number in range(1, STATEMENTS + 1)],
        may_add=True,
        state=Sounding.State.PLANNED,
    )
    with scopes_disabled():
        for name, addresses in groups.items():
            made.groups[name].size = len(addresses) + LETTERS
            made.groups[name].letters = LETTERS
            made.groups[name].save()
            Invitation.objects.bulk_create(
                Invitation(sounding=made.sounding, group=made.groups[name], email=address)
                for address in addresses
            )
    open_sounding(sounding_id=made.sounding.pk)
    send_invitations(sounding_id=made.sounding.pk)
    return {"round": str(made.sounding.pk), "code": made.code, "cooperation": cooperation.slug}


if __name__ == "__main__":
    main()
