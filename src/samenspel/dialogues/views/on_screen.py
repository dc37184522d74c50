"""A conversation on the screen in the room: one thing at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samenspel.cooperations.access import in_cooperation
from samenspel.cooperations.models import Cooperation
from samenspel.dialogues import queries
from samenspel.dialogues.forms import HeardForm
from samenspel.dialogues.models import Agreement, Dialogue
from samenspel.dialogues.pictures import CueShown, shown_cue
from samenspel.dialogues.views.found import dialogue_or_404


@dataclass(frozen=True)
class Slide:
    """One screen in the room."""

    heading: str
    points: Sequence[str] = ()
    cue: CueShown | None = None
    agreements: Sequence[Agreement] = ()
    hint: str = ""


@require_safe
@in_cooperation
def on_screen(
    request: HttpRequest, cooperation: Cooperation, dialogue: UUID, number: int
) -> HttpResponse:
    found = dialogue_or_404(cooperation, dialogue)
    slides = _slides(found)
    if not 1 <= number <= len(slides):
        raise Http404
    return render(
        request,
        "dialogues/on_screen.html",
        {
            "cooperation": cooperation,
            "dialogue": found,
            "slide": slides[number - 1],
            "number": number,
            "of": len(slides),
            "before": number - 1 or None,
            "after": number + 1 if number < len(slides) else None,
        },
    )


def _slides(found: Dialogue) -> list[Slide]:
    """What it is about, each cue with its picture, the three steps, and what is agreed."""
    cues = [shown_cue(one) for one in queries.cues_on_the_table(found)]
    steps = [HeardForm.base_fields[name] for name in ("seen", "meant", "wanted")]
    about = [one.found.cue.sentence for one in cues]
    return [
        Slide(
            found.title,
            points=about or [str(step.label) for step in steps],
            hint=_when_and_where(found),
        ),
        *(_of_a_cue(one) for one in cues),
        *(Slide(str(step.label), hint=str(step.help_text)) for step in steps),
        Slide(
            _("Wat spreken we af?"),
            agreements=list(found.agreements.all()),
            hint=_("Wie doet wat, wanneer is het klaar, en waaraan merken we het?"),
        ),
    ]


def _when_and_where(found: Dialogue) -> str:
    day = date_format(found.day, "l j F Y") if found.day else ""
    return " · ".join(part for part in (day, found.place) if part)


def _of_a_cue(one: CueShown) -> Slide:
    cue = one.found.cue
    return Slide(cue.sentence, cue=one, hint=str(cue.rule.begin_with))
