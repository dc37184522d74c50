"""Are the keys of rounds there as long as they should, and voices no longer than promised?"""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django_scopes import scopes_disabled

from samenspel.soundings.models import Sounding
from samenspel.web.checks.finding import Finding, good, wrong
from samenspel.web.checks.installation import Installation

_KEYS = "Sleutels van vragenrondes"
_VOICES = "Bewaartermijn"
State = Sounding.State


def check(_installation: Installation) -> Iterator[Finding]:
    with scopes_disabled():
        states = dict(Sounding.objects.values_list("pk", "state"))
        kept = Sounding.objects.filter(voices_deleted_after__lt=timezone.localdate()).count()
    yield from [*_keys(states)] or [
        good(_KEYS, "Open rondes hebben hun sleutel; van gesloten rondes is hij vernietigd.")
    ]
    if kept:
        yield wrong(
            _VOICES,
            f"Van {kept} gesloten rondes zijn losse antwoorden langer bewaard dan beloofd.",
            "Zorg dat bin/samenspel serve draait: ’s nachts worden ze verwijderd. "
            "Staan ze er morgen nog, kijk dan in het logboek.",
        )
    else:
        yield good(_VOICES, "Er zijn geen losse antwoorden over hun termijn.")


def _keys(states: dict[UUID, str]) -> Iterator[Finding]:
    folder = Path(settings.KEYS_FOLDER)
    there = {path.name: path for path in folder.iterdir()} if folder.is_dir() else {}
    needed = {str(pk) for pk, state in states.items() if state in {State.PLANNED, State.OPEN}}
    left = [path for name, path in sorted(there.items()) if name not in needed]
    if left:
        yield wrong(
            _KEYS,
            f"Er zijn {len(left)} sleutels van rondes die gesloten zijn. Met zo’n sleutel en een "
            "oude e-mail is terug te vinden wat iemand antwoordde.",
            "Verwijder:\n" + "\n".join(str(path) for path in left),
        )
    missing = [pk for pk, state in states.items() if state == State.OPEN and str(pk) not in there]
    if missing:
        yield wrong(
            _KEYS,
            f"Van {len(missing)} open rondes is de sleutel weg: niemand kan er antwoorden.",
            f"Zet de sleutels terug in {folder}. Zijn ze kwijt, sluit dan de ronde.",
        )
