"""What a cooperation keeps of its duties. What the law asks is data of the program: `law`."""

from samenspel.duties.models.kept import Done, InArrangement, Reminder
from samenspel.duties.models.plan import Plan
from samenspel.duties.models.views_of_councils import CouncilView, Round, ViewVersion

__all__ = [
    "CouncilView",
    "Done",
    "InArrangement",
    "Plan",
    "Reminder",
    "Round",
    "ViewVersion",
]
