"""How gunicorn runs: few processes, no log of who asked what, nothing left when it is killed."""

import ctypes
import gc
import logging
import os
import signal
from pathlib import Path
from typing import Any

from samenspel.web.failure_log import leave_values_out

_SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of <linux/prctl.h>

wsgi_app = "samenspel.web.wsgi:application"
worker_class = "gthread"
workers = 2
# A thread waits for whoever sends slowly; each holds one connection to the database.
threads = 16
# Loaded once and shared: a worker that has to be replaced serves at once.
preload_app = True
timeout = 120
graceful_timeout = 5
# What is picked in the atlas stands in the address: as long as gunicorn lets it be.
limit_request_line = 8190
# Of a request that cannot be read, gunicorn's warnings tell what it was and where it came from.
loglevel = "error"
accesslog = None
control_socket_disable = True
# A heartbeat that waits for a slow disk looks like a worker that hangs.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108


def on_starting(_server: Any) -> None:
    # Of a request that fails, gunicorn tells the address.
    logging.getLogger("gunicorn.error").addFilter(leave_values_out)


def when_ready(_server: Any) -> None:
    """Read all pages before the workers are forked, and leave out of collections what is there.

    It stays as long as the server runs; going through it would cost whoever asks at that moment
    more than a tenth of a second.
    """
    from django.urls import get_resolver

    list(get_resolver().url_patterns)
    gc.collect()
    gc.freeze()


def post_fork(server: Any, _worker: Any) -> None:
    """Let a worker end with its master, however that ends."""
    ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != server.pid:
        raise SystemExit("gunicorn ended while this worker started")
