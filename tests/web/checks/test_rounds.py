import os
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from django_scopes import scopes_disabled
from pytest_django import Settings

from samenspel.cooperations.models import Cooperation
from samenspel.soundings.keys import make_round_key
from samenspel.soundings.models import Sounding
from samenspel.web.checks import rounds
from samenspel.web.checks.finding import Level
from samenspel.web.checks.installation import Installation
from tests.web.checks.conftest import levels

State = Sounding.State


@pytest.fixture
def keys(installation: Installation, settings: Settings) -> Path:
    settings.KEYS_FOLDER = installation.folder / "keys"
    return installation.folder / "keys"


def a_round(a: Cooperation, state: str, *, kept_for_days: int | None = None) -> uuid.UUID:
    until = None
    if kept_for_days is not None:
        until = timezone.localdate() + timedelta(days=kept_for_days)
    return Sounding.objects.create(
        cooperation=a, title="Ronde", state=state, voices_deleted_after=until
    ).pk


@pytest.mark.parametrize(
    ("state", "has_key", "expected"),
    [
        (State.PLANNED, False, Level.GOOD),
        (State.OPEN, True, Level.GOOD),
        (State.OPEN, False, Level.WRONG),
        (State.CLOSED, False, Level.GOOD),
        (State.CLOSED, True, Level.WRONG),
    ],
)
def test_a_round_has_its_key_as_long_as_it_is_open(
    a: Cooperation,
    installation: Installation,
    keys: Path,
    state: str,
    has_key: bool,
    expected: Level,
) -> None:
    number = a_round(a, state)
    if has_key:
        make_round_key(number)
    assert levels(rounds.check(installation)) == [expected, Level.GOOD, Level.GOOD]


def test_a_key_of_a_round_that_nobody_knows_is_named(
    db: None, installation: Installation, keys: Path
) -> None:
    number = uuid.uuid4()
    make_round_key(number)
    assert next(rounds.check(installation)).level is Level.GOOD  # it may be opening just now
    two_hours_ago = timezone.now().timestamp() - 7200
    os.utime(keys / str(number), (two_hours_ago, two_hours_ago))
    finding = next(rounds.check(installation))
    assert (finding.level, finding.remedy) == (Level.WRONG, f"Verwijder:\n{keys / str(number)}")


@pytest.mark.parametrize(
    ("days", "expected"), [(1, Level.GOOD), (0, Level.GOOD), (-1, Level.WRONG)]
)
def test_answers_are_not_kept_past_their_term(
    a: Cooperation, installation: Installation, keys: Path, days: int, expected: Level
) -> None:
    a_round(a, State.CLOSED, kept_for_days=days)
    assert levels(rounds.check(installation)) == [Level.GOOD, expected, Level.GOOD]


@pytest.mark.parametrize(("days", "expected"), [(1, Level.GOOD), (3, Level.WRONG)])
def test_a_closing_that_does_not_end_is_told(
    a: Cooperation, installation: Installation, keys: Path, days: int, expected: Level
) -> None:
    number = a_round(a, State.CLOSING)
    with scopes_disabled():
        Sounding.objects.filter(pk=number).update(
            closes_on=timezone.localdate() - timedelta(days=days)
        )
    assert levels(rounds.check(installation)) == [Level.GOOD, Level.GOOD, expected]
