"""Every question of the bank is held to the rules that stand above it."""

import re
from collections.abc import Iterator
from importlib import resources
from typing import Any

import pytest
from django.utils.translation import override

from samenspel.cooperations.models import Role
from samenspel.soundings.instruments.scale.bank import (
    BankError,
    Construct,
    Favourable,
    Question,
    bank,
    read_bank,
)
from samenspel.soundings.instruments.scale.items import detail_of, question_of
from samenspel.soundings.instruments.statements.items import hints

TEXT = resources.files("samenspel.soundings.instruments.scale").joinpath("bank.toml").read_text()
QUESTIONS = list(bank().questions.values())
CONSTRUCTS = list(bank().constructs.values())
# "En" and "of" ask two things at once, a denial makes "oneens" hard to understand, and "u" and "je"
# would each fit only half of the rounds.
UNFIT = re.compile(
    r"\b(?:en|of|niet|geen|nooit|niemand|niets|nergens|zonder|nauwelijks|u|uw|je|jij|jou|jouw)\b",
    re.IGNORECASE,
)
UNFIT_IN_ENGLISH = re.compile(
    r"\b(?:and|not|no|never|nobody|nothing|nowhere|without|hardly|you|your)\b", re.IGNORECASE
)


def words(construct: Construct) -> Iterator[dict[str, str]]:
    for texts in (construct.names, construct.explanations, construct.concepts):
        yield dict(texts)


def test_the_bank_asks_for_all_that_the_claims_are_about() -> None:
    assert [theme.key for theme in bank().themes] == [
        "purpose",
        "motive",
        "drawbacks",
        "challenge",
        "trust",
        "room",
        "control",
        "middle",
        "service",
    ]
    measured = {theme.key: [c.key for c in theme.constructs] for theme in bank().themes}
    assert measured["trust"] == [
        "trust.agreement",
        "trust.benefit",
        "trust.reliability",
        "trust.fairness",
        "trust.goodwill",
    ]
    assert [theme.key for theme in bank().themes if theme.as_one] == ["trust"]
    claims = {claim for construct in CONSTRUCTS for claim in construct.claims}
    # C1 is about forms, C16 about lessons: no question is.
    assert claims == {f"C{n}" for n in range(2, 16)}


def test_nothing_is_said_to_be_validated() -> None:
    assert [construct.key for construct in CONSTRUCTS if construct.is_validated] == []
    assert bank().licence == "CC BY 4.0"
    assert TEXT.count("CC BY 4.0") == 2


@pytest.mark.parametrize("construct", CONSTRUCTS, ids=lambda construct: str(construct.key))
def test_a_construct_says_what_it_is_and_where_it_comes_from(construct: Construct) -> None:
    for texts in words(construct):
        assert {language for language, text in texts.items() if text.strip()} == {"nl", "en"}
    year = re.search(r"\((?:19|20)\d\d\)", construct.source)
    assert year or construct.source == "Samenspel (C5)"
    number = len(construct.questions)
    if construct.theme == "motive":
        assert (number, construct.favourable) == (1, Favourable.NEITHER)
    else:
        assert 3 <= number <= 4
        # One at least, so that always agreeing does not count as a high score.
        assert {question.reversed for question in construct.questions} == {True, False}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: str(question.key))
def test_a_question_is_short_and_asks_one_thing(question: Question) -> None:
    dutch, english = question.texts["nl"], question.texts["en"]
    assert hints(dutch) == []
    assert UNFIT.findall(dutch) == []
    assert UNFIT_IN_ENGLISH.findall(english) == []
    for text in (dutch, english):
        assert text == " ".join(text.split())
        assert (text[0].isupper(), text[-1], len(text.split()) <= 20) == (True, ".", True)


def test_words_come_in_the_language_of_the_page() -> None:
    question = bank().questions["trust.goodwill.success"]
    trust = bank().theme_of("trust.goodwill")
    told = {}
    for language in ("nl", "en"):
        with override(language):
            construct = bank().constructs["trust.goodwill"]
            told[language] = (trust.name, construct.name, construct.concept[:4], question.text)
    assert told == {
        "nl": ("Vertrouwen", "Goede wil", "het ", "De organisaties gunnen elkaar succes."),
        "en": ("Trust", "Goodwill", "the ", "The organisations grant each other success."),
    }


def test_a_construct_knows_for_whom_it_is_meant() -> None:
    near, known = bank().constructs["service.near"], bank().constructs["purpose.known"]
    assert [role for role in Role if near.is_meant_for(role)] == [Role.RESIDENT, Role.BUSINESS]
    assert [role for role in Role if known.is_meant_for(role)] == list(Role)


def test_the_words_decide_whether_a_question_is_one_of_the_bank() -> None:
    question = bank().questions["control.load.time"]
    text = question.texts["nl"]
    assert question_of(text) is question
    assert detail_of(text) == {
        "key": "control.load.time",
        "construct": "control.load",
        "reversed": False,
    }
    own = detail_of(text.replace("te veel", "veel"))
    assert (own["key"][:4], own["construct"], own["reversed"]) == ("own:", "", False)
    assert detail_of("Iets anders.")["key"] not in {own["key"], "own:"}
    assert detail_of("Iets anders.") == detail_of("Iets anders.")


SMALL = """
version = 1
licence = "CC BY 4.0"
[[themes]]
key = "purpose"
name = { nl = "Bedoeling", en = "Purpose" }
explanation = { nl = "Kent men haar?", en = "Is it known?" }
as_one = false
[[themes.constructs]]
key = "purpose.known"
name = { nl = "Bekend", en = "Known" }
explanation = { nl = "Men kent haar.", en = "It is known." }
source = "Iemand (2000)"
concept = { nl = "begrip", en = "understanding" }
claims = ["C2"]
roles = []
favourable = "high"
validated = false
items = [
  { key = "explain", nl = "Ik weet het.", en = "I know.", reversed = false },
  { key = "guess", nl = "Ik moet raden.", en = "I have to guess.", reversed = true },
]
"""


def test_a_small_bank_can_be_read() -> None:
    found = read_bank(SMALL)
    assert [q.detail for q in found.questions.values()] == [
        {"key": "purpose.known.explain", "construct": "purpose.known", "reversed": False},
        {"key": "purpose.known.guess", "construct": "purpose.known", "reversed": True},
    ]


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("version = 1", "version = ", "not TOML"),
        ("version = 1", "", "version is missing"),
        ("version = 1", "version = true", "True is no int"),
        ('source = "Iemand (2000)"', 'source = " "', "purpose.known has no source"),
        ('claims = ["C2"]', "claims = []", "purpose.known bears on no claim"),
        ('claims = ["C2"]', 'claims = ["C17"]', "purpose.known bears on no claim"),
        ("roles = []", 'roles = ["mayor"]', "'mayor' is not a valid Role"),
        ('favourable = "high"', 'favourable = "good"', "'good' is not a valid Favourable"),
        ('en = "Known"', 'en = ""', "purpose.known needs its words in en and nl"),
        ('en = "I know."', 'en = "I have to guess."', "question twice: I have to guess."),
        ('key = "guess"', 'key = "explain"', "key twice: purpose.known.explain"),
        ('key = "guess"', 'key = "Raad eens"', "purpose.known.Raad eens is no key"),
        ('key = "purpose.known"', 'key = "trust.known"', "trust.known does not begin with"),
        ("reversed = false", "reversed = true", "purpose.known has reversed questions only"),
        ("reversed = false", 'reversed = "ja"', "'ja' is no bool"),
        ('nl = "Ik weet het."', f'nl = "{"ja " * 21}"', "purpose.known.explain is too long"),
        ('nl = "Ik weet het."', f'nl = "{"j" * 301}"', "purpose.known.explain is too long"),
    ],
)
def test_a_bank_with_something_wrong_is_refused(old: str, new: str, wrong: str) -> None:
    assert old in SMALL
    with pytest.raises(BankError, match=re.escape(wrong)):
        read_bank(SMALL.replace(old, new, 1))


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(BankError) as told:
        read_bank(SMALL.replace("Iemand (2000)", "").replace('["C2"]', "[]"))
    problems: list[Any] = str(told.value).split("; ")
    assert len(problems) == 2
