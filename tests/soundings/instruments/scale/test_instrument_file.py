"""A file with the questions of a round: what is written is what is read, and nothing else is."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import example, given, settings
from hypothesis import strategies as st

from samenspel.cooperations.models import Role
from samenspel.pages.clean_text import on_one_line
from samenspel.pages.visible import is_visible
from samenspel.soundings.instruments.scale.bank import bank
from samenspel.soundings.instruments.scale.instrument_file import (
    MOST_BYTES,
    InstrumentFile,
    InstrumentFileError,
    read_file,
    write_file,
)
from samenspel.soundings.instruments.scale.items import NewQuestion

TEXTS = st.text(min_size=1, max_size=300).map(on_one_line)
READABLE = TEXTS.filter(lambda text: is_visible(text) and len(text) <= 300)
ROLES = st.sets(st.sampled_from(Role)).map(lambda roles: tuple(r for r in Role if r in roles))
OF_THE_BANK = st.sampled_from([q.texts["nl"] for q in bank().questions.values()])
QUESTION = st.builds(
    NewQuestion,
    text=OF_THE_BANK | READABLE,
    text_en=TEXTS.filter(lambda text: len(text) <= 300) | st.just(""),
    roles=ROLES,
)
FILE = st.builds(
    InstrumentFile,
    title=TEXTS.filter(lambda text: len(text) <= 300),
    questions=st.lists(QUESTION, min_size=1, max_size=6, unique_by=lambda q: q.text).map(tuple),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inside: (
        st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=9), inside, max_size=3)
    ),
    max_leaves=6,
)


def told(content: bytes) -> list[str]:
    """What is wrong, in Dutch."""
    with override("nl"), pytest.raises(InstrumentFileError) as refused:
        read_file(content)
    return list(refused.value.problems)


def read_or_told(content: str) -> InstrumentFile | tuple[str, ...]:
    try:
        return read_file(content.encode())
    except InstrumentFileError as refused:
        return refused.problems


def written(*questions: NewQuestion) -> dict[str, Any]:
    asked = questions or (
        NewQuestion("De organisaties gunnen elkaar succes.", "The organisations …"),
        NewQuestion("Het loket is open als ik er ben.", roles=(Role.RESIDENT, Role.BUSINESS)),
    )
    found: dict[str, Any] = json.loads(write_file(InstrumentFile("Peiling", asked)))
    return found


def wrong(change: Callable[[dict[str, Any]], object]) -> list[str]:
    """What is told of a good file in which this was changed."""
    row = written()
    change(row)
    return told(json.dumps(row).encode())


@given(FILE)
@settings(max_examples=60, deadline=None)
@example(InstrumentFile("", (NewQuestion("‘Ja’ 😀 é\u200d“\\”"),)))
def test_what_is_written_is_what_is_read(file: InstrumentFile) -> None:
    text = write_file(file)
    assert read_file(text.encode()) == file
    assert read_file(text.encode("utf-8-sig")) == file
    assert write_file(read_file(text.encode())) == text


def test_a_file_says_what_it_is_and_where_its_words_come_from() -> None:
    assert written() == {
        "format": "samenspel-instrument",
        "version": 1,
        "instrument": "scale",
        "title": "Peiling",
        "bank": {"version": 1, "licence": "CC BY 4.0"},
        "questions": [
            {
                "key": "trust.goodwill.success",
                "construct": "trust.goodwill",
                "reversed": False,
                "nl": "De organisaties gunnen elkaar succes.",
                "en": "The organisations …",
                "roles": [],
            },
            {
                "nl": "Het loket is open als ik er ben.",
                "en": "",
                "roles": ["resident", "business"],
            },
        ],
    }


def test_the_shortest_file_that_can_be_read() -> None:
    row = {
        "format": "samenspel-instrument",
        "version": 1,
        "instrument": "scale",
        "questions": [{"nl": "  Een \n vraag. "}],
    }
    assert read_file(json.dumps(row).encode()) == InstrumentFile("", (NewQuestion("Een vraag."),))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Dit bestand is leeg."),
        (b" \r\n", "Dit bestand is leeg."),
        (b'{"format": "caf\xe9"}', "Dit bestand is geen tekst in UTF-8. Sla het op als UTF-8"),
        ("{}".encode("utf-16"), "Dit bestand is geen tekst in UTF-8. Sla het op als UTF-8"),
        (b"PK\x03\x04\xff\xfe", "Dit bestand is geen tekst in UTF-8."),
        (b'{\n"format": \n}', "Dit bestand is geen JSON: bij regel 3 klopt iets niet."),
        (b"nl;en\nEen;One", "Dit bestand is geen JSON: bij regel 1 klopt iets niet."),
        (b"[" * 200_000, "Dit bestand is niet te lezen als JSON."),
        (b"9" * 10_000, "Dit bestand is niet te lezen als JSON."),
        (b"[]", "Dit is geen bestand met vragen van Samenspel."),
        (b'{"questions": []}', "Dit is geen bestand met vragen van Samenspel."),
        (b'{"format": 1, "format": 2}', "‘format’ staat twee keer bij elkaar. Haal er één weg."),
        (b" " * (MOST_BYTES + 1), "Dit bestand is te groot. Een bestand met vragen is hoogstens"),
    ],
)
def test_another_file_is_refused(content: bytes, sentence: str) -> None:
    (problem,) = told(content)
    assert problem.startswith(sentence)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda f: f.pop("version"), "Bij ‘version’ staat geen versie. Zet er 1 neer."),
        (lambda f: f.update(version="1"), "Bij ‘version’ staat geen versie. Zet er 1 neer."),
        (lambda f: f.update(version=True), "Bij ‘version’ staat geen versie. Zet er 1 neer."),
        (
            lambda f: f.update(version=2),
            "Dit bestand is van een nieuwere Samenspel (versie 2). Hier kan versie 1.",
        ),
        (
            lambda f: f.update(instrument="statements"),
            (
                "Dit bestand hoort bij een ander soort vragenronde. Hier kunnen alleen vragen met "
                "vijf antwoorden in (‘instrument’ is dan ‘scale’)."
            ),
        ),
        (lambda f: f.update(titel="Ja"), "‘titel’ kennen we niet. Haal het weg."),
        (lambda f: f.update(title="x" * 301), "‘title’ moet tekst zijn van hoogstens 300 tekens."),
        (lambda f: f.update(title=None), "‘title’ moet tekst zijn van hoogstens 300 tekens."),
        (lambda f: f.pop("questions"), "‘questions’ moet een lijst met vragen zijn."),
        (
            lambda f: f.update(questions={"nl": "Een"}),
            "‘questions’ moet een lijst met vragen zijn.",
        ),
        (lambda f: f.update(questions=[]), "Er staat geen vraag in dit bestand."),
        (
            lambda f: f.update(questions=[{"nl": f"Vraag {n}"} for n in range(201)]),
            "Er staan 201 vragen in; meer dan 200 kan niet.",
        ),
        (lambda f: f["questions"].append("Een vraag"), "Vraag 3: hier staat geen vraag."),
        (
            lambda f: f["questions"].append({"en": "One"}),
            "Vraag 3: ‘nl’ moet tekst zijn van 1 tot 300 tekens.",
        ),
        (
            lambda f: f["questions"].append({"nl": " \u200b"}),
            "Vraag 3: ‘nl’ moet tekst zijn van 1 tot 300 tekens.",
        ),
        (
            lambda f: f["questions"].append({"nl": "x" * 301}),
            "Vraag 3: ‘nl’ moet tekst zijn van 1 tot 300 tekens.",
        ),
        (
            lambda f: f["questions"][1].update(en=7),
            "Vraag 2: ‘en’ moet tekst zijn van hoogstens 300 tekens.",
        ),
        (
            lambda f: f["questions"][1].update(text="Een"),
            "Vraag 2: ‘text’ kennen we niet. Haal het weg.",
        ),
        (
            lambda f: f["questions"][1].update(roles=["burgemeester"]),
            (
                "Vraag 2: ‘roles’ moet een lijst zijn van: council, college, management, staff, "
                "partner, resident, business, participant."
            ),
        ),
        (
            lambda f: f["questions"].append(dict(f["questions"][1])),
            "Vraag 3 is dezelfde als vraag 2. Haal er één weg.",
        ),
        (
            lambda f: f["questions"][1].update(key="trust.magic.one"),
            (
                "Vraag 2: ‘trust.magic.one’ staat niet in de itembank. Haal ‘key’, ‘construct’ en "
                "‘reversed’ weg: dan is het een eigen vraag."
            ),
        ),
        (
            lambda f: f["questions"][1].update(key=[["trust.goodwill.success"]]),
            (
                "Vraag 2: ‘list’ staat niet in de itembank. Haal ‘key’, ‘construct’ en "
                "‘reversed’ weg: dan is het een eigen vraag."
            ),
        ),
        (
            lambda f: f["questions"][1].update(construct="trust.magic"),
            (
                "Vraag 2: een eigen vraag heeft geen ‘construct’ en geen ‘reversed’. Haal ze "
                "weg, of zet er de ‘key’ van de itembank bij."
            ),
        ),
        (
            lambda f: f["questions"][0].update(construct="trust.benefit"),
            "Vraag 1: ‘trust.goodwill.success’ hoort bij ‘trust.goodwill’.",
        ),
        (
            lambda f: f["questions"][0].update(reversed=0),
            "Vraag 1: bij ‘trust.goodwill.success’ is ‘reversed’ false.",
        ),
        (
            lambda f: f["questions"][0].update(nl="De organisaties gunnen elkaar iets."),
            (
                "Vraag 1: de woorden zijn anders dan die van ‘trust.goodwill.success’ in de "
                "itembank. Zet ze terug, of haal ‘key’, ‘construct’ en ‘reversed’ weg: dan is het "
                "een eigen vraag."
            ),
        ),
    ],
)
def test_what_is_wrong_is_told_with_what_to_do(
    change: Callable[[dict[str, Any]], object], sentence: str
) -> None:
    assert wrong(change) == [sentence]


def test_all_that_is_wrong_is_told_but_never_without_end() -> None:
    problems = wrong(lambda f: f.update(questions=[{"en": n} for n in range(30)]))
    assert (len(problems), problems[0][:8], problems[-1]) == (21, "Vraag 1:", "En nog 40 andere.")


@given(JSON, JSON)
@settings(max_examples=60, deadline=None)
def test_whatever_stands_in_a_file_is_read_or_refused(row: Any, outside: Any) -> None:
    file = written() | {"questions": [row]}
    if isinstance(outside, dict):
        file |= outside
    for content in (json.dumps(row), json.dumps(file), json.dumps({**file, "questions": row})):
        found = read_or_told(content)
        assert all(map(str.strip, found)) if isinstance(found, tuple) else found.questions


@given(st.binary(max_size=60))
@settings(max_examples=40, deadline=None)
def test_any_bytes_are_refused_in_words(content: bytes) -> None:
    assert all(told(content))
