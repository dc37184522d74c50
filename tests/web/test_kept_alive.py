import subprocess
from itertools import pairwise

import pytest

from samenspel.web import kept_alive
from samenspel.web.kept_alive import KeptAlive


class Clock:
    now = 0.0

    def monotonic(self) -> float:
        return self.now


def ended() -> subprocess.Popen[bytes]:
    process = subprocess.Popen(["true"])
    process.wait()
    return process


def starts_within(seconds: int, clock: Clock, *, look_every: float = 0.1) -> list[float]:
    """When a child that ends at once is started."""
    starts: list[float] = []

    def begin() -> subprocess.Popen[bytes]:
        starts.append(clock.now)
        return ended()

    child = KeptAlive("child", begin)
    for step in range(int(seconds / look_every)):
        clock.now = step * look_every
        child.look_after()
    return starts


def test_a_child_that_keeps_ending_is_started_ever_more_slowly(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = Clock()
    monkeypatch.setattr(kept_alive, "time", clock)
    starts = starts_within(90, clock)
    pauses = [round(later - earlier, 3) for earlier, later in pairwise(starts)]
    assert starts[0] == 0
    assert pauses == sorted(pauses)
    assert pauses[0] < 0.5
    assert 10 <= pauses[-1] < 10.5


def test_after_a_long_life_it_is_started_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    monkeypatch.setattr(kept_alive, "time", clock)
    starts: list[float] = []

    def begin() -> subprocess.Popen[bytes]:
        starts.append(clock.now)
        return ended()

    child = KeptAlive("child", begin)
    for now in (0.0, 0.5, 1.0, 5.0, 6.0, 100.0, 100.1, 100.2):
        clock.now = now
        child.look_after()
    assert starts[-1] == pytest.approx(100.1)


def test_one_that_runs_is_left_alone() -> None:
    child = KeptAlive("child", lambda: subprocess.Popen(["sleep", "60"]))
    child.look_after()
    process = child.process
    assert process is not None
    assert (child.look_after(), child.process) == (False, process)
    child.ask_to_stop()
    child.stop()
    assert process.returncode == -15
