"""What can be asked about organisations, read from `questions.toml` and checked."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Any

from samenspel.pages.languages import in_language

LANGUAGES = frozenset({"nl", "en"})
NAME = "{organisation}"
MOST_WORDS = 20
# Answers are kept as whole numbers, and 0 is "I don't know".
FEWEST_CHOICES, MOST_CHOICES = 6, 8
_NAMELESS = {"nl": "deze organisatie", "en": "this organisation"}
_KEY = re.compile(r"[a-z]+(?:-[a-z]+)*")
_CLAIM = re.compile(r"C(?:[1-9]|1[0-6])")


class BankError(ValueError):
    """What is wrong with a bank, for whoever wrote it."""


@dataclass(frozen=True)
class Aspect:
    """Something that is said of an organisation, with five answers. texts : with NAME in them."""

    key: str
    names: Mapping[str, str]
    texts: Mapping[str, str]
    source: str
    claims: tuple[str, ...]
    is_validated: bool

    @property
    def name(self) -> str:
        return in_language(self.names)

    @property
    def example(self) -> str:
        """The question, about no organisation in particular."""
        return in_language({each: in_words(self.texts, None, each) for each in LANGUAGES})


@dataclass(frozen=True)
class Choice:
    key: str
    texts: Mapping[str, str]

    @property
    def text(self) -> str:
        return in_language(self.texts)


@dataclass(frozen=True)
class ChoiceList:
    """What one organisation is to another: its roles, interests or responsibilities.

    ones : what one of them is called
    own, other : the question about one's own organisation, and about another
    """

    key: str
    names: Mapping[str, str]
    ones: Mapping[str, str]
    own: Mapping[str, str]
    other: Mapping[str, str]
    source: str
    claims: tuple[str, ...]
    is_validated: bool
    choices: tuple[Choice, ...]

    @property
    def name(self) -> str:
        return in_language(self.names)

    @property
    def one(self) -> str:
        return in_language(self.ones)


@dataclass(frozen=True)
class Bank:
    version: int
    licence: str
    aspects: tuple[Aspect, ...]
    lists: tuple[ChoiceList, ...]

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Of all that can be chosen, in the order in which it is asked."""
        return (*(each.key for each in self.lists), *(each.key for each in self.aspects))

    def aspect(self, key: str) -> Aspect | None:
        return next((each for each in self.aspects if each.key == key), None)

    def choice_list(self, key: str) -> ChoiceList | None:
        return next((each for each in self.lists if each.key == key), None)


def in_words(texts: Mapping[str, str], about: str | None, language: str) -> str:
    """A question about an organisation of this name, or about none in particular."""
    text = texts[language].replace(NAME, about or _NAMELESS[language])
    return text[:1].upper() + text[1:]


@cache
def bank() -> Bank:
    return read_bank(resources.files(__package__).joinpath("questions.toml").read_text("utf-8"))


def read_bank(text: str) -> Bank:
    """The bank that is written in this text.

    Raises BankError, with everything that is wrong.
    """
    try:
        written = tomllib.loads(text)
        found = Bank(
            version=int(written["version"]),
            licence=str(written["licence"]),
            aspects=tuple(_aspect(each) for each in written["aspects"]),
            lists=tuple(_list(each) for each in written["lists"]),
        )
    except tomllib.TOMLDecodeError as error:
        raise BankError(f"not TOML: {error}") from error
    except KeyError as error:
        raise BankError(f"{error.args[0]} is missing") from error
    if wrong := list(_problems(found)):
        raise BankError("; ".join(wrong))
    return found


def _aspect(written: Mapping[str, Any]) -> Aspect:
    return Aspect(
        key=written["key"],
        names=written["name"],
        texts=written["text"],
        source=written["source"],
        claims=tuple(written["claims"]),
        is_validated=bool(written["validated"]),
    )


def _list(written: Mapping[str, Any]) -> ChoiceList:
    return ChoiceList(
        key=written["key"],
        names=written["name"],
        ones=written["one"],
        own=written["own"],
        other=written["other"],
        source=written["source"],
        claims=tuple(written["claims"]),
        is_validated=bool(written["validated"]),
        choices=tuple(
            Choice(key=each["key"], texts={"nl": each["nl"], "en": each["en"]})
            for each in written["choices"]
        ),
    )


def _problems(found: Bank) -> Iterator[str]:
    parts: tuple[Aspect | ChoiceList, ...] = (*found.aspects, *found.lists)
    yield from _wrong_keys("what is asked", [each.key for each in parts])
    for each in parts:
        yield from _untold(each.key, each.names)
        if not each.source.strip():
            yield f"{each.key} has no source"
        if not each.claims or not all(_CLAIM.fullmatch(claim) for claim in each.claims):
            yield f"{each.key} bears on no claim, or on one that is not known"
    for aspect in found.aspects:
        yield from _wrong_question(aspect.key, aspect.texts)
    for one in found.lists:
        yield from _untold(one.key, one.ones)
        yield from _wrong_question(one.key, one.own)
        yield from _wrong_question(one.key, one.other)
        yield from _wrong_keys(one.key, [choice.key for choice in one.choices])
        if not FEWEST_CHOICES <= len(one.choices) <= MOST_CHOICES:
            yield f"{one.key} needs {FEWEST_CHOICES} to {MOST_CHOICES} choices"
        for choice in one.choices:
            yield from _untold(f"{one.key}.{choice.key}", choice.texts)


def _wrong_question(key: str, texts: Mapping[str, str]) -> Iterator[str]:
    yield from _untold(key, texts)
    for text in texts.values():
        if text.count(NAME) != 1:
            yield f"{key} must have {NAME} once: {text}"
        if len(text.split()) > MOST_WORDS:
            yield f"{key} is too long: {text}"


def _untold(key: str, texts: Mapping[str, str]) -> Iterator[str]:
    if {language for language, text in texts.items() if text.strip()} != LANGUAGES:
        yield f"{key} needs its words in {' and '.join(sorted(LANGUAGES))}"


def _wrong_keys(where: str, keys: list[str]) -> Iterator[str]:
    yield from (f"{key} is no key" for key in keys if not _KEY.fullmatch(key))
    yield from (f"{key} stands twice in {where}" for key, n in Counter(keys).items() if n > 1)
