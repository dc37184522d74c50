"""What was looked at, and whether it weakens the promise that answers are anonymous."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    GOOD = "good"
    MIND = "mind"
    """cannot be seen from here, or is for the host to weigh"""
    WRONG = "wrong"
    """weakens the promise"""


@dataclass(frozen=True)
class Finding:
    level: Level
    subject: str
    what: str
    remedy: str = ""


def good(subject: str, what: str) -> Finding:
    return Finding(Level.GOOD, subject, what)


def mind(subject: str, what: str, remedy: str) -> Finding:
    return Finding(Level.MIND, subject, what, remedy)


def wrong(subject: str, what: str, remedy: str) -> Finding:
    return Finding(Level.WRONG, subject, what, remedy)
