"""A conversation on the screen in the room: one thing at a time."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from samenspel.cooperations.access import in_cooperation
from samenspel.cooperations.models import Cooperation
from samenspel.dialogues import queries
from samenspel.dialogues.forms import HeardForm
from samenspel.dialogues.models import Dialogue
from samenspel.dialogues.pictures import CueShown, shown_cue
from samenspel.dialogues.views.found import dialogue_or_404


@dataclass(frozen=True)
class Slide:
    """One screen in the room."""

    heading: str
    cue: CueShown | None = None
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
    """What it is about, each cue with its picture, and then the three steps."""
    cues = [shown_cue(one) for one in queries.cues_on_the_table(found)]
    form = HeardForm()
    return [
        Slide(found.title),
        *(Slide(one.found.cue.sentence, one, str(one.found.cue.rule.begin_with)) for one in cues),
        *(
            Slide(str(form.fields[name].label), hint=str(form.fields[name].help_text))
            for name in ("seen", "meant", "wanted")
        ),
    ]
