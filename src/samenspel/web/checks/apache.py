"""What Apache writes down of the answer routes."""

import re
import shlex
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

_FILES = ("etc/apache2/*-enabled/*.conf", "etc/apache2/apache2.conf", "etc/httpd/**/*.conf")
_LOGS = ("customlog", "transferlog", "globallog")
_PASSES = {"proxypass", "proxypassmatch", "rewriterule", "balancermember"}


def logged(machine: Path, *, port: int, host: str, samples: dict[str, str]) -> set[str] | None:
    """Which routes are written down. None where Apache does not serve us."""
    files = sorted({path for pattern in _FILES for path in machine.glob(pattern)})
    main = [directive for path in files if path.is_file() for directive in _read(path)]
    sites = [
        site.inside
        for site in named("<virtualhost", everywhere(main))
        if _is_ours(site.inside, port, host)
    ]
    if not sites and any(_passes_on(directive, port) for directive in main):
        sites = [[]]
    if not sites:
        return None
    return {
        route
        for route, address in samples.items()
        for site in sites
        if _writes_down(site, main, address)
    }


def _read(path: Path) -> list[Directive]:
    lines = re.sub(r"\\\n", " ", text_of(path)).splitlines()
    return _blocks(line.strip() for line in lines)


def _blocks(lines: Iterator[str]) -> list[Directive]:
    found = []
    for line in lines:
        if line.startswith("</"):
            break
        if not line or line.startswith("#"):
            continue
        directive = Directive(_words(line.removesuffix(">") if line.startswith("<") else line))
        if line.startswith("<"):
            directive.inside = _blocks(lines)
        found.append(directive)
    return found


def _words(line: str) -> list[str]:
    # What stands between quotes is one word; a backslash belongs to a pattern.
    reader = shlex.shlex(line, posix=True)
    reader.whitespace_split = True
    reader.escape = ""
    reader.commenters = ""
    try:
        return list(reader)
    except ValueError:  # a quote that is not closed
        return line.split()


def _is_ours(site: list[Directive], port: int, host: str) -> bool:
    names = [*named("servername", site), *named("serveralias", site)]
    return any(host in name.arguments for name in names) or any(
        _passes_on(directive, port) for directive in everywhere(site)
    )


def _passes_on(directive: Directive, port: int) -> bool:
    return directive.name in _PASSES and leads_to(port, " ".join(directive.arguments))


def _writes_down(site: list[Directive], main: list[Directive], address: str) -> bool:
    logs = [log for name in _LOGS for log in named(name, everywhere(site))]
    # A site without a log of its own writes in that of the server.
    logs = logs or [log for name in _LOGS for log in named(name, main)]
    logs += named("globallog", main)
    return any(not _leaves_out(log, [*everywhere(site), *main], address) for log in logs)


def _leaves_out(log: Directive, around: list[Directive], address: str) -> bool:
    if log.arguments[:1] == ["/dev/null"]:
        return True
    conditions = [word for word in log.arguments if word.lower().startswith("env=!")]
    return any(
        matches(marks[1], address, ignore_case=marks[3])
        for marks in _marks(around)
        if f"env=!{marks[2]}" in conditions and marks[0] == "request_uri"
    )


def _marks(directives: list[Directive]) -> Iterator[tuple[str, str, str, bool]]:
    """(what is looked at, pattern, name given, whether capitals are one) of each SetEnvIf."""
    for directive in directives:
        if directive.name in {"setenvif", "setenvifnocase"} and len(directive.arguments) >= 3:
            looked_at, pattern, *names = directive.arguments
            for name in names:
                yield looked_at.lower(), pattern, name, directive.name == "setenvifnocase"
