"""Processes that never outlive the one that started them, not even when that one is killed."""

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from samenspel.web.data_folder import StartError

# The kernel's promise to signal a child when its parent ends counts from the moment the child
# asks for it. A parent that was killed before that moment shows as another parent.
_CHECK_PARENT = '[ "$PPID" = "$1" ] || exit 1; shift; exec "$@"'


@dataclass(frozen=True)
class Account:
    """The user and group a process runs as."""

    uid: int
    gid: int

    @property
    def is_ours(self) -> bool:
        return (self.uid, self.gid) == (os.geteuid(), os.getegid()) or os.geteuid() != 0


def command_as(account: Account, command: Sequence[str]) -> list[str]:
    """The command, run as this account. Only root can be somebody else."""
    # `setpriv` starts its command with what is left of root's power to enter folders. The shell
    # between has none of it, so what cannot be reached fails here and not half-way.
    begin = [_setpriv(), *_identity(account), "--pdeathsig", "KILL", "--"]
    return [*begin, "/bin/sh", "-c", 'exec "$@"', "sh", *command]


def start(
    command: Sequence[str],
    *,
    when_parent_ends: signal.Signals,
    output: IO[bytes] | int | None,
    account: Account | None = None,
    pass_fds: Sequence[int] = (),
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start a child that gets a signal when we end. Call it from the main thread only:
    to the kernel the parent is the thread, not the process.
    """
    ending = when_parent_ends.name.removeprefix("SIG")
    return subprocess.Popen(  # noqa: S603 - our own commands, no shell expansion
        [
            _setpriv(),
            *(_identity(account) if account else []),
            "--pdeathsig",
            ending,
            "--",
            "/bin/sh",
            "-c",
            _CHECK_PARENT,
            "sh",
            str(os.getpid()),
            *command,
        ],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        pass_fds=pass_fds,
        env=env,
        cwd=cwd,
        # Ctrl-C reaches every process of the terminal's group. Who stops first is ours to say.
        start_new_session=True,
    )


def stop(process: subprocess.Popen[bytes], steps: Sequence[tuple[signal.Signals, float]]) -> None:
    """Ask ever more firmly: each step a signal and the seconds it gets."""
    for what, seconds in (*steps, (signal.SIGKILL, 10.0)):
        if process.poll() is not None:
            return
        process.send_signal(what)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            continue


def _identity(account: Account) -> list[str]:
    if account.is_ours:
        return []
    return [f"--reuid={account.uid}", f"--regid={account.gid}", "--clear-groups"]


def _setpriv() -> str:
    path = shutil.which("setpriv")
    if path is None:
        raise StartError("Het programma setpriv ontbreekt. Installeer het pakket util-linux.")
    return path
