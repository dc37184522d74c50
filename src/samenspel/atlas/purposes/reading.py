"""A purpose, sentence by sentence, with what each speaks of and the words that say so."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from samenspel.atlas.models.letters import without_accents
from samenspel.atlas.purposes.sentences import in_sentences
from samenspel.atlas.purposes.word_list import Pair, Theme, themes

Span = tuple[int, int]


@dataclass(frozen=True)
class Sentence:
    text: str
    # (key of a theme, where its words stand), in the order of the list; none without words.
    found: tuple[tuple[str, tuple[Span, ...]], ...]

    def spans(self, theme: str) -> tuple[Span, ...]:
        return dict(self.found).get(theme, ())


# A purpose is read once in a process: it changes only with the register.
@lru_cache(maxsize=4096)
def sentences_of(purpose: str) -> tuple[Sentence, ...]:
    return tuple(_read(text) for text in in_sentences(purpose))


@lru_cache(maxsize=4096)
def themes_of(purpose: str) -> frozenset[str]:
    return frozenset(key for sentence in sentences_of(purpose) for key, _ in sentence.found)


def _read(text: str) -> Sentence:
    searched = without_accents(text)
    possible = (theme for theme in themes() if theme.can_be_in(searched))
    found = ((theme.key, spans_in(searched, theme)) for theme in possible)
    return Sentence(text, tuple((key, spans) for key, spans in found if spans))


def spans_in(searched: str, theme: Theme) -> tuple[Span, ...]:
    """Where the words of a theme stand in text without accents, in order, none within another."""
    found: list[tuple[Span, ...]] = [(match.span(),) for match in theme.words.finditer(searched)]
    for pair in theme.pairs:
        found += _near(searched, pair)
    if found and theme.exceptions:
        excepted = [match.span() for match in theme.exceptions.finditer(searched)]
        found = [spans for spans in found if not _any_touch(spans, excepted)]
    spans = sorted(chain.from_iterable(found), key=lambda span: (span[0], -span[1]))
    return tuple(_without_inner(spans))


def _near(searched: str, pair: Pair) -> Iterator[tuple[Span, ...]]:
    others = [match.span() for match in pair.other.finditer(searched)]
    if not others:
        return
    for match in pair.one.finditer(searched):
        for other in others:
            if _words_between(searched, match.span(), other) <= pair.within:
                yield match.span(), other


def _words_between(searched: str, one: Span, other: Span) -> int:
    first, second = sorted((one, other))
    return len(_WORD.findall(searched, first[1], second[0])) if second[0] > first[1] else 0


_WORD = re.compile(r"\w+")


def _any_touch(spans: Iterable[Span], others: list[Span]) -> bool:
    return any(one[0] < other[1] and other[0] < one[1] for one in spans for other in others)


def _without_inner(ordered: Iterable[Span]) -> Iterator[Span]:
    reached = -1
    for start, end in ordered:
        if start >= reached:
            yield start, end
            reached = end
