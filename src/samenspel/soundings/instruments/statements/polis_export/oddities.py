"""What is odd in an export but does not stop it from being read."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

_SENTENCES: dict[str, Callable[[int], str]] = {
    "revotes": lambda n: ngettext(
        "%(count)s keer bracht iemand opnieuw een stem uit op dezelfde stelling; de laatste telt.",
        "%(count)s keer bracht iemand opnieuw een stem uit op dezelfde stelling; de laatste telt.",
        n,
    ),
    "wrong-tallies": lambda n: ngettext(
        "Bij %(count)s stelling klopt het aantal eens of oneens in comments.csv niet;"
        " het is opnieuw geteld.",
        "Bij %(count)s stellingen klopt het aantal eens of oneens in comments.csv niet;"
        " het is opnieuw geteld.",
        n,
    ),
    "statements-without-votes": lambda n: ngettext(
        "Op %(count)s stelling heeft niemand gestemd.",
        "Op %(count)s stellingen heeft niemand gestemd.",
        n,
    ),
    "unknown-statements": lambda n: ngettext(
        "%(count)s stem gaat over een stelling die niet in comments.csv staat en telt niet mee.",
        "%(count)s stemmen gaan over een stelling die niet in comments.csv staat"
        " en tellen niet mee.",
        n,
    ),
    "unknown-values": lambda n: ngettext(
        "%(count)s stem is geen 1, 0 of -1 en telt niet mee.",
        "%(count)s stemmen zijn geen 1, 0 of -1 en tellen niet mee.",
        n,
    ),
    "unreadable-ids": lambda n: ngettext(
        "%(count)s regel is overgeslagen, want het nummer van stelling of deelnemer"
        " is geen heel getal.",
        "%(count)s regels zijn overgeslagen, want het nummer van stelling of deelnemer"
        " is geen heel getal.",
        n,
    ),
    "missing-times": lambda n: ngettext(
        "Van %(count)s stem is het tijdstip onbekend.",
        "Van %(count)s stemmen is het tijdstip onbekend.",
        n,
    ),
    "empty-texts": lambda n: ngettext(
        "%(count)s stelling heeft geen tekst.",
        "%(count)s stellingen hebben geen tekst.",
        n,
    ),
    "duplicate-texts": lambda n: ngettext(
        "%(count)s stelling heeft dezelfde tekst als een eerdere; ze tellen apart.",
        "%(count)s stellingen hebben dezelfde tekst als een eerdere; ze tellen apart.",
        n,
    ),
    "repeated-statements": lambda n: ngettext(
        "%(count)s regel van comments.csv herhaalt een stelling.",
        "%(count)s regels van comments.csv herhalen een stelling.",
        n,
    ),
    "open-end": lambda _n: _(
        "comments.csv eindigt zonder regeleinde. Kijk of de laatste stelling compleet is."
    ),
    "unknown-moderation": lambda n: ngettext(
        "Van %(count)s stelling is onduidelijk of de moderatoren die goedkeurden;"
        " zij geldt als afgekeurd.",
        "Van %(count)s stellingen is onduidelijk of de moderatoren die goedkeurden;"
        " zij gelden als afgekeurd.",
        n,
    ),
    "moderated-out": lambda n: ngettext(
        "%(count)s stelling is door de moderatoren afgekeurd.",
        "%(count)s stellingen zijn door de moderatoren afgekeurd.",
        n,
    ),
    "meta-statements": lambda n: ngettext(
        "%(count)s stelling gaat over het gesprek zelf.",
        "%(count)s stellingen gaan over het gesprek zelf.",
        n,
    ),
    "unknown-meta": lambda n: ngettext(
        "Van %(count)s stelling is onduidelijk of die over het gesprek zelf gaat;"
        " zij geldt als gewone stelling.",
        "Van %(count)s stellingen is onduidelijk of die over het gesprek zelf gaan;"
        " zij gelden als gewone stelling.",
        n,
    ),
    "participants-without-votes": lambda n: ngettext(
        "%(count)s deelnemer heeft geen stem die telt en is niet meegerekend.",
        "%(count)s deelnemers hebben geen stem die telt en zijn niet meegerekend.",
        n,
    ),
    "other-participants": lambda n: ngettext(
        "Het aantal deelnemers wijkt %(count)s af van het aantal in summary.csv.",
        "Het aantal deelnemers wijkt %(count)s af van het aantal in summary.csv.",
        n,
    ),
    "other-statements": lambda n: ngettext(
        "Het aantal stellingen wijkt %(count)s af van het aantal in summary.csv.",
        "Het aantal stellingen wijkt %(count)s af van het aantal in summary.csv.",
        n,
    ),
    "unchecked-participants": lambda _n: _(
        "summary.csv noemt geen aantal deelnemers:"
        " of de export compleet is, kon niet worden nagegaan."
    ),
    "unchecked-statements": lambda _n: _(
        "summary.csv noemt geen aantal stellingen:"
        " of comments.csv compleet is, kon niet worden nagegaan."
    ),
    "other-votes": lambda n: ngettext(
        "%(count)s stem is in participants-votes.csv anders dan in votes.csv;"
        " votes.csv is gebruikt.",
        "%(count)s stemmen zijn in participants-votes.csv anders dan in votes.csv;"
        " votes.csv is gebruikt.",
        n,
    ),
    "group-members-without-votes": lambda n: ngettext(
        "%(count)s deelnemer uit het groepenbestand heeft geen stem die telt.",
        "%(count)s deelnemers uit het groepenbestand hebben geen stem die telt.",
        n,
    ),
    "participants-without-group": lambda n: ngettext(
        "%(count)s deelnemer staat niet in een groep van het groepenbestand.",
        "%(count)s deelnemers staan niet in een groep van het groepenbestand.",
        n,
    ),
}


@dataclass(frozen=True)
class Oddity:
    what: str
    """a stable code, one of the keys of the sentences above"""
    count: int
    example: str = ""
    """short, about a statement or a value, never about a person"""

    @property
    def sentence(self) -> str:
        count = number_format(self.count, force_grouping=True)
        sentence = _SENTENCES[self.what](self.count) % {"count": count}
        if not self.example:
            return sentence
        return _("%(sentence)s Bijvoorbeeld: %(example)s.") % {
            "sentence": sentence,
            "example": self.example,
        }


class Findings:
    """Counts what is odd while the files are read, with the first case of each as example."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._examples: dict[str, str] = {}

    def add(self, what: str, count: int = 1, example: str = "") -> None:
        if count:
            self._counts[what] = self._counts.get(what, 0) + count
            self._examples.setdefault(what, example)

    def oddities(self) -> tuple[Oddity, ...]:
        return tuple(
            Oddity(what, self._counts[what], self._examples[what])
            for what in _SENTENCES
            if what in self._counts
        )


def statement_example(number: int) -> str:
    return _("stelling %(number)d") % {"number": number}
