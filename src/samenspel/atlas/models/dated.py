"""Facts that held from one date to another.

The day a fact ends it no longer holds. A start that nobody wrote down counts as long ago, and an
end that nobody wrote down as not yet.
"""

from datetime import date

from django.db.models import Q


def holds(start: date | None, end: date | None, day: date) -> bool:
    """Whether what held from `start` to `end` held on a day."""
    return (start is None or start <= day) and (end is None or end > day)


def held_on(day: date, *, of: str = "") -> Q:
    """The same, of anything in the database with `valid_from` and `valid_to`.

    of : the way to it from where is filtered, such as "arrangement__"
    """
    started = Q(**{f"{of}valid_from": None}) | Q(**{f"{of}valid_from__lte": day})
    not_ended = Q(**{f"{of}valid_to": None}) | Q(**{f"{of}valid_to__gt": day})
    return started & not_ended
