"""Letters for who has no address: printed once, and drawn blindly, so that nobody knows whose."""

import random
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from samenspel.audit.actions import record
from samenspel.cooperations.models import Party
from samenspel.people.models import Person
from samenspel.soundings import queries
from samenspel.soundings.actions.drafts import leading
from samenspel.soundings.actions.inviting import is_taking_answers
from samenspel.soundings.actions.mails import personal_link
from samenspel.soundings.models import AskedGroup, Invitation, OutcomePass, Sounding
from samenspel.soundings.tokens import SHORT_CODE_LENGTH, Token, new_code, token_of_short_code

_AT_ONCE = 1_000


class LettersMadeError(ValidationError):
    def __init__(self) -> None:
        super().__init__(
            _("De brieven zijn al gemaakt. Ze staan nergens opgeslagen."), code="letters-made"
        )


@dataclass(frozen=True)
class Letter:
    """What stands on one card. Lives in memory until it is printed."""

    link: str
    code: str


@dataclass(frozen=True)
class Letters:
    group: AskedGroup
    letters: list[Letter]


def make_letters(*, person: Person, sounding: Sounding, again: bool = False) -> list[Letters]:
    """Make every letter of a round, for each group that has some. They are kept nowhere.

    Once the round is open, letters are made again by another organisation than had them: who could
    have answered with them all does not get new ones to hand out.

    again : withdraw those that were made before. Whoever got one may have answered already, so
        they count as made again

    Raises LettersMadeError where they were made before.
    """
    with leading(sounding, person) as locked:
        if locked.state != Sounding.State.PLANNED and not is_taking_answers(locked):
            raise ValidationError(
                _("Brieven maken kan als de vragenronde klaarstaat of open is."), code="not-now"
            )
        before = Invitation.objects.filter(
            sounding=locked, email="", asked_again=0, group__open_code=None
        )
        withdrawn = before.count()
        if withdrawn and not again:
            raise LettersMadeError
        party = _require_party(locked, person)
        if withdrawn:
            _require_another_party(locked, party)
        before.delete()
        locked.reissued += withdrawn
        locked.letters_made_by = party
        locked.save(update_fields=["reissued", "letters_made_by"])
        groups = AskedGroup.objects.filter(sounding=locked, letters__gt=0)
        made = [_letters_of(locked, group) for group in groups]
        if not made:
            raise ValidationError(_("Er zijn geen brieven in deze vragenronde."), code="none")
        action = "letters.made_again" if withdrawn else "letters.made"
        record(actor=person.email, action=action, about=locked)
        return made


def _require_party(sounding: Sounding, person: Person) -> Party:
    party = queries.party_of(person, sounding)
    if party is None:
        raise ValidationError(
            _("Vul eerst bij de mensen van deze samenwerking in van welke organisatie u bent."),
            code="no-party",
        )
    return party


def _require_another_party(sounding: Sounding, party: Party) -> None:
    if not queries.may_make_letters_again(sounding, party):
        raise ValidationError(
            _(
                "De vragenronde is open. Brieven opnieuw maken doet nu een leider van een andere "
                "organisatie dan die ze de vorige keer maakte."
            ),
            code="same-organisation",
        )


def _letters_of(sounding: Sounding, group: AskedGroup) -> Letters:
    codes = {new_code(SHORT_CODE_LENGTH) for _letter in range(group.letters)}
    while len(codes) < group.letters:
        codes.add(new_code(SHORT_CODE_LENGTH))
    tokens = {code: token_of_short_code(sounding.pk, code) for code in codes}
    _admit(sounding, group, list(tokens.values()))
    letters = [
        Letter(personal_link(token), f"{code[:5]}-{code[5:]}") for code, token in tokens.items()
    ]
    # In another order than they were written in.
    random.SystemRandom().shuffle(letters)
    return Letters(group, letters)


def _admit(sounding: Sounding, group: AskedGroup, tokens: list[Token]) -> None:
    Invitation.objects.bulk_create(
        (Invitation(sounding=sounding, group=group, h1=token.h1) for token in tokens),
        batch_size=_AT_ONCE,
    )
    OutcomePass.objects.bulk_create(
        (OutcomePass(sounding=sounding, h3=token.h3) for token in tokens), batch_size=_AT_ONCE
    )
