"""What nginx writes down of the answer routes."""

import re
from collections.abc import Iterator
from pathlib import Path

from samenspel.web.checks.directive import (
    Directive,
    everywhere,
    leads_to,
    matches,
    named,
    text_of,
)

_PART = re.compile(r"#[^\n]*|\"(?:\\.|[^\"])*\"|'(?:\\.|[^'])*'|[;{}]|(?:\$\{\w+\}|[^\s;{}])+")
_QUIET = {"crit", "alert", "emerg"}
_NOTHING = "/dev/null"
_DEEPEST = 10  # of files that name each other


def logged(machine: Path, *, port: int, host: str, samples: dict[str, str]) -> set[str] | None:
    """Which routes are written down. None where nginx does not serve us."""
    top = machine / "etc" / "nginx" / "nginx.conf"
    if not top.is_file():
        return None
    main = _read(top, machine, _DEEPEST)
    http = [d for block in named("http", main) for d in block.inside]
    ours = [server for server in named("server", http) if _is_ours(server, http, port, host)]
    if not ours:
        return None
    return {
        route
        for route, address in samples.items()
        for server in ours
        if _writes_down([_location(address, server.inside), server.inside, http, main])
    }


def _read(path: Path, machine: Path, depth: int) -> list[Directive]:
    parts = (part for part in _PART.findall(text_of(path)) if not part.startswith("#"))
    return list(_with_included(_blocks(parts), machine, depth))


def _blocks(parts: Iterator[str]) -> list[Directive]:
    found: list[Directive] = []
    words: list[str] = []
    for part in parts:
        if part == "}":
            break
        if part in {";", "{"}:
            found.append(Directive(words, _blocks(parts) if part == "{" else []))
            words = []
        else:
            words.append(part.strip("\"'"))
    return found


def _with_included(directives: list[Directive], machine: Path, depth: int) -> Iterator[Directive]:
    for directive in directives:
        if directive.name == "include" and directive.arguments and depth:
            pattern = directive.arguments[0].lstrip("/")
            start = machine if directive.arguments[0].startswith("/") else machine / "etc" / "nginx"
            for included in sorted(start.glob(pattern)):
                if included.is_file():
                    yield from _read(included, machine, depth - 1)
        else:
            directive.inside = list(_with_included(directive.inside, machine, depth))
            yield directive


def _is_ours(server: Directive, http: list[Directive], port: int, host: str) -> bool:
    """It passes on to us, or, as one that only sends on to https, has our name."""
    if any(host in name.arguments for name in named("server_name", server.inside)):
        return True
    groups = {
        group.arguments[0]
        for group in named("upstream", http)
        if group.arguments
        for member in named("server", group.inside)
        if leads_to(port, " ".join(member.arguments))
    }
    for passed in named("proxy_pass", everywhere(server.inside)):
        target = " ".join(passed.arguments).partition("://")[2]
        if leads_to(port, target) or target.partition("/")[0] in groups:
            return True
    return False


def _location(address: str, server: list[Directive]) -> list[Directive]:
    """The block that nginx chooses: the longest beginning, unless a pattern matches."""
    longest: Directive | None = None
    patterns = []
    for location in named("location", server):
        *sign, place = location.arguments or [""]
        if sign and sign[0] in {"~", "~*"}:
            patterns.append((place, sign[0] == "~*", location))
        elif sign == ["="]:
            if place == address:
                return location.inside
        elif address.startswith(place) and (
            longest is None or len(place) > len(longest.arguments[-1])
        ):
            longest = location
    if longest is None or longest.arguments[0] != "^~":
        for pattern, ignore_case, location in patterns:
            if matches(pattern, address, ignore_case=ignore_case):
                return location.inside
    return longest.inside if longest else []


def _writes_down(levels: list[list[Directive]]) -> bool:
    requests = _nearest("access_log", levels)
    # Without a word nginx writes down every request, and every error with the request it was in.
    if not requests or any(log.arguments[:1] not in (["off"], [_NOTHING]) for log in requests):
        return True
    errors = _nearest("error_log", levels)
    return not errors or any(
        log.arguments[:1] != [_NOTHING] and not _QUIET & set(log.arguments[1:]) for log in errors
    )


def _nearest(name: str, levels: list[list[Directive]]) -> list[Directive]:
    return next((found for level in levels if (found := named(name, level))), [])
