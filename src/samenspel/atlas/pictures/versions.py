"""What changed from one version of an arrangement to the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from samenspel.atlas.models import Arrangement, Organisation, Participation
from samenspel.atlas.pictures.arrangement_forms import form_name
from samenspel.atlas.pictures.policy_fields import in_words
from samenspel.atlas.queries.succession import APART, Step, Succession
from samenspel.atlas.queries.versions import Version
from samenspel.pages.word_changes import Piece, changes_between


@dataclass(frozen=True)
class Left:
    organisation: Organisation
    into: Sequence[str]
    """names of the municipalities in which it went on; empty where it stopped taking part"""


@dataclass(frozen=True)
class CameAndWent:
    came: Sequence[str]
    went: Sequence[str]


@dataclass(frozen=True)
class Told:
    """A version, with what is different from the one before."""

    version: Version
    is_first: bool
    came: Sequence[Participation] = ()
    left: Sequence[Left] = ()
    form: tuple[str, str] | None = None
    """before and after"""
    name: Sequence[Piece] = ()
    """empty where it is the same; so is the purpose"""
    purpose: Sequence[Piece] = ()
    powers: CameAndWent | None = None
    fields: CameAndWent | None = None
    articles_differ: bool = False
    body: tuple[Organisation | None, Organisation | None] | None = None

    @property
    def is_same(self) -> bool:
        """Whether nothing changed that the register tells."""
        return not (
            self.came or self.left or self.form or self.name or self.purpose or self.powers
            or self.fields or self.articles_differ or self.body
        )  # fmt: skip


def told(versions: Sequence[Version], steps: Succession) -> list[Told]:
    """All of them, the newest first. Expects the oldest first."""
    first = [Told(versions[0], is_first=True)] if versions else []
    later = [_told(before, after, steps) for before, after in pairwise(versions)]
    return [*first, *later][::-1]


def _told(before: Version, after: Version, steps: Succession) -> Told:
    old, new = before.arrangement, after.arrangement
    there, here = before.participants, after.participants
    return Told(
        version=after,
        is_first=False,
        came=[each for each in after.participations if each.organisation_id not in there],
        left=[
            Left(each.organisation, _went_on(each.organisation, steps, new.valid_from))
            for each in before.participations
            if each.organisation_id not in here
        ],
        form=_changed(_form(old), _form(new)),
        name=_words(str(old), str(new)),
        purpose=_words(old.purpose, new.purpose),
        powers=_came_and_went(old.power_kinds, new.power_kinds),
        fields=_fields(old.policy_fields, new.policy_fields),
        articles_differ=old.powers != new.powers,
        body=None if old.body_id == new.body_id else (old.body, new.body),
    )


def _went_on(left: Organisation, steps: Succession, until: date | None) -> list[str]:
    """In what it went on when it ended, if that is why it is gone."""
    if left.valid_to is None or (until is not None and left.valid_to > until + APART):
        return []
    near: list[Step] = [
        step for step in steps.out_of(left.key) if abs(step.day - left.valid_to) <= APART
    ]
    return [step.new_name for step in near]


def _form(arrangement: Arrangement) -> str:
    return form_name(arrangement.form, arrangement.form_in_register)


def _changed(before: str, after: str) -> tuple[str, str] | None:
    return None if before == after else (before, after)


def _words(before: str, after: str) -> list[Piece]:
    pieces = changes_between(before, after)
    return pieces if any(piece.is_added or piece.is_removed for piece in pieces) else []


def _fields(before: Sequence[str], after: Sequence[str]) -> CameAndWent | None:
    change = _came_and_went(before, after)
    return change and CameAndWent(in_words(change.came), in_words(change.went))


def _came_and_went(before: Sequence[str], after: Sequence[str]) -> CameAndWent | None:
    came = [each for each in after if each not in before]
    went = [each for each in before if each not in after]
    return CameAndWent(came, went) if came or went else None
