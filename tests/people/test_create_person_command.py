from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from samenspel.people.management.commands import create_person
from samenspel.people.models import Person
from tests.people.passwords import PASSWORD


def _type(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    typed = iter(answers)
    monkeypatch.setattr(create_person, "getpass", lambda _question: next(typed))


def test_a_host_makes_the_first_account(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    _type(monkeypatch, PASSWORD, PASSWORD)
    said = StringIO()
    call_command("create_person", "Anna@Voorbeeld.nl", name="Anna", stdout=said)
    assert said.getvalue() == "Het account van anna@voorbeeld.nl is gemaakt.\n"
    person = Person.objects.get()
    assert (person.name, person.check_password(PASSWORD)) == ("Anna", True)


def test_a_password_can_come_from_a_file(db: None, tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text(f"{PASSWORD}\n", encoding="utf-8")
    call_command("create_person", "anna@voorbeeld.nl", password_file=file, stdout=StringIO())
    assert Person.objects.get().check_password(PASSWORD)


def test_a_password_that_is_typed_differently_is_refused(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    _type(monkeypatch, PASSWORD, "iets anders dan net")
    with pytest.raises(CommandError, match="niet hetzelfde"):
        call_command("create_person", "anna@voorbeeld.nl")
    assert not Person.objects.exists()


def test_a_file_that_is_not_there_is_said(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="niet te lezen"):
        call_command("create_person", "anna@voorbeeld.nl", password_file=tmp_path / "weg")


def test_a_weak_password_is_refused_in_words(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    _type(monkeypatch, "kort", "kort")
    with pytest.raises(CommandError, match="minstens 12 tekens"):
        call_command("create_person", "anna@voorbeeld.nl")
