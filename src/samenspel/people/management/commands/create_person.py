from argparse import ArgumentParser
from getpass import getpass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from samenspel.people.actions import create_person


class Command(BaseCommand):
    help = "Make an account for somebody who leads a cooperation. Asks for the password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="")
        parser.add_argument(
            "--password-file", type=Path, help="Read the password from here instead of asking."
        )

    def handle(self, *, email: str, name: str, password_file: Path | None, **_options: Any) -> None:
        try:
            person = create_person(
                email=email,
                name=name,
                password=_from_file(password_file) if password_file else _asked(),
                origin="command",
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(_("Het account van %(email)s is gemaakt.") % {"email": person.email})


def _from_file(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(_("%(path)s is niet te lezen.") % {"path": path}) from error


def _asked() -> str:
    try:
        password = getpass(_("Wachtwoord (minstens 12 tekens): "))
        again = getpass(_("Wachtwoord, nog een keer: "))
    except EOFError as error:
        raise CommandError(
            _("Er is geen scherm om een wachtwoord te vragen. Gebruik --password-file.")
        ) from error
    if again != password:
        raise CommandError(_("De twee wachtwoorden zijn niet hetzelfde."))
    return password
