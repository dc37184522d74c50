"""Of which municipalities one was made, and of which those were: as far back as is known."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from samenspel.atlas.models import Amalgamation, Organisation
from samenspel.atlas.queries.names import order_of
from samenspel.atlas.queries.succession import Step, Succession


@dataclass(frozen=True)
class Ancestor:
    """A municipality that went on, wholly or in part, in another."""

    code: str
    name: str
    is_part: bool
    is_rename: bool
    elsewhere: Sequence[tuple[str, str]]
    """code and name of where the other parts went"""
    made_of: Sequence["Event"]


@dataclass(frozen=True)
class Event:
    """A day on which a municipality was made of others, or grew by them."""

    day: date
    ancestors: Sequence[Ancestor]


@dataclass(frozen=True)
class WentOn:
    """How a municipality ended."""

    day: date
    into: Sequence[tuple[str, str]]
    """code and name, the largest part first"""
    is_rename: bool
    today: Sequence[str]
    """codes of those in which it goes on on the day that is shown, where those are others"""


def ancestry(code: str, steps: Succession, *, until: date | None = None) -> list[Event]:
    """The newest event first. Only what had happened by `until`, where that is given."""
    return _events(code, steps, until, frozenset((code,)))


def _events(code: str, steps: Succession, until: date | None, above: frozenset[str]) -> list[Event]:
    # Sources can contradict each other: nobody is its own ancestor.
    into = [step for step in steps.into(code) if step.old not in above]
    if until is not None:
        into = [step for step in into if step.day <= until]
    events = [
        Event(day, [_ancestor(step, steps, above) for step in sorted(together, key=_by_name)])
        for day, together in groupby(into, key=lambda step: step.day)
    ]
    return events[::-1]


def _by_name(step: Step) -> str:
    return order_of(step.old_name)


def _ancestor(step: Step, steps: Succession, above: frozenset[str]) -> Ancestor:
    others = [
        (other.new, other.new_name)
        for other in steps.out_of(step.old)
        if other.day == step.day and other.new != step.new
    ]
    return Ancestor(
        code=step.old,
        name=step.old_name,
        is_part=step.is_part,
        is_rename=step.kind == Amalgamation.Kind.RENAME,
        elsewhere=others,
        made_of=_events(step.old, steps, step.day, above | {step.old}),
    )


def went_on(code: str, steps: Succession, day: date) -> WentOn | None:
    """How it had ended by a day; None where it had not, or nobody tells."""
    leaving = [step for step in steps.out_of(code) if step.day <= day]
    last = [step for step in leaving if step.day == leaving[-1].day]
    if not last:
        return None
    direct = [(step.new, step.new_name) for step in last]
    further = steps.onward(code, after=date.min, until=day)
    return WentOn(
        day=last[0].day,
        into=direct,
        is_rename=all(step.kind == Amalgamation.Kind.RENAME for step in last),
        today=[key for key in further if key not in {key for key, _name in direct}],
    )


def codes_in(events: Iterable[Event]) -> Iterator[str]:
    for event in events:
        for ancestor in event.ancestors:
            yield ancestor.code
            yield from (code for code, _name in ancestor.elsewhere)
            yield from codes_in(ancestor.made_of)


def names_of(codes: Iterable[str]) -> dict[str, str]:
    """Of those of these that have a page. One query."""
    rows = Organisation.objects.filter(key__in=set(codes)).values_list("key", "short_name", "name")
    return {key: short_name or name for key, short_name, name in rows}
