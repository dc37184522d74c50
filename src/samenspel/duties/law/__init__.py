"""What the law asks of each form of cooperation, as dated data, and how its terms are counted."""

from samenspel.duties.law.asked import (
    Asked,
    Facts,
    asked_between,
    asked_without_date,
    days_asked_for,
    has_budget,
    needed_days,
)
from samenspel.duties.law.days import (
    known_days,
    last_day_of_term,
    next_working_day,
    why_no_working_day,
    working_day_before,
)
from samenspel.duties.law.texts import (
    Certainty,
    Duty,
    Item,
    Law,
    Version,
    duties,
    items,
    laws,
)
from samenspel.duties.law.when import Deadline, When
from samenspel.duties.law.words import Words

__all__ = [
    "Asked",
    "Certainty",
    "Deadline",
    "Duty",
    "Facts",
    "Item",
    "Law",
    "Version",
    "When",
    "Words",
    "asked_between",
    "asked_without_date",
    "days_asked_for",
    "duties",
    "has_budget",
    "items",
    "known_days",
    "last_day_of_term",
    "laws",
    "needed_days",
    "next_working_day",
    "why_no_working_day",
    "working_day_before",
]
