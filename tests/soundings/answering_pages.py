"""Every page of those who answer, with what its view fills it with."""

import datetime
from types import SimpleNamespace
from typing import Any

from django import forms
from django.template.loader import render_to_string

LONGEST = ("Goede hulp is belangrijker dan een loket dichtbij, ook als dat meer kost. " * 5)[:300]
CLOSES_ON = datetime.date(2026, 12, 6)


class _AddForm(forms.Form):
    text = forms.CharField(label="Zin", max_length=300, widget=forms.Textarea)


class _CodesForm(forms.Form):
    round_code = forms.CharField(label="Code van de vragenronde")
    code = forms.CharField(label="Eigen code")


class _LostForm(forms.Form):
    round_code = forms.CharField(label="Code van de vragenronde")
    email = forms.EmailField(label="E-mailadres")


def _statement(text: str = LONGEST, detail: dict[str, Any] | None = None) -> SimpleNamespace:
    return SimpleNamespace(number=7, text=text, detail=detail or {})


def _everywhere() -> dict[str, Any]:
    return {
        "round": SimpleNamespace(
            title="Eén organisatie voor De Waarden",
            introduction="Drie gemeenten krijgen één ambtelijke organisatie. " * 10,
            cooperation_name="De Waarden",
            closes_on=CLOSES_ON,
            counted="24 stellingen",
            minutes=5,
            organisations="Oostwaard, Westwaard en Middenwaard",
        ),
        "group": SimpleNamespace(name="Medewerkers Oostwaard", size=1118),
        "je": False,
        "has_english": True,
        "is_try_out": False,
        "form_action": "/v/K7M2QX/",
        "hidden": [("stelling", "7"), ("bewijs", "f" * 64)],
        "explanation_url": "/v/K7M2QX/uitleg/",
    }


_BALLOT = {
    "statement": _statement(),
    "place": 9,
    "total": 24,
    "place_in_words": "stelling 9 van 24",
    "answer": None,
    "previous_url": "/v/K7M2QX/?stelling=3",
    "next_url": None,
    "add_url": "/v/K7M2QX/zelf-toevoegen/",
    "own_url": "/v/K7M2QX/eigen-stellingen/",
    "stop_url": "/v/K7M2QX/klaar/",
    "notice": "",
}
_DONE = {
    "is_finished": True,
    "answered": 24,
    "counted": "24 stellingen",
    "closes_on": CLOSES_ON,
    "resume_url": "/v/K7M2QX/",
    "add_url": None,
    "stop_url": "/v/K7M2QX/stoppen/",
}
_OWN = [
    SimpleNamespace(number=1, text="Ik mis de dorpsraad.", state_text="geplaatst", reason=""),
    SimpleNamespace(number=2, text="Jan!", state_text="niet geplaatst", reason="Een naam."),
]
_EXPLAINED = {
    "explained": "soundings/instruments/statements/explained.html",
    "minimum": 5,
    "kept_days": 30,
    "has_open_link": False,
}
_OF_STATEMENTS = "soundings/instruments/statements"
_OF_QUESTIONS = "soundings/instruments/scale"
_RATED = {
    **_BALLOT,
    "place_in_words": "vraag 9 van 24",
    "add_url": None,
    "own_url": None,
}
_OF_EACH_OTHER = "soundings/instruments/relations"
_ABOUT = {"about": "Gemeenschappelijke Regeling Sociaal Domein Rijnveld en Oostwaard"}
_OPTION = {"key": "lead", "nl": "Trekker: houdt de samenwerking gaande", "en": "Driving force"}
_ASPECT = {**_RATED, "statement": _statement(detail={**_ABOUT, "kind": "aspect", "side": "other"})}
_RECOGNITION = {
    **_RATED,
    "statement": _statement(
        "Wat is vooral de rol van deze organisatie?",
        {**_ABOUT, "kind": "recognition", "side": "own", "options": [_OPTION] * 8},
    ),
}
_MESSAGE = {"title": "Gesloten", "text": "Antwoorden kan niet meer.", "link": None}

PAGES: dict[str, tuple[str, dict[str, Any]]] = {
    "door": ("door", {"proof": "f" * 64}),
    "door of an open link": (
        "door",
        {"proof": "f", "group": SimpleNamespace(name="Inwoners", size=None)},
    ),
    "door of a try-out": ("door", {"proof": "f", "is_try_out": True, "explanation_url": None}),
    "ballot": (f"{_OF_STATEMENTS}/ballot", _BALLOT),
    "first ballot": (
        f"{_OF_STATEMENTS}/ballot",
        {**_BALLOT, "place": 1, "previous_url": None, "add_url": None},
    ),
    "ballot looked back at": (
        f"{_OF_STATEMENTS}/ballot",
        {**_BALLOT, "answer": "oneens", "next_url": "/v/K7M2QX/", "notice": "Veranderd."},
    ),
    "ballot that was skipped": (
        f"{_OF_STATEMENTS}/ballot",
        {**_BALLOT, "answer": "overgeslagen"},
    ),
    "rated question": (f"{_OF_QUESTIONS}/ballot", _RATED),
    "rated question that was answered": (
        f"{_OF_QUESTIONS}/ballot",
        {**_RATED, "answer": "4", "next_url": "/v/K7M2QX/"},
    ),
    "aspect of an organisation": (f"{_OF_EACH_OTHER}/ballot", _ASPECT),
    "recognition": (f"{_OF_EACH_OTHER}/ballot", _RECOGNITION),
    "recognition that was answered": (
        f"{_OF_EACH_OTHER}/ballot",
        {**_RECOGNITION, "answer": "8", "next_url": "/v/K7M2QX/"},
    ),
    "done": ("done", _DONE),
    "stopped": ("done", {**_DONE, "is_finished": False, "answered": 3}),
    "add": ("add", {"form": _AddForm()}),
    "add again": ("add", {"form": _AddForm({"text": ""})}),
    "own": ("own", {"statements": _OWN}),
    "nothing of one's own": ("own", {"statements": []}),
    "codes": ("codes", {"form": _CodesForm()}),
    "lost": ("lost", {"form": _LostForm()}),
    "lost, sent": ("lost_sent", {}),
    "explanation": ("explanation", _EXPLAINED),
    "explanation of rated questions": (
        "explanation",
        {**_EXPLAINED, "explained": f"{_OF_QUESTIONS}/explained.html"},
    ),
    "explanation of questions about each other": (
        "explanation",
        {**_EXPLAINED, "explained": f"{_OF_EACH_OTHER}/explained.html"},
    ),
    "explanation with an open link": ("explanation", {**_EXPLAINED, "has_open_link": True}),
    "message": ("message", _MESSAGE),
    "message with a link": (
        "message",
        {**_MESSAGE, "link": SimpleNamespace(url="/meedoen/", text="Naar de codes")},
    ),
}


def rendered(name: str, **more: Any) -> str:
    template, context = PAGES[name]
    path = template if "/" in template else f"soundings/answering/{template}"
    return render_to_string(f"{path}.html", {**_everywhere(), **context, **more})


def ballot_of(text: str) -> str:
    return rendered("ballot", statement=_statement(text))
