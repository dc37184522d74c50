"""A line of a proxy's configuration, with what stands in the block it opens."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Directive:
    words: list[str]
    inside: list["Directive"] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.words[0].lower() if self.words else ""

    @property
    def arguments(self) -> list[str]:
        return self.words[1:]


def named(name: str, directives: Iterable[Directive]) -> list[Directive]:
    return [directive for directive in directives if directive.name == name.lower()]


def everywhere(directives: Iterable[Directive]) -> Iterator[Directive]:
    for directive in directives:
        yield directive
        yield from everywhere(directive.inside)


def leads_to(port: int, text: str) -> bool:
    """Whether an address is that of our web server."""
    return re.search(rf"(?:localhost|127\.0\.0\.1|\[::1\]|^):{port}(?!\d)", text) is not None


def matches(pattern: str, address: str, *, ignore_case: bool = False) -> bool:
    """As the proxy would find it. A pattern that Python cannot read matches nothing."""
    try:
        return re.search(pattern, address, re.IGNORECASE if ignore_case else 0) is not None
    except re.error:
        return False


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")
