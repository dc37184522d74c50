"""What Caddy writes down of the answer routes."""

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from samenspel.web.checks.directive import Directive, everywhere, leads_to, named, text_of

_WORD = re.compile(r'"(?:\\.|[^"\\])*"|`[^`]*`|\S+')
_SKIPS = ("log_skip", "skip_log")


def logged(machine: Path, *, port: int, host: str, samples: dict[str, str]) -> set[str] | None:
    """Which routes are written down. None where Caddy does not serve us."""
    top = machine / "etc" / "caddy" / "Caddyfile"
    if not top.is_file():
        return None
    sites = [site for site in _read(top) if _is_ours(site, port, host)]
    if not sites:
        return None
    return {
        route
        for route, address in samples.items()
        for site in sites
        # Without a word Caddy writes down no request.
        if named("log", site.inside) and not _is_skipped(address, site.inside)
    }


def _read(path: Path) -> list[Directive]:
    lines = [_WORD.findall(line) for line in text_of(path).splitlines()]
    return _blocks(words for words in lines if words and not words[0].startswith("#"))


def _blocks(lines: Iterator[list[str]]) -> list[Directive]:
    found = []
    for words in lines:
        if words == ["}"]:
            break
        opens = words[-1] == "{"
        written = [word.strip('"`') for word in (words[:-1] if opens else words)]
        found.append(Directive(written, _blocks(lines) if opens else []))
    return found


def _is_ours(site: Directive, port: int, host: str) -> bool:
    addresses = {word.strip(",").rpartition("://")[2].partition(":")[0] for word in site.words}
    return host in addresses or any(
        leads_to(port, word)
        for passed in named("reverse_proxy", everywhere(site.inside))
        for word in passed.arguments
    )


def _is_skipped(address: str, site: list[Directive]) -> bool:
    for skip in (directive for name in _SKIPS for directive in named(name, site)):
        if not skip.arguments:
            return True
        matcher = skip.arguments[0]
        patterns = [matcher] if matcher.startswith("/") else _paths_of(matcher, site)
        if matcher == "*" or any(fnmatchcase(address, pattern) for pattern in patterns):
            return True
    return False


def _paths_of(matcher: str, site: list[Directive]) -> list[str]:
    """The paths of a matcher such as `@answers path /s/* /v/*`, on one line or as a block."""
    found = []
    for directive in named(matcher, site):
        if directive.arguments[:1] == ["path"]:
            found += directive.arguments[1:]
        found += [word for line in named("path", directive.inside) for word in line.arguments]
    return found
