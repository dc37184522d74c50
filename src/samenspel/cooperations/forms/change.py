"""Changing what a cooperation is, without losing an organisation whose name changes."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samenspel.cooperations.forms.cooperation import CooperationForm
from samenspel.cooperations.renaming import KnownParty, Renaming, renaming

# No name: names have no space in front.
_GONE = " weg"


class ChangeForm(CooperationForm):
    """Asks what became of an organisation that is left out while another name came.

    Only where something would be lost: its place in the atlas, its groups or its people.
    """

    def __init__(self, *args: Any, known: Sequence[KnownParty], **kwargs: Any) -> None:
        self._known = known
        kwargs["initial"] = {"parties": "\n".join(each.party.name for each in known)}
        super().__init__(*args, **kwargs)

    def changes(self) -> dict[str, Any]:
        """What the action takes."""
        names = ("name", "parties", "stage", "form", "renamed")
        return {name: self.cleaned_data[name] for name in names}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "parties" in cleaned:
            found = renaming(self._known, cleaned["parties"])
            cleaned["renamed"] = {**found.renamed, **self._answers(found)}
        return cleaned

    def _answers(self, found: Renaming) -> dict[int, str]:
        """What the leader says of those of which the names do not tell."""
        answers: dict[int, str] = {}
        for each in found.unclear:
            name = self._ask(each, found.new_names)
            said = self.data.get(name, "")
            if said in found.new_names and said not in answers.values():
                answers[each.party.pk] = said
            elif said in found.new_names:
                self.add_error(name, _("Een andere organisatie heet al zo. Kies een andere naam."))
            elif said != _GONE:
                self.add_error(
                    name,
                    _(
                        "Kies of dit een nieuwe naam is. Dan blijft alles erbij horen: groepen, "
                        "mensen en de plaats in de atlas."
                    ),
                )
        return answers

    def _ask(self, known: KnownParty, new_names: Sequence[str]) -> str:
        name = f"werd_{known.party.pk}"
        self.fields[name] = forms.ChoiceField(
            label=_("Wat werd er van “%(party)s”?") % {"party": known.party.name},
            choices=[
                ("", _("Kies")),
                *((new, _("heet nu “%(name)s”") % {"name": new}) for new in new_names),
                (_GONE, _("doet niet meer mee")),
            ],
        )
        asked = [field for field in self.fields if field.startswith("werd_")]
        self.order_fields(["name", "parties", *asked])
        return name
