"""A child that is started anew whenever it ends, ever more slowly when it keeps ending."""

import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from samenspel.web import child_process

_FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 10.0
_LONG_ENOUGH = 30.0  # a child that lived this long had no trouble starting
_SECONDS_TO_FINISH = 8.0


@dataclass
class KeptAlive:
    name: str
    begin: Callable[[], subprocess.Popen[bytes]]
    process: subprocess.Popen[bytes] | None = None
    _begun: float = field(default=0.0, init=False)
    _next: float = field(default=0.0, init=False)
    _pause: float = field(default=_FIRST_PAUSE, init=False)

    @property
    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def look_after(self) -> bool:
        """Start it if it does not run and its pause is over. True if it had ended just now."""
        if self.runs:
            return False
        now = time.monotonic()
        ended = self.process is not None
        if ended:
            self.process = None
            if now - self._begun > _LONG_ENOUGH:
                self._pause = _FIRST_PAUSE
            self._next = now + self._pause
            self._pause = min(2 * self._pause, _LONGEST_PAUSE)
        if now >= self._next:
            self.process = self.begin()
            self._begun = now
        return ended

    def ask_to_stop(self) -> None:
        if self.runs and self.process is not None:
            self.process.send_signal(signal.SIGTERM)

    def stop(self) -> None:
        if self.process is not None:
            child_process.stop(self.process, [(signal.SIGTERM, _SECONDS_TO_FINISH)])
            self.process = None
