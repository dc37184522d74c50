"""What the questions of a round measure together, as the item bank has it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from samenspel.pages.languages import in_language
from samenspel.soundings.instruments.scale.bank import Construct as InBank
from samenspel.soundings.instruments.scale.bank import Theme, bank

TRUST = "trust"
PURPOSE_SHARED = "purpose.shared"
CONTROL_LOAD = "control.load"


@dataclass(frozen=True)
class Construct:
    """What a mean is told of: a construct of the bank, or a theme of which they are aspects.

    names : by language
    constructs : of the bank, that are taken together here
    part_of : the key of the theme of which this is an aspect; empty where it stands alone
    favourable : "high", "low" or "neither"
    """

    key: str
    names: Mapping[str, str]
    constructs: tuple[str, ...]
    theme: str
    favourable: str
    part_of: str = ""

    @property
    def name(self) -> str:
        return in_language(self.names)


def constructs_of(asked: Iterable[str]) -> tuple[Construct, ...]:
    """All that is measured by questions about these constructs, in the order of the bank.

    asked : keys of constructs; what the bank does not know, as with own questions, counts for none
    """
    keys = frozenset(asked)
    return tuple(
        construct
        for theme in bank().themes
        for construct in _of_theme(theme, [each for each in theme.constructs if each.key in keys])
    )


def _of_theme(theme: Theme, asked: list[InBank]) -> list[Construct]:
    if not theme.as_one or len(asked) < 2:
        return [_alone(each) for each in asked]
    whole = Construct(
        key=theme.key,
        names=theme.names,
        constructs=tuple(each.key for each in asked),
        theme=theme.key,
        favourable=asked[0].favourable.value,
    )
    return [whole, *(_alone(each, part_of=theme.key) for each in asked)]


def _alone(construct: InBank, part_of: str = "") -> Construct:
    return Construct(
        key=construct.key,
        names=construct.names,
        constructs=(construct.key,),
        theme=construct.theme,
        favourable=construct.favourable.value,
        part_of=part_of,
    )


def explanation_of(key: str) -> str:
    """What the bank says of a construct or a theme; empty where it knows none of this key."""
    known = bank()
    themes = (theme for theme in known.themes if theme.key == key)
    found = known.constructs.get(key) or next(themes, None)
    return "" if found is None else found.explanation
