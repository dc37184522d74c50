"""The item bank: what can be asked with five answers, read from `bank.toml` and checked."""

import re
import tomllib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache, cached_property
from importlib import resources
from typing import Any

from samenspel.cooperations.models import Role
from samenspel.pages.languages import in_language
from samenspel.soundings.instruments.statements.items import LONGEST

LANGUAGES = frozenset({"nl", "en"})
MOST_WORDS = 20
_KEY = re.compile(r"[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*")
_CLAIM = re.compile(r"C(?:[1-9]|1[0-6])")


class BankError(ValueError):
    """What is wrong with a bank, for whoever wrote it."""


class Favourable(Enum):
    """Which end of a construct is what people hope for, where one is."""

    HIGH = "high"
    LOW = "low"
    NEITHER = "neither"


@dataclass(frozen=True)
class Question:
    """
    key : the same over the years, for as long as it means the same
    construct : the key of what it measures
    texts : by language
    reversed : agreeing with it means less of the construct
    """

    key: str
    construct: str
    texts: Mapping[str, str]
    reversed: bool

    @property
    def text(self) -> str:
        return in_language(self.texts)

    @property
    def detail(self) -> dict[str, Any]:
        """As an item of a round remembers it."""
        return {"key": self.key, "construct": self.construct, "reversed": self.reversed}


@dataclass(frozen=True)
class Construct:
    """What is measured, by one question or more.

    source, concept : where the construct comes from, and what was taken from there
    roles : for whom it is meant; none means for everybody
    """

    key: str
    theme: str
    names: Mapping[str, str]
    explanations: Mapping[str, str]
    source: str
    concepts: Mapping[str, str]
    claims: tuple[str, ...]
    roles: tuple[Role, ...]
    favourable: Favourable
    is_validated: bool
    questions: tuple[Question, ...]

    @property
    def name(self) -> str:
        return in_language(self.names)

    @property
    def explanation(self) -> str:
        return in_language(self.explanations)

    @property
    def concept(self) -> str:
        return in_language(self.concepts)

    def is_meant_for(self, role: str) -> bool:
        return not self.roles or role in self.roles


@dataclass(frozen=True)
class Theme:
    """Constructs that belong together. `as_one`: they are aspects of one thing, such as trust."""

    key: str
    names: Mapping[str, str]
    explanations: Mapping[str, str]
    as_one: bool
    constructs: tuple[Construct, ...]

    @property
    def name(self) -> str:
        return in_language(self.names)

    @property
    def explanation(self) -> str:
        return in_language(self.explanations)


@dataclass(frozen=True)
class Bank:
    version: int
    licence: str
    themes: tuple[Theme, ...]

    @cached_property
    def constructs(self) -> Mapping[str, Construct]:
        return {each.key: each for theme in self.themes for each in theme.constructs}

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        return {
            question.key: question
            for construct in self.constructs.values()
            for question in construct.questions
        }

    def theme_of(self, construct: str) -> Theme:
        """Raises KeyError for what no construct is called."""
        key = self.constructs[construct].theme
        return next(theme for theme in self.themes if theme.key == key)


@cache
def bank() -> Bank:
    return read_bank(resources.files(__package__).joinpath("bank.toml").read_text("utf-8"))


def read_bank(text: str) -> Bank:
    """The bank that is written in this text.

    Raises BankError, with everything that is wrong.
    """
    try:
        written = tomllib.loads(text)
        found = Bank(
            version=_exactly(written["version"], int),
            licence=_exactly(written["licence"], str),
            themes=tuple(_theme(each) for each in written["themes"]),
        )
    except tomllib.TOMLDecodeError as error:
        raise BankError(f"not TOML: {error}") from error
    except KeyError as error:
        raise BankError(f"{error.args[0]} is missing") from error
    except (TypeError, ValueError) as error:
        raise BankError(str(error)) from error
    if wrong := list(_problems(found)):
        raise BankError("; ".join(wrong))
    return found


def _theme(written: Mapping[str, Any]) -> Theme:
    key = _exactly(written["key"], str)
    return Theme(
        key=key,
        names=written["name"],
        explanations=written["explanation"],
        as_one=_exactly(written["as_one"], bool),
        constructs=tuple(_construct(each, key) for each in written["constructs"]),
    )


def _construct(written: Mapping[str, Any], theme: str) -> Construct:
    key = _exactly(written["key"], str)
    return Construct(
        key=key,
        theme=theme,
        names=written["name"],
        explanations=written["explanation"],
        source=_exactly(written["source"], str),
        concepts=written["concept"],
        claims=tuple(written["claims"]),
        roles=_in_order({Role(role) for role in written["roles"]}),
        favourable=Favourable(written["favourable"]),
        is_validated=_exactly(written["validated"], bool),
        questions=tuple(
            Question(
                key=f"{key}.{item['key']}",
                construct=key,
                texts={"nl": item["nl"], "en": item["en"]},
                reversed=_exactly(item["reversed"], bool),
            )
            for item in written["items"]
        ),
    )


def _in_order(roles: Collection[Role]) -> tuple[Role, ...]:
    return tuple(role for role in Role if role in roles)


def _exactly(value: Any, kind: type[Any]) -> Any:
    if type(value) is not kind:
        raise TypeError(f"{value!r} is no {kind.__name__}")
    return value


def _problems(found: Bank) -> Iterator[str]:
    constructs = [each for theme in found.themes for each in theme.constructs]
    questions = [each for construct in constructs for each in construct.questions]
    keys = [
        *(each.key for each in found.themes),
        *(each.key for each in constructs),
        *(each.key for each in questions),
    ]
    yield from (f"{key} is no key" for key in keys if not _KEY.fullmatch(key))
    yield from _double("key", keys)
    for language in sorted(LANGUAGES):
        yield from _double("question", (each.texts.get(language, "") for each in questions))
    for theme in found.themes:
        yield from _untold(theme.key, theme.names, theme.explanations)
    for construct in constructs:
        yield from _wrong_with(construct)
    for question in questions:
        yield from _untold(question.key, question.texts)
        for text in map(str, question.texts.values()):
            if len(text.split()) > MOST_WORDS or len(text) > LONGEST:
                yield f"{question.key} is too long: {text}"


def _wrong_with(construct: Construct) -> Iterator[str]:
    key = construct.key
    yield from _untold(key, construct.names, construct.explanations, construct.concepts)
    if not key.startswith(f"{construct.theme}."):
        yield f"{key} does not begin with its theme"
    if not construct.source.strip():
        yield f"{key} has no source"
    if not construct.claims or not all(_CLAIM.fullmatch(str(c)) for c in construct.claims):
        yield f"{key} bears on no claim, or on one that is not known"
    if not construct.questions:
        yield f"{key} has no questions"
    elif all(question.reversed for question in construct.questions):
        yield f"{key} has reversed questions only"


def _untold(key: str, *several: Mapping[str, Any]) -> Iterator[str]:
    for texts in several:
        told = {language for language, text in texts.items() if str(text).strip()}
        if told != LANGUAGES:
            yield f"{key} needs its words in {' and '.join(sorted(LANGUAGES))}"


def _double(what: str, values: Iterable[str]) -> Iterator[str]:
    yield from (f"{what} twice: {value}" for value, n in Counter(values).items() if n > 1)
