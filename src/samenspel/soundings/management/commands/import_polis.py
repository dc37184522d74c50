"""`samenspel import-polis`: a Polis export becomes a closed round with its outcome."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from samenspel.cooperations.actions import start_cooperation
from samenspel.cooperations.models import Cooperation, Membership
from samenspel.people.models import Person
from samenspel.soundings import actions
from samenspel.soundings.instruments.statements.polis_export import (
    Conversation,
    ExportError,
    read_folder,
)


class Command(BaseCommand):
    help = "Maak van een Polis-export een gesloten vragenronde met uitkomsten."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--groups", type=Path, metavar="FILE")
        parser.add_argument("--cooperation", metavar="SLUG")
        parser.add_argument("--leader", metavar="EMAIL")

    def handle(
        self,
        *_args: Any,
        folder: Path,
        groups: Path | None = None,
        cooperation: str | None = None,
        leader: str | None = None,
        **_options: Any,
    ) -> None:
        person = _leader(leader)
        into = _cooperation(cooperation, person) if cooperation else None
        try:
            conversation = read_folder(folder, groups=groups)
            # Together, so that a failing import leaves no empty cooperation behind.
            with transaction.atomic():
                into = into or start_cooperation(
                    person=person, name=conversation.title[:120], origin="command"
                )
                sounding = actions.import_conversation(
                    cooperation=into, conversation=conversation, person=person, origin="command"
                )
        except ExportError as error:
            raise CommandError(str(error)) from error
        actions.finish_closing(sounding_id=sounding.pk, origin="command")
        self._tell(conversation, into)

    def _tell(self, conversation: Conversation, cooperation: Cooperation) -> None:
        self.stdout.write(
            _("Ingelezen: %(title)s. %(people)s deelnemers, %(votes)s stemmen, %(n)s stellingen.")
            % {
                "title": conversation.title,
                "people": conversation.participants,
                "votes": len(conversation.value),
                "n": len(conversation.statements),
            }
        )
        for oddity in conversation.oddities:
            self.stdout.write(f"  · {oddity.sentence}")
        self.stdout.write(
            _("De uitkomsten staan bij de samenwerking “%(name)s” (%(slug)s).")
            % {"name": cooperation.name, "slug": cooperation.slug}
        )


def _leader(email: str | None) -> Person:
    """Who will lead what is imported: the one named or, where there is one account, that one."""
    if email:
        person = Person.objects.filter(email__iexact=email).first()
        if person is None:
            raise CommandError(
                _("Er is geen account met het e-mailadres %(email)s.") % {"email": email}
            )
        return person
    people = list(Person.objects.filter(is_active=True)[:2])
    if len(people) == 1:
        return people[0]
    if people:
        raise CommandError(
            _("Er zijn meer accounts. Zeg met --leader E-MAIL wie er leiding geeft.")
        )
    raise CommandError(
        _(
            "Er is nog geen account. Start eerst de demo, of maak er een: "
            "bin/samenspel manage create_person E-MAIL."
        )
    )


def _cooperation(slug: str, person: Person) -> Cooperation:
    found = Cooperation.objects.filter(slug=slug).first()
    if found is None:
        raise CommandError(_("Er is geen samenwerking “%(slug)s”.") % {"slug": slug})
    if not found.memberships.filter(person=person, kind=Membership.Kind.LEADER).exists():
        raise CommandError(
            _("%(email)s geeft geen leiding aan “%(slug)s”. Kies met --leader een ander.")
            % {"email": person.email, "slug": slug}
        )
    return found
