"""The questions of a round as a file: to keep, to share, and to ask again somewhere else.

JSON, described in docs/instrument-file.md. Nothing in it says who was asked or what was answered.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from samenspel.cooperations.models import Role
from samenspel.pages.clean_text import on_one_line
from samenspel.pages.visible import is_visible
from samenspel.soundings.instruments.scale.bank import bank
from samenspel.soundings.instruments.scale.items import NewQuestion, question_of
from samenspel.soundings.instruments.statements.items import LONGEST, MOST

FORMAT = "samenspel-instrument"
VERSION = 1
INSTRUMENT = "scale"
MOST_BYTES = 1_000_000
_LONGEST_TITLE = 300
_MOST_TOLD = 20
_TOP = frozenset({"format", "version", "instrument", "title", "bank", "questions"})
_OF_A_QUESTION = frozenset({"key", "construct", "reversed", "nl", "en", "roles"})


class InstrumentFileError(ValueError):
    """What is wrong with a file, in sentences for whoever chose it."""

    def __init__(self, *problems: str) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class InstrumentFile:
    title: str
    questions: tuple[NewQuestion, ...]


def write_file(file: InstrumentFile) -> str:
    return (
        json.dumps(
            {
                "format": FORMAT,
                "version": VERSION,
                "instrument": INSTRUMENT,
                "title": file.title,
                "bank": {"version": bank().version, "licence": bank().licence},
                "questions": [_written(question) for question in file.questions],
            },
            ensure_ascii=False,
            indent=2,
        )
        + "\n"
    )


def read_file(content: bytes) -> InstrumentFile:
    """What stands in a file.

    Raises InstrumentFileError, with everything that is wrong.
    """
    written = _opened(content)
    _require(_wrong_outside(written))
    rows = written["questions"]
    _require(problem for number, row in enumerate(rows, 1) for problem in _wrong(number, row))
    _require(_doubles(rows))
    return InstrumentFile(
        title=on_one_line(written.get("title", "")),
        questions=tuple(_read(row) for row in rows),
    )


def _written(question: NewQuestion) -> dict[str, Any]:
    known = question_of(question.text)
    return {
        **(known.detail if known else {}),
        "nl": question.text,
        "en": question.text_en,
        "roles": [role.value for role in question.roles],
    }


def _read(row: Mapping[str, Any]) -> NewQuestion:
    roles = set(row.get("roles", []))
    return NewQuestion(
        text=on_one_line(row["nl"]),
        text_en=on_one_line(row.get("en", "")),
        roles=tuple(role for role in Role if role in roles),
    )


# ── opening ─────────────────────────────────────────────────────────────────────────────────────


def _opened(content: bytes) -> Mapping[str, Any]:
    if len(content) > MOST_BYTES:
        raise InstrumentFileError(
            _("Dit bestand is te groot. Een bestand met vragen is hoogstens %(most)d MB.")
            % {"most": MOST_BYTES // 1_000_000}
        )
    if not content.strip():
        raise InstrumentFileError(_("Dit bestand is leeg."))
    try:
        written = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_without_doubles)
    except UnicodeDecodeError as error:
        raise InstrumentFileError(
            _("Dit bestand is geen tekst in UTF-8. Sla het op als UTF-8 en probeer het nog eens.")
        ) from error
    except _TwiceError as error:
        raise InstrumentFileError(
            _("‘%(name)s’ staat twee keer bij elkaar. Haal er één weg.")
            % {"name": _shown(error.name)}
        ) from error
    except json.JSONDecodeError as error:
        raise InstrumentFileError(
            _("Dit bestand is geen JSON: bij regel %(line)d klopt iets niet.")
            % {"line": error.lineno}
        ) from error
    except (RecursionError, ValueError) as error:
        # Nested without end, or a number of thousands of digits.
        raise InstrumentFileError(_("Dit bestand is niet te lezen als JSON.")) from error
    if not isinstance(written, dict) or written.get("format") != FORMAT:
        raise InstrumentFileError(
            _("Dit is geen bestand met vragen van Samenspel. Kies een bestand dat u hier opsloeg.")
        )
    return written


class _TwiceError(Exception):
    def __init__(self, name: str) -> None:
        self.name = name


def _without_doubles(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _TwiceError(name)
        found[name] = value
    return found


# ── checking ────────────────────────────────────────────────────────────────────────────────────


def _wrong_outside(written: Mapping[str, Any]) -> Iterator[str]:
    version = written.get("version")
    if type(version) is not int or version < 1:
        yield _("Bij ‘version’ staat geen versie. Zet er %(known)d neer.") % {"known": VERSION}
        return
    if version > VERSION:
        yield _(
            "Dit bestand is van een nieuwere Samenspel (versie %(version)s). Hier kan versie "
            "%(known)d."
        ) % {"version": _shown(version), "known": VERSION}
        return
    if written.get("instrument") != INSTRUMENT:
        yield _(
            "Dit bestand hoort bij een ander soort vragenronde. Hier kunnen alleen vragen met vijf "
            "antwoorden in (‘instrument’ is dan ‘%(known)s’)."
        ) % {"known": INSTRUMENT}
        return
    yield from _unknown(written, _TOP, "")
    if not _is_text(written.get("title", ""), _LONGEST_TITLE):
        yield _("‘title’ moet tekst zijn van hoogstens %(most)d tekens.") % {"most": _LONGEST_TITLE}
    rows = written.get("questions")
    if not isinstance(rows, list):
        yield _("‘questions’ moet een lijst met vragen zijn.")
    elif not rows:
        yield _("Er staat geen vraag in dit bestand.")
    elif len(rows) > MOST:
        yield _("Er staan %(n)d vragen in; meer dan %(most)d kan niet.") % {
            "n": len(rows),
            "most": MOST,
        }


def _wrong(number: int, row: Any) -> Iterator[str]:
    """What is wrong with one question."""
    where = _("Vraag %(n)d:") % {"n": number} + " "
    if not isinstance(row, dict):
        yield where + _("hier staat geen vraag.")
        return
    yield from _unknown(row, _OF_A_QUESTION, where)
    if not _is_text(row.get("nl"), LONGEST) or not is_visible(row["nl"]):
        yield where + _("‘nl’ moet tekst zijn van 1 tot %(most)d tekens.") % {"most": LONGEST}
    if not _is_text(row.get("en", ""), LONGEST):
        yield where + _("‘en’ moet tekst zijn van hoogstens %(most)d tekens.") % {"most": LONGEST}
    roles = row.get("roles", [])
    if not isinstance(roles, list) or not all(_is_role(role) for role in roles):
        yield where + _("‘roles’ moet een lijst zijn van: %(roles)s.") % {
            "roles": ", ".join(Role.values)
        }
    yield from (where + sentence for sentence in _wrong_with_key(row))


def _wrong_with_key(row: Mapping[str, Any]) -> Iterator[str]:
    key = row.get("key", "")
    known = bank().questions.get(key) if isinstance(key, str) else None
    if known is None and key != "":
        yield _(
            "‘%(key)s’ staat niet in de itembank. Haal ‘key’, ‘construct’ en ‘reversed’ weg: dan "
            "is het een eigen vraag."
        ) % {"key": _shown(key)}
    elif known is None:
        if row.get("construct", "") != "" or row.get("reversed", False) is not False:
            yield _(
                "een eigen vraag heeft geen ‘construct’ en geen ‘reversed’. Haal ze weg, of zet er "
                "de ‘key’ van de itembank bij."
            )
    elif row.get("construct", known.construct) != known.construct:
        yield _("‘%(key)s’ hoort bij ‘%(construct)s’.") % {
            "key": known.key,
            "construct": known.construct,
        }
    elif row.get("reversed", known.reversed) is not known.reversed:
        yield _("bij ‘%(key)s’ is ‘reversed’ %(reversed)s.") % {
            "key": known.key,
            "reversed": str(known.reversed).lower(),
        }
    elif on_one_line(str(row.get("nl"))) != known.texts["nl"]:
        yield _(
            "de woorden zijn anders dan die van ‘%(key)s’ in de itembank. Zet ze terug, of haal "
            "‘key’, ‘construct’ en ‘reversed’ weg: dan is het een eigen vraag."
        ) % {"key": known.key}


def _doubles(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Questions that stand there twice, by their words."""
    first: dict[str, int] = {}
    for number, row in enumerate(rows, start=1):
        same = first.setdefault(on_one_line(row["nl"]), number)
        if same != number:
            yield _("Vraag %(n)d is dezelfde als vraag %(first)d. Haal er één weg.") % {
                "n": number,
                "first": same,
            }


def _unknown(row: Mapping[str, Any], known: frozenset[str], where: str) -> Iterator[str]:
    for name in sorted(set(row) - known):
        yield where + _("‘%(name)s’ kennen we niet. Haal het weg.") % {"name": _shown(name)}


def _is_text(value: Any, longest: int) -> bool:
    return isinstance(value, str) and len(on_one_line(value)) <= longest


def _is_role(value: Any) -> bool:
    return isinstance(value, str) and value in Role.values


def _shown(value: Any) -> str:
    """The beginning of what stands in a file. A list in it can be deep: its type says enough."""
    if isinstance(value, str | int | float):
        return on_one_line(str(value)[:60])
    return type(value).__name__


def _require(problems: Iterable[str]) -> None:
    """Nothing is wrong, or the first of what is gets told."""
    found = list(problems)
    more = len(found) - _MOST_TOLD
    if more > 0:
        found[_MOST_TOLD:] = [_("En nog %(n)d andere.") % {"n": more}]
    if found:
        raise InstrumentFileError(*found)
