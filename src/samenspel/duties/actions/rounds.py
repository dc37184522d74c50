"""Asking councils for their view, and keeping what they said and were answered."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from samenspel.audit.actions import record
from samenspel.cooperations.models import Cooperation, Party
from samenspel.duties.actions.changed import mark_of_round, require_seen
from samenspel.duties.actions.permission import WRITE, writing
from samenspel.duties.models import CouncilView, Round, ViewVersion
from samenspel.people.models import Person

_OF_A_VERSION = (
    "asked_on",
    "said",
    "received_on",
    "view",
    "dealt_with",
    "answer",
    "answered_on",
)


def start_round(
    *,
    person: Person,
    cooperation: Cooperation,
    subject: str,
    title: str,
    received_on: date,
    parties: Iterable[Party],
    budget_year: int | None = None,
    agreed_on: date | None = None,
    round: Round | None = None,  # noqa: A002 - it is the word of the field
    ticket: UUID | None = None,
    seen: str | None = None,
    origin: str = "web",
) -> Round:
    """Ask these councils, or change the round that is given. The same form again changes nothing.

    seen : what `mark_of_round` gave when it was put on screen

    Raises ValidationError for an organisation of another cooperation, for leaving out a council of
    which something was written down, and where somebody else changed the round meanwhile.
    """
    with writing(person, WRITE, cooperation):
        if round is None and ticket is not None:
            there = Round.objects.filter(ticket=ticket).first()
            if there is not None:
                return there  # a second click finds its work done
        found = Round.objects.get(pk=round.pk) if round else Round(cooperation=cooperation)
        if round is not None:
            require_seen(seen, mark_of_round(found))
        else:
            found.ticket = ticket
        found.subject, found.title, found.received_on = subject, title, received_on
        found.budget_year = budget_year if subject == Round.Subject.BUDGET else None
        found.agreed_on = agreed_on
        _require_sense(found)
        found.full_clean(exclude=["ticket"])
        found.save()
        _ask(found, _own(cooperation, parties))
        record(actor=person.email, action="views.asked", about=found, origin=origin)
    return found


def remove_round(*, person: Person, cooperation: Cooperation, round_id: UUID) -> None:
    """Take away a round that was begun by mistake.

    Raises ValidationError once something was written down in it.
    """
    with writing(person, WRITE, cooperation):
        found = Round.objects.filter(pk=round_id).first()
        if found is None:
            return  # a second click finds its work done
        if ViewVersion.objects.filter(council__round=found).exists():
            raise ValidationError(
                _("Bij deze ronde is al iets opgeschreven. Daarom blijft zij staan."),
                code="written",
            )
        record(actor=person.email, action="views.removed", about=found)
        found.delete()


def write_view(
    *,
    person: Person,
    cooperation: Cooperation,
    council: CouncilView,
    based_on: int = 0,
    origin: str = "web",
    **values: Any,
) -> ViewVersion:
    """Write the next version of what a council said and was answered. The same makes none.

    based_on : number of the version that was in front of whoever wrote this, 0 for none
    values : fields of a version

    Raises ValidationError where somebody else wrote another version meanwhile, and for an answer
    without a view or without reasons.
    """
    with writing(person, WRITE, cooperation):
        newest = ViewVersion.objects.filter(council=council).first()
        number = newest.number if newest else 0
        version = ViewVersion(council=council, number=number + 1, written_by=str(person), **values)
        if _words(version) == _words(newest or ViewVersion()):
            return newest or version  # a second click finds its work done
        if based_on != number:
            raise ValidationError(
                _(
                    "Intussen schreef iemand anders een nieuwe versie. Lees die hieronder. "
                    "Wilt u uw tekst toch bewaren, kies dan nog een keer Opslaan."
                ),
                code="changed-meanwhile",
            )
        _require_order(version)
        version.full_clean()
        version.save()
        record(actor=person.email, action="view.written", about=version, origin=origin)
    return version


def _words(version: ViewVersion) -> list[object]:
    return [getattr(version, field) for field in _OF_A_VERSION]


def _require_sense(found: Round) -> None:
    wrong: dict[str, Any] = {}
    if found.subject == Round.Subject.BUDGET and found.budget_year is None:
        wrong["budget_year"] = _("Voor welk jaar is de begroting?")
    if found.agreed_on and found.agreed_on < found.received_on:
        wrong["agreed_on"] = _("De laatste dag ligt voor de dag waarop de raden het stuk krijgen.")
    if wrong:
        raise ValidationError(wrong)


def _require_order(version: ViewVersion) -> None:
    asked_on = version.asked_on or version.council.round.received_on
    wrong: dict[str, Any] = {}
    if version.received_on and version.received_on < asked_on:
        wrong["received_on"] = _("De raad kan niet reageren voordat hij het stuk kreeg.")
    if version.said != ViewVersion.Said.VIEW and (version.view or version.dealt_with):
        wrong["said"] = _(
            "Kies “de raad gaf een zienswijze”, of haal de tekst en het antwoord weg."
        )
    if version.dealt_with and not version.answer.strip():
        wrong["answer"] = _(
            "Schrijf op wat u antwoordde, met redenen. Daar heeft de raad recht op."
        )
    if version.answered_on and version.answered_on < (version.received_on or asked_on):
        wrong["answered_on"] = _("U kunt niet antwoorden voordat u de zienswijze ontving.")
    if wrong:
        raise ValidationError(wrong)


def _own(cooperation: Cooperation, parties: Iterable[Party]) -> list[Party]:
    chosen = list(parties)
    if not chosen:
        raise ValidationError({"parties": _("Kies minstens één raad.")})
    if any(party.cooperation_id != cooperation.pk for party in chosen):
        raise ValidationError(_("Kies organisaties van deze samenwerking."))
    return chosen


def _ask(found: Round, parties: list[Party]) -> None:
    there = {each.party_id: each for each in found.councils.all()}
    chosen = {party.pk for party in parties}
    gone = [each.pk for party, each in there.items() if party not in chosen]
    if ViewVersion.objects.filter(council__in=gone).exists():
        raise ValidationError(
            {"parties": _("Van een raad die u weglaat, is al iets opgeschreven. Laat die staan.")}
        )
    CouncilView.objects.filter(pk__in=gone).delete()
    CouncilView.objects.bulk_create(
        CouncilView(round=found, party=party) for party in parties if party.pk not in there
    )
