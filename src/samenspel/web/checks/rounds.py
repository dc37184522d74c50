"""Are the keys of rounds there as long as they should, and voices no longer than promised?"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django_scopes import scopes_disabled

from samenspel.soundings import queries
from samenspel.soundings.models import Sounding
from samenspel.web.checks.finding import Finding, good, wrong
from samenspel.web.checks.installation import Installation

_KEYS = "Sleutels van vragenrondes"
_VOICES = "Bewaartermijn"
_CLOSING = "Sluiten van vragenrondes"


def check(_installation: Installation) -> Iterator[Finding]:
    now = timezone.now()
    with scopes_disabled():
        kept = Sounding.objects.filter(voices_deleted_after__lt=timezone.localdate()).count()
    yield from [*_keys(now)] or [
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
    if stuck := queries.stuck_closings(now=now):
        yield wrong(
            _CLOSING,
            f"Van {stuck} rondes lukt het sluiten niet: de lijst met adressen staat er nog.",
            "Zorg dat bin/samenspel serve draait, en kijk in het logboek wat er misgaat.",
        )
    else:
        yield good(_CLOSING, "Rondes waarvan de tijd om is, zijn gesloten.")


def _keys(now: datetime) -> Iterator[Finding]:
    folder = Path(settings.KEYS_FOLDER)
    if left := queries.left_over_keys(now=now):
        yield wrong(
            _KEYS,
            f"Er zijn {len(left)} sleutels van rondes die gesloten zijn. Met zo’n sleutel en een "
            "oude e-mail is terug te vinden wat iemand antwoordde.",
            "Verwijder:\n" + "\n".join(sorted(str(folder / str(pk)) for pk in left)),
        )
    if missing := queries.open_without_key():
        yield wrong(
            _KEYS,
            f"Van {len(missing)} open rondes is de sleutel weg: niemand kan er antwoorden.",
            f"Zet de sleutels terug in {folder}. Zijn ze kwijt, sluit dan de ronde.",
        )
