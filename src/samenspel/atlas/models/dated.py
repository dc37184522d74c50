"""Facts that held from one date to another."""

from datetime import date

from django.db.models import Q


def held_on(day: date, *, of: str = "") -> Q:
    """What held on a day, of anything with `valid_from` and `valid_to`.

    The day a fact ends it no longer holds. A start that nobody wrote down counts as long ago, and
    an end that nobody wrote down as not yet.

    of : the way to it from where is filtered, such as "arrangement__"
    """
    started = Q(**{f"{of}valid_from": None}) | Q(**{f"{of}valid_from__lte": day})
    not_ended = Q(**{f"{of}valid_to": None}) | Q(**{f"{of}valid_to__gt": day})
    return started & not_ended
