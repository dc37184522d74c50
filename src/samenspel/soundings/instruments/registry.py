"""All ways of asking. A new one is a folder beside this file, and a line in it."""

from samenspel.soundings.instruments.instrument import Instrument
from samenspel.soundings.instruments.relations.instrument import RELATIONS
from samenspel.soundings.instruments.scale.instrument import SCALE
from samenspel.soundings.instruments.statements.instrument import STATEMENTS

INSTRUMENTS = {each.key: each for each in (STATEMENTS, SCALE, RELATIONS)}


def instrument_of(key: str) -> Instrument:
    """Raises KeyError for what no instrument is called."""
    return INSTRUMENTS[key]
