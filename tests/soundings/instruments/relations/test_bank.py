"""What can be asked about organisations, as it is written down."""

import re
from importlib import resources

import pytest

from samenspel.soundings.instruments.relations import bank as module
from samenspel.soundings.instruments.relations.bank import (
    MOST_WORDS,
    NAME,
    BankError,
    bank,
    in_words,
    read_bank,
)
from samenspel.soundings.instruments.scale.bank import bank as bank_of_pulses
from samenspel.soundings.packed_ballots import MORE_ANSWERS

ASPECTS = ("agreement", "benefit", "reliability", "fairness", "goodwill", "value")
LISTS = ("role", "interest", "responsibility")
# With such a word in a sentence, "oneens" is hard to understand.
DENIAL = re.compile(r"\b(niet|geen|nooit|niemand|zonder|not|no|never|nobody)\b", re.IGNORECASE)
SPOKEN_TO = re.compile(r"\b(u|uw|je|jij|jou|jouw|you|your)\b", re.IGNORECASE)


def written() -> str:
    return resources.files(module.__package__).joinpath("questions.toml").read_text("utf-8")


def test_it_asks_five_aspects_of_trust_value_and_three_lists() -> None:
    assert tuple(each.key for each in bank().aspects) == ASPECTS
    assert tuple(each.key for each in bank().lists) == LISTS
    assert bank().keys == (*LISTS, *ASPECTS)
    assert (bank().licence, bank().version) == ("CC BY 4.0", 1)
    assert not any(aspect.is_validated for aspect in bank().aspects)
    assert not any(choice_list.is_validated for choice_list in bank().lists)


def test_the_aspects_of_trust_are_those_of_the_pulses() -> None:
    of_pulses = {
        construct.key.removeprefix("trust."): dict(construct.names)
        for construct in bank_of_pulses().constructs.values()
        if construct.theme == "trust"
    }
    assert {each.key: dict(each.names) for each in bank().aspects if each.key != "value"} == (
        of_pulses
    )


def test_every_sentence_is_short_says_one_thing_and_speaks_to_nobody() -> None:
    texts = [text for each in bank().aspects for text in each.texts.values()]
    texts += [
        text for each in bank().lists for side in (each.own, each.other) for text in side.values()
    ]
    choices = [text for each in bank().lists for one in each.choices for text in one.texts.values()]
    assert len(texts) == 2 * (6 + 3 * 2)
    for text in (*texts, *choices):
        assert len(text.split()) <= MOST_WORDS
        assert not DENIAL.search(text)
        assert not SPOKEN_TO.search(text)


def test_an_answer_to_every_list_fits_in_the_urn() -> None:
    assert {len(each.choices) for each in bank().lists} <= set(range(6, MORE_ANSWERS.highest))


def test_a_sentence_begins_with_a_capital_whatever_the_name() -> None:
    texts = bank().aspects[0].texts
    assert in_words(texts, "gemeente Rijnveld", "nl") == (
        "Gemeente Rijnveld doet wat is afgesproken."
    )
    assert in_words(texts, None, "en") == "This organisation does what was agreed."


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('key = "value"', 'key = "goodwill"', "goodwill stands twice"),
        ('key = "value"', 'key = "Value!"', "Value! is no key"),
        ("{organisation} gunt ons succes.", "Zij gunt ons succes.", f"must have {NAME} once"),
        ('en = "Roles"', 'en = " "', "role needs its words in en and nl"),
        ('claims = ["C9"]', 'claims = ["C99"]', "bears on no claim"),
        ('{ key = "law", nl = "Doen', '{ key = "costs", nl = "Doen', "costs stands twice"),
        ("licence = ", "license = ", "licence is missing"),
        ("version = 1", "version = ", "not TOML"),
        ("gunt ons succes.", "gunt ons" + " heel veel" * 10 + " succes.", "is too long"),
    ],
)
def test_what_is_wrong_with_a_bank_is_told(old: str, new: str, told: str) -> None:
    text = written()
    assert old in text
    with pytest.raises(BankError, match=re.escape(told)):
        read_bank(text.replace(old, new))


def test_a_list_of_too_few_choices_is_refused() -> None:
    few = "\n".join(
        line for line in written().splitlines() if not re.match(r'  \{ key = "(law|support)"', line)
    )
    with pytest.raises(BankError, match="interest needs 6 to 8 choices"):
        read_bank(few)
