"""The statements of the example, and how far two attitudes move people to agree with each.

Intended for a civil-service merger of three invented municipalities: its purpose, and then the
starting set that everybody can begin with. `merger` is how much somebody expects of the merger,
`nearness` how much somebody wants help and say close by.
"""

from dataclasses import dataclass

from samenspel.soundings.instruments.statements.starting_sets import MERGER


@dataclass(frozen=True)
class ExampleStatement:
    text: str
    lean: float  # how far everybody leans to agree, whatever their attitudes
    merger: float
    nearness: float
    insiders_only: bool = False


PURPOSE = "Samen zorgen we dat hulp dichtbij en op tijd is, ook als er iemand ziek of weg is."

# lean, merger and nearness of each statement of the starting set, in its order
_MOVED_BY = (
    (0.0, 0.9, -0.2),
    (0.3, -0.8, 0.3),
    (1.4, 0.5, 0.0),
    (1.1, 0.7, 0.0),
    (1.3, 0.5, 0.0),
    (-0.2, -1.0, 0.2),
    (0.4, -0.7, 0.4),
    (0.0, -1.1, 0.2),
    (0.0, -0.8, 0.6),
    (1.2, 0.4, -0.1),
    (0.2, -0.6, 0.9),
    (0.5, 0.3, -1.0),
    (-0.6, 0.9, -0.3),
    (0.6, 0.4, -0.5),
    (0.3, -0.5, 0.8),
    (0.0, -0.9, 0.3),
    (0.0, 0.9, -0.4),
    (0.0, -0.8, 0.1),
    (0.5, 0.8, 0.0),
    (0.1, 0.6, 0.0),
    (-1.2, 0.4, -0.2),
    (-0.2, 0.5, -0.2),
    (-0.4, 0.5, -0.6),
    (-0.1, 0.7, 0.0),
)

STATEMENTS = (
    ExampleStatement(PURPOSE, 0.35, 0.95, 0.2),
    *(
        ExampleStatement(one.text, *moved_by, insiders_only=one.insiders_only)
        for one, moved_by in zip(MERGER.statements, _MOVED_BY, strict=True)
    ),
)
