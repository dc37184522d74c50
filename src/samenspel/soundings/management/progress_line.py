"""How far long work is, for whoever waits for it."""

import time
from typing import Protocol

from django.utils.translation import gettext as _

_BETWEEN_ON_A_TERMINAL = 0.1
# In a file or a pipe lines stay: nothing of what is done soon, and not many of what is not.
_BEFORE_THE_FIRST_LINE = 2.0
_BETWEEN_LINES = 10.0
_CLEAR = "\r\x1b[K"


class Stream(Protocol):
    def write(self, text: str, /) -> object: ...
    def flush(self) -> None: ...
    def isatty(self) -> bool: ...


class ProgressLine:
    """Called with (done, total, what). On a terminal one line that is written anew."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._rewrites = stream.isatty()
        self._next = time.monotonic() + (0 if self._rewrites else _BEFORE_THE_FIRST_LINE)
        self._what = ""
        self._shown = False

    def __call__(self, done: int, total: int, what: str) -> None:
        now = time.monotonic()
        is_new = what != self._what and (self._rewrites or self._shown)
        if now < self._next and not is_new:
            return
        self._what = what
        self._shown = True
        line = _("Bezig: %(what)s") % {"what": _named(what)}
        if 0 < done < total:
            line += f" {100 * done // total}%"
        self._stream.write(f"{_CLEAR}{line}" if self._rewrites else f"{line}\n")
        self._stream.flush()
        self._next = now + (_BETWEEN_ON_A_TERMINAL if self._rewrites else _BETWEEN_LINES)

    def end(self) -> None:
        if self._shown and self._rewrites:
            self._stream.write(_CLEAR)
            self._stream.flush()


def _named(what: str) -> str:
    return {
        "read": _("stemmen lezen"),
        "count": _("stemmen tellen"),
        "map": _("kaart maken"),
        "groups": _("groepen zoeken"),
        "place": _("iedereen een plaats geven"),
    }.get(what, what)
