"""What the command line says while it works."""

import sys


def say(line: str) -> None:
    """One line on standard output, there at once, also when that is a file or a pipe."""
    try:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever listened has gone. That is no reason to stop serving.
        return
